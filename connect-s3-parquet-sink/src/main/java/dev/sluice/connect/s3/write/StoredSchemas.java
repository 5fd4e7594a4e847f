// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.commons.Fingerprint;
import dev.sluice.connect.s3.chain.ObjectNames;
import dev.sluice.connect.s3.format.SchemaMemory;
import dev.sluice.connect.s3.row.SchemaBytes;
import dev.sluice.connect.s3.storage.ByteChunks;
import dev.sluice.connect.s3.storage.ObjectStore;
import dev.sluice.connect.s3.storage.ObjectStore.Creation;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
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

    StoredSchemas(
            ObjectStore store, ObjectNames names, String connector, TopicPartition topicPartition, CallTime time) {
        this.store = store;
        this.names = names;
        this.connector = connector;
        this.topicPartition = topicPartition;
        this.time = time;
    }

    @Override
    public @Nullable Schema below(Subject subject, long offset) {
        Optional<String> newest = newest(prefix(subject), offset);
        if (newest.isEmpty()) {
            return null;
        }
        String key = newest.get();
        Schema schema = read(key);
        log.info("Records of {} are measured by the schema in '{}' from offset {} on", topicPartition, key, offset);
        return schema;
    }

    @Override
    public Schema grew(Subject subject, long offset, Schema schema, Predicate<Schema> fits) {
        String key = ObjectNames.schemaKey(prefix(subject), offset);
        byte[] bytes = SchemaBytes.write(schema);
        ByteChunks content = new ByteChunks();
        content.append(bytes, 0, bytes.length);
        if (store.createExclusive(key, content, Map.of()) == Creation.CREATED) {
            return schema;
        }
        Schema kept = read(key);
        if (!fits.test(kept)) {
            throw new ConnectException(
                    "object '" + key + "' says that the schema which the records of " + topicPartition
                            + " are measured by was another one at this offset, which the record there does not fit: the topic was probably deleted and created again"
                            + " under its old name, or a transform changed. Stop the connector, remove the objects that begin with '"
                            + prefix(subject) + "', and start it again: then the next record says which schema counts");
        }
        return kept;
    }

    private Optional<String> newest(String prefix, long offset) {
        Optional<String> newest = Optional.empty();
        String token = null;
        do {
            if (time.isOver()) {
                throw new RetriableException("looking in the store for the schema that records of " + topicPartition
                        + " are measured by has taken too long. The batch will be delivered again; nothing is lost");
            }
            ObjectStore.Page page = store.list(prefix, token);
            newest = Stream.concat(newest.stream(), page.keys().stream())
                    .filter(key -> isBelow(ObjectNames.schemaOffset(prefix, key), offset))
                    .max(Comparator.naturalOrder());
            token = page.next();
        } while (token != null);
        return newest;
    }

    private static boolean isBelow(OptionalLong began, long offset) {
        return began.isPresent() && began.getAsLong() < offset;
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
