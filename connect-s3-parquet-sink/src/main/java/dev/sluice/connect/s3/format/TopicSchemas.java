// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import dev.sluice.connect.s3.row.RecordSchema;
import dev.sluice.connect.s3.row.RowLayout;
import dev.sluice.connect.s3.row.TopicRecords;
import java.util.ArrayDeque;
import java.util.Deque;
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
    private final boolean oneKindOnly;
    private final TopicRecords records;
    /** The one used last comes first. */
    private final Deque<FileSchema> latest = new ArrayDeque<>();

    /** @param oneKindOnly whether a record that has no common schema with earlier ones is a bad record */
    TopicSchemas(String topic, RowFormat format, RowLayout layout, boolean oneKindOnly) {
        this.topic = topic;
        this.format = format;
        this.oneKindOnly = oneKindOnly;
        this.records = new TopicRecords(layout);
    }

    /** @throws DataException if no file can hold the record's schema; names the field */
    RecordSchema schemaOf(SinkRecord record) {
        return records.schemaOf(record, this::forFileWith);
    }

    /**
     * The schema for a new file with such records.
     *
     * @throws DataException if none can hold them; names the field
     */
    FileSchema forFileWith(RecordSchema added) {
        for (FileSchema known : latest) {
            if (known.projection(added) != null) {
                return used(known);
            }
        }
        DataException whyNot = null;
        for (FileSchema known : latest) {
            try {
                FileSchema grown = known.including(added);
                latest.remove(known);
                latest.addFirst(grown);
                return grown;
            } catch (DataException e) {
                whyNot = whyNot == null ? e : whyNot;
            }
        }
        return another(added, whyNot);
    }

    private FileSchema used(FileSchema known) {
        if (latest.peekFirst() != known) {
            latest.remove(known);
            latest.addFirst(known);
        }
        return known;
    }

    private FileSchema another(RecordSchema added, @Nullable DataException whyNot) {
        FileSchema own = new FileSchema(format, added.row());
        // What was inferred from values is wider than it was before, and takes the place of that.
        if (whyNot != null && !added.isInferred()) {
            if (oneKindOnly) {
                throw new DataException(
                        whyNot.getMessage()
                                + ". Correct the source; or set schema.compatibility=NONE to begin another file with such a record",
                        whyNot);
            }
            log.warn(
                    "Records of topic '{}' have no common schema: {}. From now on each change between them closes a file. Give"
                            + " each kind a topic of its own, or set schema.compatibility=FULL to have the later kind set aside as"
                            + " bad records",
                    topic,
                    whyNot.getMessage());
        }
        latest.addFirst(own);
        if (latest.size() > REMEMBERED) {
            latest.removeLast();
        }
        return own;
    }
}
