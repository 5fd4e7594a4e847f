// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import dev.sluice.connect.commons.errors.RecordCoordinates;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tombstones that do not say which row they delete. One that follows a delete of the same key has nothing to add; any other is a delete that
 * cannot be done, and the log tells.
 */
final class Tombstones {
    private static final Logger log = LoggerFactory.getLogger(Tombstones.class);

    private final Map<TopicPartition, Optional<Object>> expected = new HashMap<>();
    /** How many, by topic. */
    private final Map<String, Long> passedOver = new HashMap<>();

    /** This record has deleted its row. */
    void expectAfter(SinkRecord delete) {
        expected.put(partition(delete), Optional.ofNullable(delete.key()));
    }

    void passOver(SinkRecord tombstone) {
        if (Optional.ofNullable(tombstone.key()).equals(expected.get(partition(tombstone)))) {
            return;
        }
        long count = passedOver.merge(tombstone.topic(), 1L, Long::sum);
        if (isPowerOfTen(count)) {
            log.warn(
                    "{}, tombstone {} of its kind: this tombstone deletes no row, because pk.mode=record_value takes the key from the value and the"
                            + " record's key has not all of pk.fields. Name fields of the record's key in pk.fields, use pk.mode=record_key, or"
                            + " let the source send deletes with the row",
                    RecordCoordinates.of(tombstone),
                    count);
        }
    }

    /** So that the log tells how many there are without being full of them. */
    private static boolean isPowerOfTen(long count) {
        long rest = count;
        while (rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }

    private static TopicPartition partition(SinkRecord record) {
        return RecordCoordinates.of(record).topicPartition();
    }
}
