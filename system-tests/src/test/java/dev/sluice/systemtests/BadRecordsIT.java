// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.ObjectStore;
import dev.sluice.devstack.PostgresServer;
import dev.sluice.devstack.WorkerSettings;
import dev.sluice.systemtests.LakeFiles.Row;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A record that cannot be written, or not be transformed, goes to the dead-letter topic with our reason, alone: its neighbours are written. */
class BadRecordsIT {
    private static final String TOPIC = "orders";
    private static final int RECORDS = 20;

    /** This one has no time, and thus no directory. */
    private static final int BAD_FOR_LAKE = 7;

    /** This one has a customer that is longer than the column. */
    private static final int BAD_FOR_WAREHOUSE = 11;

    /** This one has a note that is no JSON. */
    private static final int BAD_FOR_TRANSFORM = 13;

    private static DevStack stack;
    private static KafkaBroker broker;
    private static ObjectStore store;
    private static PostgresServer postgres;
    private static Cluster lake;
    private static Cluster warehouse;
    private static Cluster expanded;

    @BeforeAll
    static void start() throws Exception {
        stack = Stacks.named("bad-records");
        broker = stack.startBroker();
        store = stack.startObjectStore();
        store.createBucket("lake");
        postgres = stack.startPostgres();
        lake = new Cluster(stack, broker, "lake", TOPIC);
        lake.createTopic(1);
        lake.startWorker(WorkerSettings.named("worker")
                .withPlugins(PackagedPlugins.path())
                .with("offset.flush.interval.ms", "500"));
        warehouse = lake.with("warehouse");
        expanded = lake.with("expanded");
        produce();
    }

    @AfterAll
    static void stop() {
        lake.close();
        stack.close();
    }

    @Test
    void aRecordThatTheLakeCannotPlaceIsSetAsideAlone() throws Exception {
        Map<String, String> config = connector("lake");
        config.put("connector.class", "dev.sluice.connect.s3.S3ParquetSinkConnector");
        config.put("transforms", "coordinates");
        config.put("transforms.coordinates.type", "org.apache.kafka.connect.transforms.InsertField$Value");
        config.put("transforms.coordinates.partition.field", "kafka_partition");
        config.put("transforms.coordinates.offset.field", "kafka_offset");
        config.put("s3.bucket.name", "lake");
        config.put("store.url", store.endpoint().toString());
        config.put("aws.access.key.id", store.accessKey());
        config.put("aws.secret.access.key", store.secretKey());
        config.put("partitioner.class", "DailyPartitioner");
        config.put("timestamp.extractor", "RecordField");
        config.put("timestamp.field", "ordered_at");
        config.put("rotate.open.interval.ms", "500");

        lake.deploy(config);
        lake.awaitCaughtUp(0);

        try (LakeFiles files =
                new LakeFiles(store.bucketDirectory("lake").resolve("topics").resolve(TOPIC))) {
            assertThat(files.rows()).extracting(Row::sequence).isEqualTo(allBut(BAD_FOR_LAKE));
        }
        isAloneInDeadLetterTopic("lake", BAD_FOR_LAKE, "timestamp field 'ordered_at' is null");
    }

    @Test
    void aRecordThatTheTableRefusesIsSetAsideAlone() throws Exception {
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE orders (sequence bigint PRIMARY KEY, ordered_at timestamp, customer varchar(12), note text)");
        }
        Map<String, String> config = connector("warehouse");
        config.put("connector.class", "dev.sluice.connect.jdbc.JdbcUpsertSinkConnector");
        config.put("connection.url", postgres.jdbcUrl("postgres"));
        config.put("connection.user", PostgresServer.SUPERUSER);
        config.put("insert.mode", "upsert");
        config.put("pk.mode", "record_value");
        config.put("pk.fields", "sequence");

        warehouse.deploy(config);
        warehouse.awaitCaughtUp(0);

