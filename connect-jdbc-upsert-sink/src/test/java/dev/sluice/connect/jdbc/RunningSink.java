// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.errors.RecordCoordinates;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** A task that writes to a test database: bad records tolerated, no pauses, and whatever else the test sets. */
final class RunningSink implements AutoCloseable {
    final RecordingContext context = new RecordingContext();
    private final JdbcUpsertSinkTask task;

    private final Set<TopicPartition> assigned = new HashSet<>();

    private RunningSink(Map<String, String> configuration, Clock clock) {
        task = new JdbcUpsertSinkTask(clock);
        task.initialize(context);
        task.start(configuration);
    }

    /** @param settings keys and values in turn */
    static RunningSink on(TestDatabase database, String... settings) {
        return on(database, Clock.systemUTC(), settings);
    }

    static RunningSink on(TestDatabase database, Clock clock, String... settings) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("connection.url", database.url());
        configuration.put("connection.backoff.ms", "0");
        configuration.put("batch.linger.ms", "0");
        configuration.put("errors.tolerance", "all");
        for (int i = 0; i < settings.length; i += 2) {
            configuration.put(settings[i], settings[i + 1]);
        }
        return new RunningSink(configuration, clock);
    }

    /** A sink that mirrors tables by the record's key, with deletes. */
    static RunningSink mirroring(TestDatabase database, String... settings) {
        return mirroring(database, Clock.systemUTC(), settings);
    }

    static RunningSink mirroring(TestDatabase database, Clock clock, String... settings) {
        String[] all = new String[settings.length + 6];
        System.arraycopy(
                new String[] {"insert.mode", "upsert", "pk.mode", "record_key", "delete.enabled", "true"},
                0,
                all,
                0,
                6);
        System.arraycopy(settings, 0, all, 6, settings.length);
        return on(database, clock, all);
    }

    void put(SinkRecord... records) {
        put(List.of(records));
    }

    /** Their partitions are assigned when they are first seen. */
    void put(List<SinkRecord> records) {
        Set<TopicPartition> unseen = new LinkedHashSet<>();
        records.forEach(record -> unseen.add(RecordCoordinates.of(record).topicPartition()));
        unseen.removeAll(assigned);
        if (!unseen.isEmpty()) {
            open(unseen);
        }
        task.put(records);
    }

    void open(Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
        task.open(partitions);
    }

    JdbcUpsertSinkTask task() {
        return task;
    }

    List<String> reports() {
        return context.reports;
    }

    @Override
    public void close() {
        task.stop();
    }
}
