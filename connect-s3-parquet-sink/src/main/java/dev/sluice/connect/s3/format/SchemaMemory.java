// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
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

    /** The schema as the records below an offset have left it; null if none has left any. */
    @Nullable Schema below(Subject subject, long offset);

    /**
     * Keeps the schema as the record at an offset leaves it, unless one was kept for this offset before.
     *
     * @param fits whether the record fits a schema
     * @return the one that is kept
     * @throws org.apache.kafka.connect.errors.ConnectException if one was kept before and the record does not fit it
     */
    Schema grew(Subject subject, long offset, Schema schema, Predicate<Schema> fits);
}
