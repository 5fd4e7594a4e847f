// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.errors.ErrantRecords;
import dev.sluice.connect.jdbc.fence.FencedException;
import dev.sluice.connect.jdbc.intake.Intake;
import dev.sluice.connect.jdbc.intake.Taken;
import dev.sluice.connect.jdbc.write.Batch;
import dev.sluice.connect.jdbc.write.Rejected;
import dev.sluice.connect.jdbc.write.TableInUseException;
import dev.sluice.connect.jdbc.write.Written;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the worker's calls to transactions: gathers records over several calls of {@code put}, and lets offsets be committed only
 * for what the database has.
 *
 * <p>After a crash the records since the last committed offset come again; upserts, updates and deletes leave the tables equal then.
 */
final class Delivery {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final WriteKeys.Writes settings;
    private final Sink sink;
    private final ErrantRecords errantRecords;
    private final SinkTaskContext context;
    private final Clock clock;
    private final SinkMetrics metrics;
    private final Intake intake = new Intake();
    private @Nullable Instant waitingSince;
    private int failures;

    Delivery(
            JdbcUpsertSinkConfig config,
            Sink sink,
            String connector,
            String task,
            ErrantRecords errantRecords,
            SinkTaskContext context,
            Clock clock) {
        this.settings = config.writes();
        this.sink = sink;
        this.errantRecords = errantRecords;
        this.context = context;
        this.clock = clock;
        this.metrics =
                new SinkMetrics(connector, task, () -> sink.fence().description(), errantRecords::reported, context);
    }

    /** An outage is no reason to fail here: the partitions are taken once the database is back. */
    void open(Collection<TopicPartition> assigned) {
        intake.open(assigned);
        try {
            begin(assigned, sink.writer().open(assigned));
        } catch (RetriableException e) {
            log.warn("{}: {} are taken once it answers", e.getMessage(), assigned);
            intake.lose(assigned);
        }
    }

    private void begin(Collection<TopicPartition> partitions, Map<TopicPartition, Long> next) {
        for (TopicPartition partition : partitions) {
            Long offset = next.get(partition);
            if (offset == null) {
                intake.regain(partition).ifPresent(dropped -> context.offset(partition, dropped));
            } else {
                intake.seek(partition, offset);
                context.offset(partition, offset);
            }
        }
    }

    void close(Collection<TopicPartition> revoked) {
        intake.close(revoked);
        sink.writer().release(revoked);
    }

    /** Takes all of the records or, with a RetriableException, none. */
    void put(Collection<SinkRecord> records) {
        intake.begin(records);
        try {
            Set<TopicPartition> lost = intake.lost();
            if (!lost.isEmpty()) {
                begin(lost, sink.writer().reopen(lost));
            }
            intake.take(records, this::read);
            if (isDue()) {
                flush();
            }
        } catch (FencedException e) {
            intake.lose(e.lost());
            intake.undo(records);
            throw retryOrGiveUp(e);
        } catch (RetriableException e) {
            intake.undo(records);
            throw retryOrGiveUp(e);
        }
        intake.delivered();
        wakeUpInTime();
    }

    private Taken read(SinkRecord record, TopicPartition partition, long offset) {
        try {
            return new Taken.Changes(partition, offset, sink.reader().read(record));
        } catch (DataException e) {
            return new Taken.Unreadable(partition, offset, record, e);
        }
    }

    private boolean isDue() {
        if (intake.size() == 0) {
            waitingSince = null;
            return false;
        }
        Instant now = clock.instant();
        if (waitingSince == null) {
            waitingSince = now;
        }
        return intake.size() >= settings.batchSize()
                || intake.bytes() >= gatheredBytes(Runtime.getRuntime().maxMemory())
                || !now.isBefore(waitingSince.plus(settings.linger()));
    }

    /** The records themselves and the statements' arrays take the same again, a few times over. */
    static long gatheredBytes(long heap) {
        return Math.max(8L << 20, heap / 16);
    }

    /** A poll without records would otherwise last until the next offset commit. */
    private void wakeUpInTime() {
        if (waitingSince != null) {
            Duration left = Duration.between(clock.instant(), waitingSince.plus(settings.linger()));
            context.timeout(Math.max(1, left.toMillis()));
        }
    }

    private void flush() {
        intake.dropWritten(sink.writer().prepare());
        List<Taken> waiting = intake.waiting();
        if (!waiting.isEmpty()) {
            Instant begun = clock.instant();
            Batch batch = new Batch(Taken.changes(waiting), intake.next());
            List<Taken.Unreadable> unreadable = Taken.unreadable(waiting);
            Written written =
                    sink.writer().write(batch, errantRecords.areTolerated(), refused -> report(unreadable, refused));
            metrics.written(written, Duration.between(begun, clock.instant()));
        }
        intake.written();
        waitingSince = null;
        failures = 0;
    }

    /** Bad records are known to be stored before the batch is committed: after it they would not come again. */
    private void report(List<Taken.Unreadable> unreadable, List<Rejected> refused) {
        unreadable.forEach(bad -> errantRecords.report(bad.record(), bad.reason()));
        refused.forEach(bad -> errantRecords.report(bad.record(), bad.reason()));
        errantRecords.await();
    }

    private ConnectException retryOrGiveUp(RetriableException failure) {
        if (failure instanceof TableInUseException) {
            // The database is well, and whoever uses the table is a person's business: a report that takes long is no
            // reason to end.
            metrics.retried();
            log.warn(
                    "{}: the batch is tried again in {}, until the table is free",
                    failure.getMessage(),
                    settings.retryBackoff());
            context.timeout(settings.retryBackoff().toMillis());
            return failure;
        }
        failures++;
        if (failures > settings.maxRetries()) {
            return new ConnectException(
                    failure.getMessage() + ". Given up after " + failures
                            + " attempts (max.retries). Restart the task once the database is well; nothing is lost",
                    failure);
        }
        metrics.retried();
        log.warn(
                "{}: attempt {} of {} failed, the batch is tried again in {}",
                failure.getMessage(),
                failures,
                settings.maxRetries() + 1,
                settings.retryBackoff());
        context.timeout(settings.retryBackoff().toMillis());
        return failure;
    }

    /**
     * Writes what waits, as the offsets that are committed next should cover it. Never throws: Connect would go on from the last
     * committed offset and keep what is wrong to itself. The next {@code put} meets it again, and says so.
     */
    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> delivered) {
        if (intake.size() > 0) {
            try {
                flush();
            } catch (FencedException e) {
                log.warn("{}: offsets are committed up to what is written", e.getMessage());
                intake.lose(e.lost());
            } catch (ConnectException e) {
                metrics.retried();
                log.warn("{}: offsets are committed up to what is written, the batch is tried again", e.getMessage());
            }
        }
        return intake.committable(delivered);
    }

    void stop() {
        metrics.close();
        sink.writer().close();
    }
}
