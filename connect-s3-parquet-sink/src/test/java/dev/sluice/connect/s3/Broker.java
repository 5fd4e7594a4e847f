// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** Topic-partitions with their records, and the offsets that a consumer group has committed. */
final class Broker {
    private final Map<TopicPartition, List<SinkRecord>> records = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, WorkerSimulator> owners = new HashMap<>();

    void append(SinkRecord record) {
        records.computeIfAbsent(
                        new TopicPartition(record.topic(), record.kafkaPartition()), ignored -> new ArrayList<>())
                .add(record);
    }

    /** The records from this offset on; offsets may have gaps, as those of compacted topics. */
    List<SinkRecord> from(TopicPartition partition, long offset, int limit) {
        return records.getOrDefault(partition, List.of()).stream()
                .filter(record -> record.kafkaOffset() >= offset)
                .limit(limit)
                .toList();
    }

    long end(TopicPartition partition) {
        List<SinkRecord> all = records.getOrDefault(partition, List.of());
        return all.isEmpty() ? 0 : all.get(all.size() - 1).kafkaOffset() + 1;
    }

    long committed(TopicPartition partition) {
        return committed.getOrDefault(partition, 0L);
    }

    void assign(TopicPartition partition, WorkerSimulator owner) {
        owners.put(partition, owner);
    }

    /** A group member that was thrown out can no longer commit. */
    void commit(TopicPartition partition, long offset, WorkerSimulator by) {
        if (owners.get(partition) == by) {
            committed.put(partition, offset);
        }
    }
}
