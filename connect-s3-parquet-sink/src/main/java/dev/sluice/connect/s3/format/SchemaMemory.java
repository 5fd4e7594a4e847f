// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import dev.sluice.connect.commons.errors.RecordCoordinates;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps, beyond the life of a task, the schemas that the records of one topic-partition are measured by: so that a record that is read
 * again is judged as it was the first time, wherever the reading began.
 *
 * <p>Both methods throw a {@link org.apache.kafka.connect.errors.RetriableException} where time may heal; the call is then to be made
 * again.
 */
public interface SchemaMemory {
    /**
     * Which records are measured by one schema.
     *
     * @param topic that they go to
     * @param details everything else, as one text: the same in every process
     */
    record Subject(String topic, String details) {}

    /**
     * A record as Kafka has it.
     *
     * @param timestamp null if it has none
     */
    record Position(long offset, @Nullable Long timestamp) {
        static Position of(SinkRecord record) {
            return new Position(RecordCoordinates.of(record).offset(), record.timestamp());
        }
    }

    /**
     * A schema that is kept.
     *
     * @param place where, for messages
     */
    record Kept(Schema schema, String place) {}

    /**
     * The schema as the records before a record have left it; null if none has left any.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException if another record than this one has left one
     */
    @Nullable Kept below(Subject subject, Position record);

    /**
     * Keeps the schema as a record leaves it, unless one was kept for its offset before.
     *
     * @param fits whether the record fits a schema
     * @return the one that is kept
     * @throws org.apache.kafka.connect.errors.ConnectException if one was kept before and the record does not fit it
     */
    Kept grew(Subject subject, Position record, Schema schema, Predicate<Schema> fits);
}
