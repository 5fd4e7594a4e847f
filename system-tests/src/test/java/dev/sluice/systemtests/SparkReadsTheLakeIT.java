// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.ObjectStore;
import dev.sluice.devstack.WorkerSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** {@code spark.read.parquet(".../topics/orders")} finds the rows with their values, and the directories as columns. */
class SparkReadsTheLakeIT {
    private static final String TOPIC = "orders";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant FIVE = Instant.parse("2026-11-20T05:00:00Z");

    @Test
    void aTableOfHourlyDirectoriesIsReadAsItWasWritten() throws Exception {
        try (DevStack stack = Stacks.named("spark")) {
            KafkaBroker broker = stack.startBroker();
            ObjectStore store = stack.startObjectStore();
            store.createBucket("lake");
            try (Cluster cluster = new Cluster(stack, broker, "lake", TOPIC)) {
                cluster.createTopic(1);
                cluster.startWorker(WorkerSettings.named("worker")
                        .withPlugins(PackagedPlugins.path())
                        .with("offset.flush.interval.ms", "500"));
                produce(broker);
                cluster.deploy(connector(store));
                cluster.awaitCaughtUp(0);
            }

            List<JsonNode> read = SparkReader.read(
                    store.bucketDirectory("lake").resolve("topics").resolve(TOPIC), "id", Path.of("target"));

            assertThat(types(read.get(0)))
                    .containsEntry("id", "long")
                    .containsEntry("price", "decimal(10,2)")
                    .containsEntry("at", "timestamp")
                    .containsEntry("local", "timestamp_ntz")
                    .containsEntry("day", "date")
                    .containsEntry("uuid", "string")
                    .containsEntry("time", "string")
                    .containsEntry("note", "string")
                    .containsEntry("__key", "string")
                    .containsEntry("__offset", "long")
                    .containsEntry("year", "integer")
                    .containsEntry("month", "integer")
                    .containsEntry("day_of_month", "integer")
                    .containsEntry("hour", "integer");
            List<JsonNode> rows = read.subList(1, read.size());
            assertThat(rows).hasSize(8);
            for (int id = 0; id < rows.size(); id++) {
                isAsWritten(rows.get(id), id);
            }
        }
    }

    private static void isAsWritten(JsonNode row, int id) {
        assertThat(row.get("id").asLong()).isEqualTo(id);
        assertThat(row.get("__offset").asLong()).isEqualTo(id);
        assertThat(row.get("__key").asText()).isEqualTo("key " + id);
        assertThat(new BigDecimal(row.get("price").asText())).isEqualByComparingTo(price(id));
        assertThat(Instant.parse(row.get("at").asText())).isEqualTo(time(id));
        assertThat(row.get("local").asText()).isEqualTo("1969-12-31T23:59:59.999999");
        assertThat(row.get("day").asText()).isEqualTo("1969-12-31");
        assertThat(row.get("uuid").asText()).isEqualTo("123e4567-e89b-12d3-a456-426614174000");
        assertThat(row.get("time").asText()).isEqualTo("05:06:07.123456");
        assertThat(row.get("tags").toString()).isEqualTo("[\"a\",null]");
        // The even ones are of the older version, which has no notes.
        assertThat(row.get("note").isNull()).isEqualTo(id % 2 == 0);
        assertThat(row.get("year").asInt()).isEqualTo(2026);
        assertThat(row.get("hour").asInt()).isEqualTo(5 + id % 3);
    }

    private static Map<String, String> types(JsonNode schema) {
        Map<String, String> types = new HashMap<>();
        schema.get("fields")
                .forEach(field ->
                        types.put(field.get("name").asText(), field.get("type").asText()));
        return types;
    }

    private static Map<String, String> connector(ObjectStore store) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "dev.sluice.connect.s3.S3ParquetSinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", TOPIC);
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("s3.bucket.name", "lake");
        config.put("store.url", store.endpoint().toString());
        config.put("aws.access.key.id", store.accessKey());
        config.put("aws.secret.access.key", store.secretKey());
        config.put("partitioner.class", "TimeBasedPartitioner");
        config.put("partition.duration.ms", "3600000");
        config.put("path.format", "'year'=YYYY/'month'=MM/'day_of_month'=dd/'hour'=HH");
        config.put("timestamp.extractor", "RecordField");
        config.put("timestamp.field", "at");
        config.put("columns.key", "__key");
        config.put("columns.offset", "__offset");
        config.put("parquet.types", "spark");
        config.put("rotate.open.interval.ms", "500");
        return config;
    }

    private static void produce(KafkaBroker broker) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int id = 0; id < 8; id++) {
                producer.send(new ProducerRecord<>(TOPIC, "key " + id, value(id)))
                        .get();
            }
        }
    }

    private static Instant time(int id) {
        return FIVE.plusSeconds(3600L * (id % 3)).plusMillis(id);
    }

    private static BigDecimal price(int id) {
        return new BigDecimal("-1234567.89").multiply(BigDecimal.valueOf(id));
    }

    private static String value(int id) throws Exception {
        List<String> fields = new ArrayList<>(List.of(
                field("id", "int64", ""),
                field(
                        "price",
                        "bytes",
                        "org.apache.kafka.connect.data.Decimal\", \"parameters\": {\"scale\": \"2\","
                                + " \"connect.decimal.precision\": \"10\"}, \"doc\": \""),
                field("at", "int64", "org.apache.kafka.connect.data.Timestamp"),
                field("local", "int64", "io.debezium.time.MicroTimestamp"),
                field("day", "int32", "io.debezium.time.Date"),
                field("uuid", "string", "io.debezium.data.Uuid"),
                field("time", "int64", "io.debezium.time.MicroTime"),
                "{\"field\": \"tags\", \"type\": \"array\", \"optional\": false,"
                        + " \"items\": {\"type\": \"string\", \"optional\": true}}"));
        Map<String, Object> payload = new HashMap<>();
        payload.put("id", id);
        payload.put(
                "price",
                Base64.getEncoder().encodeToString(price(id).unscaledValue().toByteArray()));
        payload.put("at", time(id).toEpochMilli());
        payload.put("local", -1);
        payload.put("day", -1);
        payload.put("uuid", "123e4567-e89b-12d3-a456-426614174000");
        payload.put("time", 18_367_123_456L);
        payload.put("tags", Arrays.asList("a", null));
        if (id % 2 == 1) {
            fields.add("{\"field\": \"note\", \"type\": \"string\", \"optional\": true}");
            payload.put("note", "note " + id);
        }
        return "{\"schema\": {\"type\": \"struct\", \"fields\": [" + String.join(", ", fields) + "]}, \"payload\": "
                + JSON.writeValueAsString(payload) + "}";
    }

    private static String field(String name, String type, String meaning) {
        return "{\"field\": \"" + name + "\", \"type\": \"" + type + "\", \"optional\": false"
                + (meaning.isEmpty() ? "" : ", \"name\": \"" + meaning + "\"") + "}";
    }
}
