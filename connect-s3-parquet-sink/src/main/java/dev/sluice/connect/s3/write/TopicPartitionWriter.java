// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.commons.errors.ErrantRecords;
import dev.sluice.connect.s3.chain.ChainEnd;
import dev.sluice.connect.s3.chain.ObjectNames;
import dev.sluice.connect.s3.chain.PartitionProgress;
import dev.sluice.connect.s3.format.DataFile;
import dev.sluice.connect.s3.format.DataFiles;
import dev.sluice.connect.s3.partition.Partitioner;
import dev.sluice.connect.s3.rotation.CloseCause;
import dev.sluice.connect.s3.storage.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of one topic-partition.
 *
 * <p>A RetriableException leaves everything as it was: the file that could not be published keeps its bytes and is tried again
 * first, and records that were taken are not taken again. A conflict drops everything that is not visible and sets the consumer back.
 */
final class TopicPartitionWriter {
    private static final Logger log = LoggerFactory.getLogger(TopicPartitionWriter.class);

    private final TopicPartition topicPartition;
    private final WriterSettings settings;
    private final Partitioner partitioner;
    private final ObjectStore store;
    private final FilePublisher publisher;
    private final ErrantRecords errantRecords;
    private final SinkTaskContext context;
    private final Clock clock;
    private final PartitionProgress progress;
    private final Chains chains = new Chains();
    private final DataFiles files;

    TopicPartitionWriter(
            TopicPartition topicPartition,
            WriterSettings settings,
            Partitioner partitioner,
            ObjectStore store,
            ErrantRecords errantRecords,
            SinkTaskContext context,
            Clock clock,
            PartitionProgress progress) {
        this.topicPartition = topicPartition;
        this.settings = settings;
        this.partitioner = partitioner;
        this.store = store;
        this.publisher = new FilePublisher(store, settings.partSize());
        this.errantRecords = errantRecords;
        this.context = context;
        this.clock = clock;
        this.progress = progress;
        this.files = settings.format().files();
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

    /** Publishes what an earlier try could not, then the files that the wall clock closes. */
    void settle(Instant now) {
        for (Chain chain : chains.pending()) {
            if (chain.finished() != null && !publish(chain)) {
                return;
            }
        }
        for (Chain chain : chains.pending()) {
            OpenFile file = chain.open();
            if (file == null || file.deadline() == null || now.isBefore(file.deadline())) {
                continue;
            }
            Optional<CloseCause> cause = settings.rotation().due(file.openedAt(), now);
            if (cause.isPresent() && !close(chain, cause.get())) {
                return;
            }
        }
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

    /** When {@link #settle} has something to do; empty while nothing is open. */
    Optional<Instant> deadline() {
        return chains.pending().stream()
                .map(Chain::open)
                .filter(Objects::nonNull)
                .map(OpenFile::deadline)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
    }

    private void take(SinkRecord record, long offset, Instant now) {
        if (record.value() == null && !isWanted(record)) {
            progress.taken(offset);
            return;
        }
        long timestamp = partitioner.timestamp(record);
        Chain chain = chain(record.topic(), partitioner.directory(record, timestamp));
        if (chain.end().covers(offset)) {
            chain.skip(offset, record.timestamp(), settings.origin());
            progress.taken(offset);
            return;
        }
        Optional<CloseCause> cause = causeBefore(chain, record, timestamp);
        if (cause.isPresent() && !close(chain, cause.get())) {
            return;
        }
        OpenFile file = chain.open();
        if (file == null) {
            DataFile data = files.begin(record);
            if (settings.oneFileAtATime() && !closeOthers(chain)) {
                return;
            }
            file = open(chain, offset, data, now);
        }
        file.write(record, offset, timestamp);
        progress.taken(offset);
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
        Chain chain = new Chain(prefix, readEnd(prefix));
        chains.add(topic, directory, chain, progress.position());
        return chain;
    }

    private ChainEnd readEnd(String prefix) {
        Optional<String> newest = ObjectNames.newest(prefix, store.list(prefix));
        if (newest.isEmpty()) {
            return ChainEnd.EMPTY;
        }
        String key = newest.get();
        ChainEnd end = ChainEnd.read(
                key,
                store.metadata(key)
                        .orElseThrow(() -> new RetriableException(
                                "object '" + key + "' is listed and cannot be found; trying again")));
        log.info(
                "{} goes on after '{}': records below offset {} are in it or before it", prefix, key, end.nextOffset());
        return end;
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

    private OpenFile open(Chain chain, long firstOffset, DataFile data, Instant now) {
        OpenFile file = new OpenFile(
                settings.names().key(chain.prefix(), firstOffset),
                firstOffset,
                data,
                now,
                settings.rotation().deadline(now).orElse(null));
        chain.opened(file);
        return file;
    }

    /** Answers false after a conflict. */
    private boolean close(Chain chain, CloseCause cause) {
        chain.finish(cause, settings.origin());
        return publish(chain);
    }

    private boolean publish(Chain chain) {
        FinishedFile file = Objects.requireNonNull(chain.finished(), "only a finished file can be published");
        // Once the file is visible, a restart skips the records before its end, also those that are being set aside.
        errantRecords.await();
        Instant start = clock.instant();
        return switch (publisher.publish(file)) {
            case PUBLISHED -> {
                chain.published();
                context.requestCommit();
                log.info(
                        "Wrote '{}': {} records, {} bytes, closed by {}, published in {} ms",
                        file.key(),
                        file.metadata().records(),
                        file.bytes().length(),
                        file.cause(),
                        Duration.between(start, clock.instant()).toMillis());
                yield true;
            }
            case CONFLICT -> {
                rewind(file.key());
                yield false;
            }
        };
    }

    /** Answers false after a conflict. */
    private boolean closeOthers(Chain chain) {
        for (Chain other : chains.pending()) {
            if (other != chain && !close(other, CloseCause.NEXT_DIRECTORY)) {
                return false;
            }
        }
        return true;
    }

    private void rewind(String key) {
        log.warn(
                "'{}' was written by another task of this connector, which probably owns {} now or owned it until lately."
                        + " Nothing was overwritten. Dropping what is not written yet of it and reading it again",
                key,
                topicPartition);
        rewind(firstUnwritten()
                .orElseThrow(() -> new IllegalStateException("a conflict about '" + key + "', which is not pending")));
    }

    private void rewind(long offset) {
        chains.clear();
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
        chains.clear();
        progress.goBack(offset);
        return true;
    }

    private OptionalLong firstUnwritten() {
        return chains.holdsBack(progress.position());
    }
}
