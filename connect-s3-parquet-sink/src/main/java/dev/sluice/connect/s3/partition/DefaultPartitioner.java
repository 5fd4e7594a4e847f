// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import dev.sluice.connect.commons.errors.RecordCoordinates;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/** A directory a Kafka partition: {@code partition=3}. */
final class DefaultPartitioner implements Partitioner {
    private final Map<Integer, String> directories = new HashMap<>();
    private int lastPartition = -1;
    private String lastDirectory = "";

    @Override
    public long timestamp(SinkRecord record) {
        return kafkaTimestamp(record);
    }

    /** Where the directory asks for no time, it is asked for the time span of a file only. */
    static long kafkaTimestamp(SinkRecord record) {
        // Only brokers of long ago kept records without a timestamp.
        return record.timestamp() == null ? 0 : record.timestamp();
    }

    @Override
    public String directory(SinkRecord record, long timestamp) {
        int partition = RecordCoordinates.of(record).partition();
        // Records come a partition at a time.
        if (partition != lastPartition) {
            lastPartition = partition;
            lastDirectory = directories.computeIfAbsent(partition, number -> "partition=" + number);
        }
        return lastDirectory;
    }
}
