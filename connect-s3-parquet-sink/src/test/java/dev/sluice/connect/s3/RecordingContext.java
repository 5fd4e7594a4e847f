// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** The context of a task, keeping what the task asks for. */
final class RecordingContext implements SinkTaskContext {
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private final List<SinkRecord> errantRecords = new ArrayList<>();
    private final List<SinkRecord> stored = new ArrayList<>();
    private boolean commitRequested;
    private long timeout = -1;

    Map<TopicPartition, Long> offsets() {
        return offsets;
    }

    Map<TopicPartition, Long> takeOffsets() {
        Map<TopicPartition, Long> taken = Map.copyOf(offsets);
        offsets.clear();
        return taken;
    }

    boolean takeCommitRequest() {
        boolean taken = commitRequested;
        commitRequested = false;
        return taken;
    }

    /** How long the worker may poll next; -1 for as long as it likes. */
    long takeTimeout() {
        long taken = timeout;
        timeout = -1;
        return taken;
    }

    List<SinkRecord> errantRecords() {
        return errantRecords;
    }

    /** How many reports were waited for. */
    int storedReports() {
        return stored.size();
    }

    /** The records whose reports were waited for. */
    List<SinkRecord> stored() {
        return stored;
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> changes) {
        offsets.putAll(changes);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        offsets.put(partition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        timeout = timeoutMs;
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
        commitRequested = true;
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return (record, error) -> {
            errantRecords.add(record);
            return new CompletableFuture<>() {
                @Override
                public Void get() {
                    stored.add(record);
                    return null;
                }
            };
        };
    }
}
