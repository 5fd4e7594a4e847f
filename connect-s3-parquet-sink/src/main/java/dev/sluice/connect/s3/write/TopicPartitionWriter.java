// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.commons.errors.ErrantRecords;
import dev.sluice.connect.s3.chain.PartitionProgress;
import dev.sluice.connect.s3.commit.FinishedFile;
import dev.sluice.connect.s3.format.DataFile;
import dev.sluice.connect.s3.format.DataFiles;
import dev.sluice.connect.s3.format.SchemaMemory.Position;
import dev.sluice.connect.s3.partition.Partitioner;
import dev.sluice.connect.s3.rotation.CloseCause;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of one topic-partition.
 *
 * <p>A RetriableException leaves everything as it was, and records that were taken are not taken again. A conflict drops everything
 * that is not visible and sets the consumer back.
 */
final class TopicPartitionWriter {
    private static final Logger log = LoggerFactory.getLogger(TopicPartitionWriter.class);

    private final TopicPartition topicPartition;
    private final WriterSettings settings;
    private final Partitioner partitioner;
    private final ErrantRecords errantRecords;
    private final OpenFiles openFiles;
    private final Outbox outbox;
    private final SinkTaskContext context;
    private final WriterMetrics metrics;
    private final PartitionProgress progress;
    private final Chains chains = new Chains();
    private DataFiles files;
    private final ChainEnds ends;
    private final StoredSchemas schemas;

    TopicPartitionWriter(TopicPartition topicPartition, WriterParts parts, PartitionProgress progress) {
        this.topicPartition = topicPartition;
        this.settings = parts.settings();
        this.partitioner = parts.partitioner();
        this.errantRecords = parts.errantRecords();
        this.openFiles = parts.openFiles();
        this.outbox = parts.outbox();
        this.context = parts.context();
        this.metrics = parts.metrics();
        this.progress = progress;
        this.ends = new ChainEnds(parts.store(), parts.time());
        this.schemas = new StoredSchemas(
                parts.store(), settings.names(), settings.origin().connector(), topicPartition, parts.time());
        this.files = settings.format().files(schemas);
    }

    TopicPartition topicPartition() {
        return topicPartition;
    }

    boolean writes(String topic, int partition) {
        return partition == topicPartition.partition() && topic.equals(topicPartition.topic());
    }

    void batchBegins(boolean redelivery) {
        progress.batchBegins(redelivery);
    }

    void batchDelivered() {
        progress.batchDelivered();
    }

    void put(SinkRecord record, long offset, Instant now) {
        switch (progress.judge(offset)) {
            case IGNORE -> {
                return;
            }
            case WENT_BACK -> {
                if (!goBack(offset)) {
                    return;
                }
            }
            case TAKE -> {}
        }
        try {
            take(record, offset, now);
        } catch (DataException e) {
            errantRecords.report(record, e);
            progress.taken(offset);
        }
    }

    /** The offset that the worker may commit; empty while none is known. */
    OptionalLong committable(long delivered) {
        return progress.committable(firstUnwritten(), delivered);
    }

    /** A file that was finished here is visible now. If it was given up, it is read from the store when its chain is met again. */
    void published(FinishedFile file) {
        chains.awaiting(file).ifPresent(Chain::published);
    }

    /** Another task has written a file in the place of one that was finished here. */
    void conflict(FinishedFile file) {
        if (chains.awaiting(file).isEmpty()) {
            return;
        }
        log.warn(
                "'{}' was written by another task of this connector, which probably owns {} now or owned it until lately."
                        + " Nothing was overwritten. Dropping what is not written yet of it and reading it again",
                file.key(),
                topicPartition);
        metrics.conflict();
        rewind(firstUnwritten().orElse(file.firstOffset()));
    }

    void closeAll(CloseCause cause) {
        chains.open().forEach(file -> file.close(cause));
    }

    /** True while some of the records taken are not visible. */
    boolean isPending() {
        return chains.isPending();
    }

    /** Drops what is not visible. */
    void drop() {
        chains.open().forEach(openFiles::remove);
        chains.clear();
        ends.forget();
        outbox.forget(topicPartition);
    }

