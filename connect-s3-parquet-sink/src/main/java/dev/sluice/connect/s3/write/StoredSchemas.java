// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.commons.Fingerprint;
import dev.sluice.connect.s3.chain.ObjectNames;
import dev.sluice.connect.s3.chain.SchemaMetadata;
import dev.sluice.connect.s3.format.SchemaMemory;
import dev.sluice.connect.s3.row.SchemaBytes;
import dev.sluice.connect.s3.storage.ByteChunks;
import dev.sluice.connect.s3.storage.ObjectStore;
import dev.sluice.connect.s3.storage.ObjectStore.Creation;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One object for each schema that the records of a topic-partition were ever measured by, named after the offset of the record with which
 * it began. As with files, an object is created once and never written again, and there is no other state: whoever reads the same records
 * finds the same schemas, or makes them.
 */
final class StoredSchemas implements SchemaMemory {
    private static final Logger log = LoggerFactory.getLogger(StoredSchemas.class);

    private final ObjectStore store;
    private final ObjectNames names;
    private final String connector;
    private final TopicPartition topicPartition;
    private final CallTime time;
    /** The offsets of schemas whose records have not been met yet, with what the names of those begin with. */
    private final Map<Long, String> later = new HashMap<>();

    StoredSchemas(
            ObjectStore store, ObjectNames names, String connector, TopicPartition topicPartition, CallTime time) {
        this.store = store;
        this.names = names;
        this.connector = connector;
        this.topicPartition = topicPartition;
        this.time = time;
    }

    @Override
    public @Nullable Kept below(Subject subject, Position record) {
        String prefix = prefix(subject);
        NavigableSet<Long> stored = stored(prefix);
        if (stored.contains(record.offset())) {
            ensureSame(prefix, record);
        }
        stored.tailSet(record.offset(), false).forEach(offset -> later.put(offset, prefix));
        Long newest = stored.lower(record.offset());
        if (newest == null) {
            return null;
        }
        String key = ObjectNames.schemaKey(prefix, newest);
        Schema schema = read(key);
        log.info(
                "Records of {} are measured by the schema in '{}' from offset {} on",
                topicPartition,
                key,
                record.offset());
        return new Kept(schema, key);
    }

    /**
     * Takes notice of a record before it is judged: one at whose offset a schema is stored must be the one that had it stored.
     *
     * @throws ConnectException if it is not, so that all that is stored is about another log
     */
    void meets(Position record) {
        String prefix = later.get(record.offset());
        if (prefix != null) {
            ensureTime();
            ensureSame(prefix, record);
            later.remove(record.offset());
        }
    }

    private void ensureSame(String prefix, Position record) {
        String key = ObjectNames.schemaKey(prefix, record.offset());
        Map<String, String> metadata = store.metadata(key).orElse(Map.of());
        if (SchemaMetadata.isOfAnother(metadata, record.timestamp())) {
            throw new ConnectException("the record of " + topicPartition + " at offset " + record.offset()
                    + " bears another timestamp than the one with which '" + key + "' was stored: "
                    + madeAgain(prefix));
        }
    }

    @Override
    public Kept grew(Subject subject, Position record, Schema schema, Predicate<Schema> fits) {
        ensureTime();
        String key = ObjectNames.schemaKey(prefix(subject), record.offset());
        byte[] bytes = SchemaBytes.write(schema);
        ByteChunks content = new ByteChunks();
        content.append(bytes, 0, bytes.length);
        if (store.createExclusive(key, content, SchemaMetadata.of(record.timestamp())) == Creation.CREATED) {
            return new Kept(schema, key);
        }
        Schema kept = read(key);
        if (!fits.test(kept)) {
            throw new ConnectException("object '" + key + "' says that the schema which the records of "
                    + topicPartition
                    + " are measured by was another one at this offset, which the record there does not fit: "
                    + madeAgain(prefix(subject)));
        }
        return new Kept(kept, key);
    }

    private static String madeAgain(String prefix) {
        return "the topic was probably deleted and created again under its old name, or a transform changed. Stop the connector,"
                + " remove the objects that begin with '" + prefix
                + "', and start it again: then the next record says which schema counts";
    }

    /** The offsets of the schemas. */
    private NavigableSet<Long> stored(String prefix) {
        NavigableSet<Long> stored = new TreeSet<>();
        String token = null;
        do {
            ensureTime();
            ObjectStore.Page page = store.list(prefix, token);
            page.keys().forEach(key -> ObjectNames.schemaOffset(prefix, key).ifPresent(stored::add));
            token = page.next();
        } while (token != null);
        return stored;
    }

    private void ensureTime() {
        if (time.isOver()) {
            throw new RetriableException("looking in the store for the schema that records of " + topicPartition
                    + " are measured by has taken too long. The batch will be delivered again; nothing is lost");
        }
    }

    private Schema read(String key) {
        byte[] bytes = store.read(key)
                .orElseThrow(() -> new RetriableException(
                        "object '" + key + "' was there a moment ago and cannot be found; trying again"));
        try {
            return SchemaBytes.read(bytes);
        } catch (IllegalArgumentException e) {
            throw new ConnectException(
                    "object '" + key + "' should hold the schema that the records of " + topicPartition
                            + " are measured by, and does not: " + e.getMessage()
                            + ". Stop the connector, remove the object, and start it again",
                    e);
        }
    }

    private String prefix(Subject subject) {
        return names.schemaPrefix(
                subject.topic(), Fingerprint.of(connector + '\n' + subject.details()), topicPartition);
    }
}
