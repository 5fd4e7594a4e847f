// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.commons.errors.ErrantRecords;
import dev.sluice.connect.commons.errors.RecordCoordinates;
import dev.sluice.connect.s3.chain.PartitionProgress;
import dev.sluice.connect.s3.partition.Partitioner;
import dev.sluice.connect.s3.storage.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * The writers of a task's topic-partitions, and the worker's calls taken apart for them.
 *
 * <p>After a RetriableException the worker delivers the same batch again, whatever was asked of it meanwhile, unless a rebalance takes all
 * of it away first. So this class keeps the failed batch in mind and knows it by its very records when it comes again.
 */
public final class AssignedPartitions {
    private final WriterSettings settings;
    private final Partitioner partitioner;
    private final ObjectStore store;
    private final ErrantRecords errantRecords;
    private final SinkTaskContext context;
    private final Clock clock;
    private final Map<TopicPartition, TopicPartitionWriter> writers = new HashMap<>();
    private @Nullable TopicPartitionWriter last;
    private Set<SinkRecord> failed = Set.of();

    public AssignedPartitions(
            WriterSettings settings,
            Partitioner partitioner,
            ObjectStore store,
            ErrantRecords errantRecords,
            SinkTaskContext context,
            Clock clock) {
        this.settings = settings;
        this.partitioner = partitioner;
        this.store = store;
        this.errantRecords = errantRecords;
        this.context = context;
        this.clock = clock;
    }

    public void open(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            writers.put(
                    partition,
                    new TopicPartitionWriter(
                            partition,
                            settings,
                            partitioner,
                            store,
                            errantRecords,
                            context,
                            clock,
                            new PartitionProgress(!failed.isEmpty())));
        }
        last = null;
    }

    /** Drops what is not visible of these; whoever owns them next reads it again. */
    public void close(Collection<TopicPartition> partitions) {
        writers.keySet().removeAll(partitions);
        last = null;
    }

    /** @throws RetriableException if the store fails for now; everything is kept, and the same batch is to be delivered again */
    public void put(Collection<SinkRecord> records) {
        boolean redelivery = !records.isEmpty() && failed.containsAll(records);
        writers.values().forEach(writer -> writer.batchBegins(redelivery));
        try {
            write(records);
        } catch (RetriableException e) {
            if (!redelivery) {
                failed = Collections.newSetFromMap(new IdentityHashMap<>());
                failed.addAll(records);
            }
            context.timeout(settings.retryBackoff().toMillis());
            throw e;
        }
        failed = Set.of();
        writers.values().forEach(TopicPartitionWriter::batchDelivered);
        wakeUpInTime();
    }

    /** The offsets up to which everything is visible, skipped or set aside. */
    public Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> delivered) {
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        delivered.forEach((partition, offset) -> {
            TopicPartitionWriter writer = writers.get(partition);
            OptionalLong known = writer == null ? OptionalLong.empty() : writer.committable(offset.offset());
            known.ifPresent(value -> committable.put(partition, new OffsetAndMetadata(value)));
        });
        return committable;
    }

    private void write(Collection<SinkRecord> records) {
        Instant now = clock.instant();
        for (TopicPartitionWriter writer : writers.values()) {
            writer.settle(now);
        }
        for (SinkRecord record : records) {
            RecordCoordinates coordinates = RecordCoordinates.of(record);
            TopicPartitionWriter writer = writer(coordinates);
            // A worker may deliver what it polled before a partition was taken from it, if a transform renamed the
            // topic.
            if (writer != null) {
                writer.put(record, coordinates.offset(), now);
            }
        }
        errantRecords.await();
    }

    private @Nullable TopicPartitionWriter writer(RecordCoordinates coordinates) {
        if (last == null || !last.writes(coordinates.topic(), coordinates.partition())) {
            last = writers.get(coordinates.topicPartition());
        }
        return last;
    }

    /** An idle topic brings no calls of its own before the next offset commit. */
    private void wakeUpInTime() {
        Optional<Instant> deadline = writers.values().stream()
                .map(TopicPartitionWriter::deadline)
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        deadline.ifPresent(time -> context.timeout(
                Math.max(1, Duration.between(clock.instant(), time).toMillis())));
    }
}
