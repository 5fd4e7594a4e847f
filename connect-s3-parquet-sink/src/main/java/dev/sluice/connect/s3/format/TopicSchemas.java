// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import dev.sluice.connect.s3.row.RecordSchema;
import dev.sluice.connect.s3.row.TopicRecords;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas that files of one topic are begun with. They only grow, so that old and new records, however interleaved, go into the
 * same files after one file for each new version.
 *
 * <p>Records of which no schema holds both are kept apart: each kind has a schema of its own that grows.
 */
final class TopicSchemas {
    private static final Logger log = LoggerFactory.getLogger(TopicSchemas.class);

    /** Kinds of records that have no common schema. */
    private static final int REMEMBERED = 16;

    private final String topic;
    private final RowFormat format;
    private final TopicRecords records;
    private final @Nullable Measure measure;
    /** The one used last comes first. */
    private final Deque<FileSchema> latest = new ArrayDeque<>();

    private boolean inferredSeen;

    /**
     * Where the one schema is kept that all records are measured by.
     *
     * @param subject whose records they are
     */
    private record Measure(SchemaMemory memory, SchemaMemory.Subject subject) {}

    /** Records without a common schema have files of their own. */
    TopicSchemas(String topic, RowFormat format, TopicRecords records) {
        this(topic, format, records, null);
    }

    private TopicSchemas(String topic, RowFormat format, TopicRecords records, @Nullable Measure measure) {
        this.topic = topic;
        this.format = format;
        this.records = records;
        this.measure = measure;
    }

    /**
     * A record that has no common schema with all earlier ones is a bad record.
     *
     * @param first the record with which the reading begins
     */
    static TopicSchemas ofOneKind(
            RowFormat format,
            TopicRecords records,
            SchemaMemory memory,
            SchemaMemory.Subject subject,
            SinkRecord first) {
        TopicSchemas schemas = new TopicSchemas(subject.topic(), format, records, new Measure(memory, subject));
        SchemaMemory.Kept known = memory.below(subject, SchemaMemory.Position.of(first));
        if (known != null) {
            schemas.latest.add(schemas.fileSchema(known));
        }
        return schemas;
    }

    /** That it cannot be written is nothing that a record is to blame for. */
    private FileSchema fileSchema(SchemaMemory.Kept kept) {
        try {
            return new FileSchema(format, kept.schema());
        } catch (DataException e) {
            throw new ConnectException(
                    "the schema in '" + kept.place() + "', which records of topic '" + topic
                            + "' are measured by, cannot be written under these settings: " + e.getMessage()
                            + ". Go back to the settings under which it could; or stop the connector, remove the objects in that"
                            + " directory, and start it again: then the next record says which schema counts",
                    e);
        }
    }

    /**
     * The schema of a record, of which nothing is learnt yet.
     *
     * @throws DataException if no row can hold the record; names the field
     */
    RecordSchema schemaOf(SinkRecord record) {
        return records.schemaOf(record);
    }

    /** Learns from the record that {@link #schemaOf} was asked about last; for one that a file can hold. */
    void learn() {
        records.learn();
    }

    /** See {@link TopicRecords#forgotten}. */
    int forgotten() {
        return records.forgotten();
    }

    /**
     * Finds out whether a record counts as bad, where that is not the affair of its file alone: what a file that is open happens to hold
     * must not decide about it.
     *
     * @param file the schema of a file that may hold the record
     * @param added the record's schema, the one asked for last
     * @return whether it was found out; then the file's schema may still be too narrow for the record
     * @throws DataException if it does; names the field
     */
    boolean judge(FileSchema file, RecordSchema added, SinkRecord record) {
        if (measure == null || latest.peekFirst() == file) {
            return false;
        }
        FileSchema unused = forFileWith(added, record);
        return true;
    }

    /** See {@link DataFiles#passOver}. */
    void passOver(SinkRecord record) {
        try {
            FileSchema unused = forFileWith(schemaOf(record), record);
        } catch (DataException e) {
            log.debug("Passing over a record of topic '{}' that was set aside before", topic, e);
        }
    }

    /**
     * The schema for a new file with a record. Learns from the record once it is clear that such a file can hold it.
     *
     * @param added the record's schema, the one asked for last
     * @throws DataException if none can hold it; names the field
     */
    FileSchema forFileWith(RecordSchema added, SinkRecord record) {
        for (FileSchema known : latest) {
            if (known.projection(added) != null) {
                return learn(known, known, added, record);
            }
        }
        DataException whyNot = null;
        for (FileSchema known : latest) {
            FileSchema grown;
            try {
                grown = known.including(added);
            } catch (DataException e) {
                whyNot = whyNot == null ? e : whyNot;
                continue;
            }
            return learn(known, grown, added, record);
        }
        return another(added, record, whyNot);
    }

    private FileSchema learn(@Nullable FileSchema before, FileSchema grown, RecordSchema added, SinkRecord record) {
        grown.check(added, record);
        FileSchema after = grown == before ? grown : kept(grown, added, record);
        warnOfInferred(added);
        int forgotten = records.forgotten();
        records.learn();
        if (forgotten == 0 && records.forgotten() > 0) {
            log.warn(
                    "Values without a schema of topic '{}' have had too many different fields, so their names seem to be data. Their"
                            + " columns are found out anew from now on, which closes files. Use a converter that brings a schema",
                    topic);
        }
        if (latest.peekFirst() != after) {
            if (before != null) {
                latest.remove(before);
            }
            latest.addFirst(after);
            if (latest.size() > REMEMBERED) {
                latest.removeLast();
            }
        }
        return after;
    }

    private void warnOfInferred(RecordSchema added) {
        if (measure == null || !added.isInferred() || inferredSeen) {
            return;
        }
        inferredSeen = true;
        log.warn(
                "Records of topic '{}' have keys or values without a schema. schema.compatibility refuses none of these. Use"
                        + " converters that bring a schema; or, where it is the key alone, leave its column out",
                topic);
    }

    /** Keeps a schema that has grown. */
    private FileSchema kept(FileSchema grown, RecordSchema added, SinkRecord record) {
        if (measure == null || added.isInferred()) {
            return grown;
        }
        SchemaMemory.Kept kept = measure.memory()
                .grew(measure.subject(), SchemaMemory.Position.of(record), grown.schema(), added::fitsInto);
        if (kept.schema().equals(grown.schema())) {
            return grown;
        }
        // The log was compacted, or cut, since: other records had taught other things by then.
        FileSchema earlier = fileSchema(kept);
        earlier.check(added, record);
        return earlier;
    }

    private FileSchema another(RecordSchema added, SinkRecord record, @Nullable DataException whyNot) {
        FileSchema own = new FileSchema(format, added.row());
        // What was inferred from values is wider than it was before, and takes the place of that.
        String otherKind = whyNot == null || added.isInferred() ? null : whyNot.getMessage();
        if (otherKind != null && measure != null) {
            throw new DataException(
                    otherKind
                            + ". Correct the source; or set schema.compatibility=NONE to begin another file with such a record. If the"
                            + " earlier records were the wrong ones: the page on schemas says how the later ones are made to count",
                    whyNot);
        }
        FileSchema begun = learn(null, own, added, record);
        if (otherKind != null) {
            log.warn(
                    "Records of topic '{}' have no common schema: {}. From now on each change between them closes a file. Give"
                            + " each kind a topic of its own, or set schema.compatibility=FULL to have the later kind set aside as"
                            + " bad records",
                    topic,
                    otherKind);
        }
        return begun;
    }
}
