// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.errors.ErrantRecords;
import dev.sluice.connect.jdbc.change.TableChange;
import dev.sluice.connect.jdbc.write.Rejected;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what each {@code put} brings in one transaction, and returns once that is committed.
 *
 * <p>So whatever offset Connect commits is in the database. After a crash the records since then come again; upserts, updates and deletes
 * leave the tables equal then, and inserts meet their key where there is one.
 */
public final class JdbcUpsertSinkTask extends SinkTask {
    private static final Logger log = LoggerFactory.getLogger(JdbcUpsertSinkTask.class);

    private @Nullable JdbcUpsertSinkConfig config;
    private @Nullable Sink sink;
    private @Nullable ErrantRecords errantRecords;
    private int failures;

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public void start(Map<String, String> taskConfig) {
        JdbcUpsertSinkConfig parsed = JdbcUpsertSinkConfig.of(taskConfig);
        config = parsed;
        sink = Sink.of(parsed);
        errantRecords = ErrantRecords.of(context, taskConfig);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        Sink started = Objects.requireNonNull(sink, "put before start");
        List<TableChange> changes = new ArrayList<>(records.size());
        List<Rejected> unreadable = new ArrayList<>();
        for (SinkRecord record : records) {
            try {
                changes.add(started.reader().read(record));
            } catch (DataException e) {
                unreadable.add(new Rejected(record, e));
            }
        }
        if (changes.isEmpty()) {
            report(unreadable, List.of());
            return;
        }
        try {
            boolean tolerant =
                    Objects.requireNonNull(errantRecords, "put before start").areTolerated();
            started.writer().write(changes, tolerant, refused -> report(unreadable, refused));
            failures = 0;
        } catch (RetriableException e) {
            throw retryOrGiveUp(e);
        }
    }

    /** Bad records are known to be stored before the batch is committed: after it they would not come again. */
    private void report(List<Rejected> unreadable, List<Rejected> refused) {
        ErrantRecords target = Objects.requireNonNull(errantRecords, "put before start");
        unreadable.forEach(bad -> target.report(bad.record(), bad.reason()));
        refused.forEach(bad -> target.report(bad.record(), bad.reason()));
        target.await();
    }

    private ConnectException retryOrGiveUp(RetriableException failure) {
        JdbcUpsertSinkConfig started = Objects.requireNonNull(config, "put before start");
        failures++;
        if (failures > started.writes().maxRetries()) {
            return new ConnectException(
                    failure.getMessage() + ". Given up after " + failures
                            + " attempts (max.retries). Restart the task once the database is well; nothing is lost",
                    failure);
        }
        log.warn(
                "{}: attempt {} of {} failed, the batch is tried again in {}",
                failure.getMessage(),
                failures,
                started.writes().maxRetries() + 1,
                started.writes().retryBackoff());
        context.timeout(started.writes().retryBackoff().toMillis());
        return failure;
    }

    @Override
    public void stop() {
        if (sink != null) {
            sink.writer().close();
        }
    }
}