        assertThat(rowsOf("orders")).isEqualTo(allBut(BAD_FOR_WAREHOUSE));
        isAloneInDeadLetterTopic("warehouse", BAD_FOR_WAREHOUSE, "\"orders\".\"customer\"");
    }

    @Test
    void aRecordThatATransformRefusesIsSetAsideAlone() throws Exception {
        Map<String, String> config = connector("expanded");
        config.put("connector.class", "dev.sluice.connect.jdbc.JdbcUpsertSinkConnector");
        config.put("connection.url", postgres.jdbcUrl("postgres"));
        config.put("connection.user", PostgresServer.SUPERUSER);
        config.put("insert.mode", "upsert");
        config.put("pk.mode", "record_value");
        config.put("pk.fields", "sequence");
        config.put("table.name.format", "expanded");
        config.put("auto.create", "true");
        config.put("transforms", "expand,flatten");
        config.put("transforms.expand.type", "dev.sluice.connect.transforms.ExpandJson$Value");
        config.put("transforms.expand.json.fields", "note");
        config.put("transforms.flatten.type", "dev.sluice.connect.transforms.Flatten$Value");
        config.put("transforms.flatten.delimiter", "_");

        expanded.deploy(config);
        expanded.awaitCaughtUp(0);

        assertThat(rowsOf("expanded WHERE note_n = sequence")).isEqualTo(allBut(BAD_FOR_TRANSFORM));
        isAloneInDeadLetterTopic("expanded", BAD_FOR_TRANSFORM, "field 'note'");
    }

    private static List<Long> allBut(long bad) {
        return LongStream.range(0, RECORDS)
                .filter(sequence -> sequence != bad)
                .boxed()
                .toList();
    }

    private static List<Long> rowsOf(String table) throws SQLException {
        List<Long> rows = new ArrayList<>();
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT sequence FROM " + table + " ORDER BY 1")) {
            while (result.next()) {
                rows.add(result.getLong(1));
            }
        }
        return rows;
    }

    /** The sinks wait for their reports before they give offsets away, so all there will be is there. */
    private static void isAloneInDeadLetterTopic(String connector, int bad, String reason) {
        assertThat(DeadLetters.in(deadLetterTopic(connector), broker.bootstrapServers()))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.value()).isEqualTo(value(bad));
                    assertThat(DeadLetters.header(letter, "topic")).isEqualTo(TOPIC);
                    assertThat(DeadLetters.header(letter, "offset")).isEqualTo(Integer.toString(bad));
                    assertThat(DeadLetters.header(letter, "exception.message"))
                            .startsWith("orders-0 offset " + bad + ": ")
                            .contains(reason)
                            .doesNotContain("customer " + bad)
                            .doesNotContain("{broken");
                });
    }

    private static String deadLetterTopic(String connector) {
        return connector + "-dead-letters";
    }

    private static Map<String, String> connector(String name) {
        Map<String, String> config = new HashMap<>();
        config.put("tasks.max", "1");
        config.put("topics", TOPIC);
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", deadLetterTopic(name));
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        return config;
    }

    private static void produce() throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int sequence = 0; sequence < RECORDS; sequence++) {
                producer.send(new ProducerRecord<>(TOPIC, value(sequence))).get();
            }
        }
    }

    private static String value(int sequence) {
        return """
                {"schema": {"type": "struct", "fields": [
                   {"field": "sequence", "type": "int64", "optional": false},
                   {"field": "ordered_at", "type": "int64", "optional": true, "name": "org.apache.kafka.connect.data.Timestamp"},
                   {"field": "customer", "type": "string", "optional": true},
                   {"field": "note", "type": "string", "optional": true}]},
                 "payload": {"sequence": %d, "ordered_at": %s, "customer": "%s", "note": "%s"}}
                """.formatted(
                        sequence,
                        sequence == BAD_FOR_LAKE ? "null" : "1763622000000",
                        "customer " + sequence + (sequence == BAD_FOR_WAREHOUSE ? " with a long name" : ""),
                        sequence == BAD_FOR_TRANSFORM ? "{broken" : "{\\\"n\\\": " + sequence + "}");
    }
}
