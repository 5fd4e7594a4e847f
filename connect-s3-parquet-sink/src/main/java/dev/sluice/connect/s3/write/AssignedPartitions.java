// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.commons.errors.ErrantRecords;
import dev.sluice.connect.commons.errors.RecordCoordinates;
import dev.sluice.connect.s3.chain.PartitionProgress;
import dev.sluice.connect.s3.commit.Committer;
import dev.sluice.connect.s3.commit.FinishedFile;
import dev.sluice.connect.s3.commit.Outcome;
import dev.sluice.connect.s3.partition.Partitioner;
import dev.sluice.connect.s3.rotation.CloseCause;
import dev.sluice.connect.s3.storage.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writers of a task's topic-partitions, and the worker's calls taken apart for them.
 *
 * <p>After a RetriableException the worker delivers the same batch again, whatever was asked of it meanwhile, unless a rebalance takes all
 * of it away first. So this class keeps the failed batch in mind and knows it by its very records when it comes again.
 *
 * <p>Finished files become visible beside the calls. What became of them changes this state at the beginning and end of a call only.
 */
public final class AssignedPartitions implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AssignedPartitions.class);

    /** Far below any sensible max.poll.interval.ms. */
    private static final Duration WAIT_FOR_ROOM = Duration.ofSeconds(5);

    private static final Duration SOON = Duration.ofMillis(50);

    private final WriterSettings settings;
    private final WriterParts parts;
    private final Committer committer;
    private final OpenFiles openFiles;
    private final Outbox outbox;
    private final ErrantRecords errantRecords;
    private final SinkTaskContext context;
    private final WriterMetrics metrics;
    private final Clock clock;
    private final CallTime time;
    private final Map<TopicPartition, TopicPartitionWriter> writers = new HashMap<>();
    /** What became of files and asks for more than a note: only a put may set the consumer back. */
    private final List<Outcome> troubles = new ArrayList<>();

    private @Nullable TopicPartitionWriter last;
    private Set<SinkRecord> failed = Set.of();
    private boolean broken;

    public AssignedPartitions(
            WriterSettings settings,
            Partitioner partitioner,
            ObjectStore store,
            Committer committer,
            ErrantRecords errantRecords,
            SinkTaskContext context,
            Clock clock,
            WriterMetrics metrics) {
        this.settings = settings;
        this.committer = committer;
        this.errantRecords = errantRecords;
        this.context = context;
        this.clock = clock;
        time = new CallTime(clock);
        this.metrics = metrics;
        openFiles = new OpenFiles(settings.rotation(), settings.maxOpenFiles());
        outbox = new Outbox(committer, errantRecords);
        parts = new WriterParts(settings, partitioner, store, errantRecords, openFiles, outbox, context, metrics, time);
    }

    public void open(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            writers.put(
                    partition, new TopicPartitionWriter(partition, parts, new PartitionProgress(!failed.isEmpty())));
        }
        last = null;
    }

    /**
     * Makes what is open of these visible, as far as that can be done in time. The rest is dropped: whoever owns them next reads it
     * again. The offsets are not committed any more, but whoever is next finds the files and skips their records.
     */
    public void close(Collection<TopicPartition> partitions) {
        List<TopicPartitionWriter> revoked =
                partitions.stream().map(writers::get).filter(Objects::nonNull).toList();
        if (!broken) {
            revoked.forEach(writer -> writer.closeAll(CloseCause.REVOKED));
            outbox.send();
            boolean all = committer.await(
                    () -> {
                        takeOutcomes();
                        return revoked.stream().noneMatch(this::mayBecomeVisible);
                    },
                    settings.shutdownTimeout());
            if (!all) {
                log.info(
                        "Not all files were visible after {} ms; their records will be read again",
                        settings.shutdownTimeout().toMillis());
            }
        }
        revoked.forEach(TopicPartitionWriter::drop);
        writers.keySet().removeAll(partitions);
        troubles.removeIf(trouble -> partitions.contains(trouble.file().topicPartition()));
        last = null;
        endOfCall();
    }

    /**
     * @throws RetriableException if the store fails for now, has not taken enough of what it was given, or makes the call last too long;
     *     everything is kept, and the same batch is to be delivered again
     */
    public void put(Collection<SinkRecord> records) {
        boolean redelivery = !records.isEmpty() && failed.containsAll(records);
        writers.values().forEach(writer -> writer.batchBegins(redelivery));
        time.begins();
        try {
            settle();
            write(records);
            settle();
        } catch (RetriableException e) {
            if (!redelivery) {
                failed = Collections.newSetFromMap(new IdentityHashMap<>());
                failed.addAll(records);
            }
            context.timeout((isFull() || time.isOver() ? SOON : settings.retryBackoff()).toMillis());
            throw e;
        } catch (RuntimeException | Error e) {
            // What is open may be half written.
            broken = true;
            throw e;
        } finally {
            endOfCall();
        }
        failed = Set.of();
        writers.values().forEach(TopicPartitionWriter::batchDelivered);
        wakeUpInTime();
    }

    /** The offsets up to which everything is visible, skipped or set aside. */
    public Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> delivered) {
        takeOutcomes();
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        delivered.forEach((partition, offset) -> {
            TopicPartitionWriter writer = writers.get(partition);
            OptionalLong known = writer == null ? OptionalLong.empty() : writer.committable(offset.offset());
            known.ifPresent(value -> committable.put(partition, new OffsetAndMetadata(value)));
        });
        return committable;
    }

    /** Gives up on what is not visible. */
    @Override
    public void close() {
        committer.close();
    }

    private void write(Collection<SinkRecord> records) {
        Instant now = clock.instant();
        openFiles.closeDue(now);
        for (SinkRecord record : records) {
            if (isFull()) {
                makeRoom();
            }
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

    private boolean mayBecomeVisible(TopicPartitionWriter writer) {
        return writer.isPending()
                && troubles.stream()
                        .noneMatch(trouble -> trouble.file().topicPartition().equals(writer.topicPartition()));
    }

    /** Hands over what is finished, and lets what became of earlier files count. */
    private void settle() {
        outbox.send();
        takeOutcomes();
        List<Outcome> now = List.copyOf(troubles);
        troubles.clear();
        for (Outcome trouble : now) {
            if (trouble instanceof Outcome.Failed failure) {
                throw failure.failure();
            }
            TopicPartitionWriter writer = writers.get(trouble.file().topicPartition());
            if (writer != null) {
                writer.conflict(trouble.file());
            }
        }
    }

    private void takeOutcomes() {
        for (Outcome outcome : committer.outcomes()) {
            if (outcome instanceof Outcome.Published published) {
                note(published);
            } else {
                troubles.add(outcome);
            }
        }
    }

    private void note(Outcome.Published published) {
        FinishedFile file = published.file();
        TopicPartitionWriter writer = writers.get(file.topicPartition());
        if (writer != null) {
            writer.published(file);
        }
        context.requestCommit();
        metrics.visible(file);
        log.info(
                "Wrote '{}': {} records, {} bytes, closed by {}, visible after {} ms",
                file.key(),
                file.metadata().records(),
                file.bytes().length(),
                file.cause(),
                published.took().toMillis());
    }

    private long heldBytes() {
        return openFiles.heldBytes() + outbox.heldBytes();
    }

    private boolean isFull() {
        return heldBytes() > settings.memoryBudget();
    }

    /**
     * Gets below the memory budget: by what is open, unless most of the budget is waiting for the store, because then smaller files
     * would not help.
     */
    private void makeRoom() {
        long budget = settings.memoryBudget();
        openFiles.weigh();
        while (isFull()) {
            outbox.send();
            if (outbox.heldBytes() <= budget / 2) {
                openFiles.release();
                continue;
            }
            boolean room = !time.isOver()
                    && committer.await(
                            () -> {
                                takeOutcomes();
                                return outbox.heldBytes() <= budget / 2 || !isFull() || !troubles.isEmpty();
                            },
                            WAIT_FOR_ROOM);
            settle();
            if (!room) {
                metrics.backPressure();
                throw new RetriableException(
                        "the store has not taken enough of the finished files in time, so that there is no memory for more records: "
                                + outbox.heldBytes()
                                + " bytes wait for it,"
                                + " buffer.memory.bytes is " + budget
                                + ". The batch will be delivered again; nothing is lost");
            }
        }
    }

    /** An idle topic brings no calls of its own before the next offset commit. */
    private void wakeUpInTime() {
        Stream.of(openFiles.nextDeadline(), committer.wakeUp())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .ifPresent(time -> context.timeout(
                        Math.max(1, Duration.between(clock.instant(), time).toMillis())));
    }

    private void endOfCall() {
        metrics.endOfCall(openFiles, heldBytes(), errantRecords);
    }
}
