// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** A worker for tasks with which nothing goes wrong. */
record BareContext(Map<String, String> configs) implements SinkTaskContext {
    @Override
    public Set<TopicPartition> assignment() {
        return Set.of(OrderRecords.PARTITION);
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return (record, error) -> {
            throw new IllegalStateException("a record at offset " + record.kafkaOffset() + " was refused", error);
        };
    }

    @Override
    public void timeout(long timeoutMs) {
        // Asked for before each retry, and by tasks that hold records back; the next call comes at once.
    }

    @Override
    public void requestCommit() {
        // Offsets are committed nowhere.
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        throw new UnsupportedOperationException("the benchmark does not rewind");
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        throw new UnsupportedOperationException("the benchmark does not rewind");
    }

    @Override
    public void pause(TopicPartition... partitions) {
        throw new UnsupportedOperationException("the benchmark does not pause");
    }

    @Override
    public void resume(TopicPartition... partitions) {
        throw new UnsupportedOperationException("the benchmark does not pause");
    }
}
