// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.devstack.ConnectRest;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.PostgresServer;
import dev.sluice.devstack.WorkerSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Where an exactly-once connector goes on is what its user says through Connect, though its offsets are in the database. */
class OffsetsAreAlteredIT {
    private static final String CONNECTOR = "archive";
    private static final String TOPIC = "events";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void recordsAreWrittenAgainFromWhereTheUserSays() throws Exception {
        try (DevStack stack = Stacks.named("offsets");
                Cluster cluster = start(stack);
                Connection database = stack.startPostgres().connect("postgres");
                Statement sql = database.createStatement()) {
            ConnectRest rest = cluster.worker(0).rest();
            sql.execute("CREATE TABLE events (n bigint)");
            cluster.deploy(config(database.getMetaData().getURL()));
            cluster.awaitCaughtUp(0);
            assertThat(rows(sql)).containsExactly(0L, 1L, 2L);

            rest.stop(CONNECTOR, LIMIT);
            rest.alterOffsets(CONNECTOR, offset("{\"kafka_offset\": 2}"));
            rest.resume(CONNECTOR);
            cluster.await("the last record again", 0, () -> rows(sql).equals(List.of(0L, 1L, 2L, 2L)));

            rest.stop(CONNECTOR, LIMIT);
            sql.execute("TRUNCATE events");
            rest.alterOffsets(CONNECTOR, offset("null"));
            rest.resume(CONNECTOR);
            cluster.await("all records again", 0, () -> rows(sql).equals(List.of(0L, 1L, 2L)));
            cluster.awaitCaughtUp(0);

            rest.stop(CONNECTOR, LIMIT);
            sql.execute("TRUNCATE events");
            rest.resetOffsets(CONNECTOR);
            // Now Kafka knows no offset, and the table none either; a second call has nothing to name.
            rest.resetOffsets(CONNECTOR);
            rest.resume(CONNECTOR);
            cluster.await("all records once more", 0, () -> rows(sql).equals(List.of(0L, 1L, 2L)));
        }
    }

    private static Cluster start(DevStack stack) throws Exception {
        KafkaBroker broker = stack.startBroker();
        Cluster cluster = new Cluster(stack, broker, CONNECTOR, TOPIC);
        cluster.createTopic(1);
        cluster.startWorker(WorkerSettings.named("worker")
                .withPlugins(PackagedPlugins.path())
                .with("offset.flush.interval.ms", "500"));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int n = 0; n < 3; n++) {
                producer.send(new ProducerRecord<>(TOPIC, """
                                {"schema": {"type": "struct", "fields": [{"field": "n", "type": "int64", "optional": false}]},
                                 "payload": {"n": %d}}
                                """.formatted(n))).get();
            }
        }
        return cluster;
    }

    private static Map<String, String> config(String url) {
        return Map.of(
                "connector.class",
                "dev.sluice.connect.jdbc.JdbcUpsertSinkConnector",
                "tasks.max",
                "1",
                "topics",
                TOPIC,
                "connection.url",
                url,
                "connection.user",
                PostgresServer.SUPERUSER,
                "exactly.once.enabled",
                "true");
    }

    private static String offset(String offset) {
        return "{\"offsets\": [{\"partition\": {\"kafka_topic\": \"" + TOPIC
                + "\", \"kafka_partition\": 0}, \"offset\": " + offset + "}]}";
    }

    private static List<Long> rows(Statement sql) {
        List<Long> rows = new ArrayList<>();
        try (ResultSet result = sql.executeQuery("SELECT n FROM events ORDER BY n")) {
            while (result.next()) {
                rows.add(result.getLong(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the rows cannot be read", e);
        }
        return rows;
    }
}