    private void take(SinkRecord record, long offset, Instant now) {
        schemas.meets(new Position(offset, record.timestamp()));
        if (record.value() == null && !isWanted(record)) {
            progress.taken(offset);
            return;
        }
        long timestamp = partitioner.timestamp(record);
        Chain chain = chain(record.topic(), partitioner.directory(record, timestamp));
        if (chain.end().covers(offset)) {
            files.passOver(record);
            chain.skip(offset, record.timestamp(), settings.origin());
            progress.taken(offset);
            return;
        }
        causeBefore(chain, record, timestamp).ifPresent(cause -> close(chain, cause));
        OpenFile file = chain.open();
        if (file == null) {
            file = open(chain, record, offset, timestamp, now);
        }
        file.write(record, offset, timestamp, now);
        progress.taken(offset);
        metrics.taken();
        settings.rotation().after(file.progress()).ifPresent(full -> close(chain, full));
    }

    /** Whether a record without a value is a row. */
    private boolean isWanted(SinkRecord record) {
        return switch (settings.nullValues()) {
            case WRITE -> true;
            case IGNORE -> false;
            case REPORT -> {
                errantRecords.reportSkipped(
                        record,
                        new DataException("the record has no value and was skipped (behavior.on.null.values=ignore)"));
                yield false;
            }
            case FAIL ->
                throw new DataException("the record has no value, so there is no row to write. Set"
                        + " behavior.on.null.values=ignore to skip such records, or write to keep them");
        };
    }

    private Chain chain(String topic, String directory) {
        Chain known = chains.get(topic, directory);
        if (known != null) {
            return known;
        }
        String prefix = settings.names().chainPrefix(topic, directory, topicPartition);
        Chain chain = new Chain(prefix, ends.read(prefix));
        chains.add(topic, directory, chain, progress.position());
        return chain;
    }

    private Optional<CloseCause> causeBefore(Chain chain, SinkRecord record, long timestamp) {
        OpenFile file = chain.open();
        if (file == null) {
            return Optional.empty();
        }
        return file.fits(record)
                ? settings.rotation().before(file.progress(), timestamp)
                : Optional.of(CloseCause.SCHEMA_CHANGE);
    }

    private OpenFile open(Chain chain, SinkRecord record, long firstOffset, long timestamp, Instant now) {
        DataFile data = files.begin(record);
        if (settings.oneFileAtATime()) {
            closeAll(CloseCause.NEXT_DIRECTORY);
        }
        OptionalLong windowEnd = partitioner.windowEnd(timestamp);
        OpenFile file = new OpenFile(
                settings.names().key(chain.prefix(), firstOffset),
                firstOffset,
                data,
                now,
                windowEnd.isPresent() ? Instant.ofEpochMilli(windowEnd.getAsLong()) : null,
                openFiles,
                cause -> close(chain, cause));
        openFiles.add(file);
        chain.opened(file);
        return file;
    }

    private void close(Chain chain, CloseCause cause) {
        OpenFile file = Objects.requireNonNull(chain.open(), "only an open file can be closed");
        openFiles.remove(file);
        // Where one visible file is to prove more than its own chain, files become visible in the order of all chains.
        String lane = settings.oneFileAtATime() ? topicPartition.toString() : chain.prefix();
        FinishedFile finished = file.finish(lane, topicPartition, cause, settings.origin());
        chain.finished(finished);
        outbox.add(finished);
    }

    private void rewind(long offset) {
        beginAnew();
        progress.rewind(offset);
        context.offset(topicPartition, offset);
    }

    /** Follows a consumer that was set back by others. Answers false if records would be left out between what is written and there. */
    private boolean goBack(long offset) {
        log.warn(
                "{} went on at offset {} after offset {} had been delivered: its log was cut or made again, or its offsets were reset."
                        + " Records that are written already are looked for in the store",
                topicPartition,
                offset,
                progress.position() - 1);
        OptionalLong unwritten = firstUnwritten();
        if (unwritten.isPresent() && unwritten.getAsLong() < offset) {
            rewind(unwritten.getAsLong());
            return false;
        }
        beginAnew();
        progress.goBack(offset);
        return true;
    }

    /** Records that were read are read again, and judged as if they had not been. */
    private void beginAnew() {
        drop();
        files = settings.format().files(schemas);
    }

    private OptionalLong firstUnwritten() {
        return chains.holdsBack(progress.position());
    }
}
