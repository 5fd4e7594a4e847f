// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.s3.commit.ManualBackground;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Calls a task as Connect's WorkerSinkTask does (3.9.2), in the ways that matter for delivery: rewinding before a poll, delivering a
 * batch again after a RetriableException even if the task asked for a rewind, counting delivered offsets of that batch afterwards,
 * and committing what preCommit answers within what was counted.
 */
final class WorkerSimulator {
    private final Broker broker;
    private final SinkTask task;
    private final ManualBackground background;
    private final RecordingContext context;
    private final UnaryOperator<SinkRecord> transform;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> lastCommitted = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> current = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> polled = new HashMap<>();
    private final List<SinkRecord> batch = new ArrayList<>();
    private boolean pausedForRedelivery;
    private boolean stopped;

    /**
     * @param background runs the task's requests
     * @param transform what the transformations make of a record; null drops it
     */
    WorkerSimulator(
            Broker broker,
            SinkTask task,
            ManualBackground background,
            RecordingContext context,
            UnaryOperator<SinkRecord> transform) {
        this.broker = broker;
        this.task = task;
        this.background = background;
        this.context = context;
        this.transform = transform;
    }

    void start(Map<String, String> configuration) {
        task.initialize(context);
        task.start(configuration);
    }

    void assign(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            long position = broker.committed(partition);
            broker.assign(partition, this);
            positions.put(partition, position);
            lastCommitted.put(partition, new OffsetAndMetadata(position));
            current.put(partition, new OffsetAndMetadata(position));
        }
        // What a revocation has emptied need not be delivered again.
        pausedForRedelivery = pausedForRedelivery && !batch.isEmpty();
        task.open(partitions);
        rewind();
    }

    void revoke(Collection<TopicPartition> partitions) {
        commit(Set.copyOf(partitions));
        task.close(partitions);
        positions.keySet().removeAll(partitions);
        lastCommitted.keySet().removeAll(partitions);
        // As the worker does it: by the topic that a transform may have changed.
        batch.removeIf(record -> partitions.contains(new TopicPartition(record.topic(), record.kafkaPartition())));
    }

    /** One turn of the worker's loop: commit if asked for, rewind, poll at most so many records a partition, deliver. */
    void iterate(int limit) {
        if (context.takeCommitRequest()) {
            commit(Set.copyOf(positions.keySet()));
        }
        rewind();
        if (!pausedForRedelivery) {
            poll(limit);
        }
        deliver();
    }

    /** The commit that is due every so often. */
    void commit() {
        commit(Set.copyOf(positions.keySet()));
    }

    boolean isCaughtUp() {
        return batch.isEmpty()
                && !pausedForRedelivery
                && context.offsets().isEmpty()
                && positions.entrySet().stream().allMatch(at -> at.getValue() >= broker.end(at.getKey()));
    }

    /** As it is done also after the task has failed. */
    void stop() {
        stopped = true;
        revoke(Set.copyOf(positions.keySet()));
        task.stop();
    }

    boolean isStopped() {
        return stopped;
    }

    /** Lets at most so many of the task's requests happen. */
    void runRequests(int limit) {
        for (int i = 0; i < limit && background.runOne(); i++) {
            // The one that ran may have asked for another.
        }
    }

    private void rewind() {
        context.takeOffsets().forEach((partition, offset) -> {
            if (!positions.containsKey(partition)) {
                throw new IllegalStateException("No current assignment for partition " + partition);
            }
            positions.put(partition, offset);
            lastCommitted.put(partition, new OffsetAndMetadata(offset));
            current.put(partition, new OffsetAndMetadata(offset));
        });
    }

    private void poll(int limit) {
        for (TopicPartition partition : List.copyOf(positions.keySet())) {
            for (SinkRecord record : broker.from(partition, positions.get(partition), limit)) {
                positions.put(partition, record.kafkaOffset() + 1);
                polled.put(partition, new OffsetAndMetadata(record.kafkaOffset() + 1));
                // What is polled again are other records than before, to whoever looks at their identity.
                SinkRecord transformed = transform.apply(Records.renamed(record, record.topic()));
                if (transformed != null) {
                    batch.add(transformed);
                }
            }
        }
    }

    private void deliver() {
        try {
            task.put(new ArrayList<>(batch));
            current.putAll(polled);
            polled.clear();
            batch.clear();
            pausedForRedelivery = false;
        } catch (RetriableException e) {
            pausedForRedelivery = true;
        }
    }

    private void commit(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>(current);
        delivered.keySet().retainAll(partitions);
        if (delivered.isEmpty()) {
            return;
        }
        task.preCommit(new HashMap<>(delivered)).forEach((partition, offset) -> {
            if (lastCommitted.containsKey(partition)
                    && offset.offset() <= delivered.get(partition).offset()
                    && !offset.equals(lastCommitted.get(partition))) {
                lastCommitted.put(partition, offset);
                broker.commit(partition, offset.offset(), this);
            }
        });
    }
}
