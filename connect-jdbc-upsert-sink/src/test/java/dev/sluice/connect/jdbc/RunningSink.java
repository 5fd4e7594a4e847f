// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/** A task that writes to a test database: bad records tolerated, no pauses, and whatever else the test sets. */
final class RunningSink implements AutoCloseable {
    final RecordingContext context = new RecordingContext();
    private final JdbcUpsertSinkTask task = new JdbcUpsertSinkTask();

    private RunningSink(Map<String, String> configuration) {
        task.initialize(context);
        task.start(configuration);
    }

    /** @param settings keys and values in turn */
    static RunningSink on(TestDatabase database, String... settings) {
        return at(database.url(), settings);
    }

    /** @param settings keys and values in turn */
    static RunningSink at(String url, String... settings) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("connection.url", url);
        configuration.put("connection.backoff.ms", "0");
        configuration.put("errors.tolerance", "all");
        for (int i = 0; i < settings.length; i += 2) {
            configuration.put(settings[i], settings[i + 1]);
        }
        return new RunningSink(configuration);
    }

    /** A sink that mirrors tables by the record's key, with deletes. */
    static RunningSink mirroring(TestDatabase database, String... settings) {
        return mirroringAt(database.url(), settings);
    }

    static RunningSink mirroringAt(String url, String... settings) {
        String[] all = new String[settings.length + 6];
        System.arraycopy(
                new String[] {"insert.mode", "upsert", "pk.mode", "record_key", "delete.enabled", "true"},
                0,
                all,
                0,
                6);
        System.arraycopy(settings, 0, all, 6, settings.length);
        return at(url, all);
    }

    void put(SinkRecord... records) {
        task.put(List.of(records));
    }

    void put(List<SinkRecord> records) {
        task.put(records);
    }

    List<String> reports() {
        return context.reports;
    }

    @Override
    public void close() {
        task.stop();
    }
}
