// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import dev.sluice.devstack.ConnectWorker;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.Poll;
import dev.sluice.devstack.PostgresServer;
import dev.sluice.devstack.SchemaRegistry;
import dev.sluice.devstack.WorkerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** A table whose few changes Debezium has put into one topic for each wire format; small, and of types that suffer on the way. */
final class OrderChanges {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String DATABASE = "shop";

    private static final int PLACED_AT = 3;

    /** With the operation at the end. The tombstone after the delete is no event. */
    private static final List<List<String>> EVENTS = List.of(
            List.of("1", "Ana Conceição", "10.50", "2026-11-20 05:00:00.123456", "r"),
            List.of("2", "Bo", "0.05", "2026-11-20 06:00:00.000001", "r"),
            List.of("3", "Cy", "12345678.90", "2026-11-20 07:00:00.999999", "r"),
            List.of("2", "Bo €", "0.05", "2026-11-20 06:00:00.000001", "u"),
            List.of("3", "Cy", "12345678.90", "2026-11-20 07:00:00.999999", "d"));

    private static final int SNAPSHOT = 3;
    private static final int ALL = EVENTS.size() + 1;

    private OrderChanges() {}

    static String topic(WireFormat format) {
        return format.label() + ".public.orders";
    }

    /** As events in the order of the topic: what a lake must hold. */
    static List<List<String>> events(WireFormat format) {
        return EVENTS.stream().map(event -> inColumns(event, format)).toList();
    }

    /** As rows: what a warehouse must hold. */
    static List<List<String>> rows(WireFormat format) {
        return Stream.of(EVENTS.get(0), EVENTS.get(3))
                .map(event -> inColumns(event, format).subList(0, PLACED_AT + 1))
                .toList();
    }

    /** Without a schema nobody can tell the microseconds of a timestamp from any other number. */
    private static List<String> inColumns(List<String> event, WireFormat format) {
        if (format.hasSchemas()) {
            return event;
        }
        Instant placed =
                LocalDateTime.parse(event.get(PLACED_AT).replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        List<String> columns = new ArrayList<>(event);
        columns.set(PLACED_AT, Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, placed)));
        return columns;
    }

    /** Returns once all changes are in all topics. */
    static void record(DevStack stack, KafkaBroker broker, PostgresServer postgres, SchemaRegistry registry)
            throws SQLException {
        execute(postgres, "postgres", "CREATE DATABASE " + DATABASE);
        execute(
                postgres,
                DATABASE,
                "CREATE TABLE orders (id bigint PRIMARY KEY, customer text, amount numeric(10, 2), placed_at timestamp)");
        execute(postgres, DATABASE, "ALTER TABLE orders REPLICA IDENTITY FULL");
        execute(postgres, DATABASE, """
                INSERT INTO orders VALUES (1, 'Ana Conceição', 10.50, '2026-11-20 05:00:00.123456'),
                    (2, 'Bo', 0.05, '2026-11-20 06:00:00.000001'), (3, 'Cy', 12345678.90, '2026-11-20 07:00:00.999999')""");
        WorkerSettings settings = WorkerSettings.named("source")
                .inGroup("source")
                .withPlugins(DevStack.debeziumPlugins(), DevStack.avroConverterPlugins());
        try (ConnectWorker worker = stack.startWorker(broker.bootstrapServers(), settings);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            for (WireFormat format : WireFormat.values()) {
                worker.rest().putConfig(format.label(), source(format, postgres, registry));
            }
            awaitRecords(admin, SNAPSHOT, worker);
            execute(postgres, DATABASE, "UPDATE orders SET customer = 'Bo €' WHERE id = 2");
            execute(postgres, DATABASE, "DELETE FROM orders WHERE id = 3");
            awaitRecords(admin, ALL, worker);
        }
    }

    private static Map<String, String> source(WireFormat format, PostgresServer postgres, SchemaRegistry registry) {
        Map<String, String> config = new HashMap<>(format.config(registry));
        config.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        config.put("database.hostname", postgres.host());
        config.put("database.port", Integer.toString(postgres.port()));
        config.put("database.user", PostgresServer.SUPERUSER);
        config.put("database.password", "");
        config.put("database.dbname", DATABASE);
        config.put("topic.prefix", format.label());
        config.put("table.include.list", "public.orders");
        config.put("plugin.name", "pgoutput");
        config.put("slot.name", format.label());
        config.put("publication.name", format.label());
        config.put("publication.autocreate.mode", "filtered");
        config.put("schema.name.adjustment.mode", "avro");
        // Without a schema nobody can tell the bytes of a number from a text.
        config.put("decimal.handling.mode", format.hasSchemas() ? "precise" : "string");
        return config;
    }

    private static void awaitRecords(Admin admin, long count, ConnectWorker worker) {
        boolean arrived = Poll.until(LIMIT, () -> {
            for (WireFormat format : WireFormat.values()) {
                if (end(admin, new TopicPartition(topic(format), 0)) < count) {
                    return false;
                }
            }
            return true;
        });
        if (!arrived) {
            throw new AssertionError("after " + LIMIT.toSeconds() + " s not every topic has " + count
                    + " records; the worker's log is " + worker.log());
        }
    }

    /** How many records are in it; none while it does not exist. */
    private static long end(Admin admin, TopicPartition partition) {
        try {
            if (!admin.listTopics().names().get().contains(partition.topic())) {
                return 0;
            }
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the broker", e);
        }
    }

    private static void execute(PostgresServer postgres, String database, String sql) throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
