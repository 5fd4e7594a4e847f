// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** A worker that remembers what the task asks of it. */
final class RecordingContext implements SinkTaskContext {
    final List<Long> timeouts = new ArrayList<>();
    /** Where the task sends the consumer. */
    final Map<TopicPartition, Long> offsets = new HashMap<>();

    final List<String> reports = new ArrayList<>();
    /** The records of the reports. */
    final List<SinkRecord> reported = new ArrayList<>();
    /** Called at each report, before it is stored. */
    Runnable onReport = () -> {};
    /** Done when a report is stored. */
    Future<Void> stored = CompletableFuture.completedFuture(null);

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return (record, error) -> {
            onReport.run();
            reports.add(error.getMessage());
            reported.add(record);
            return stored;
        };
    }

    @Override
    public void timeout(long timeoutMs) {
        timeouts.add(timeoutMs);
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> sought) {
        offsets.putAll(sought);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        offsets.put(partition, offset);
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.of();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume(TopicPartition... partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void requestCommit() {
        throw new UnsupportedOperationException();
    }
}
