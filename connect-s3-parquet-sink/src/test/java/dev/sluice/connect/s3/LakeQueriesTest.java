// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.commit.Inline;
import dev.sluice.connect.s3.storage.InMemoryObjectStore;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Bucket;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queries that the pages show to users of DuckDB, over files written with the examples' settings; the bucket is a directory. */
class LakeQueriesTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Path EXAMPLES = Path.of("../examples/connectors");
    private static final Pattern SQL = Pattern.compile("```sql\n([^`]+)```|duckdb -c \"([^\"]+)\"");

    /** Half past five in São Paulo. */
    private static final Instant FIVE_THIRTY = Instant.parse("2026-11-20T08:30:00Z");

    private static final Schema ORDER = SchemaBuilder.struct()
            .field("id", Schema.INT32_SCHEMA)
            .field("status", Schema.STRING_SCHEMA)
            .field("__op", Schema.STRING_SCHEMA)
            .field("__deleted", Schema.STRING_SCHEMA)
            .field("__source_ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .field("__kafka_partition", Schema.OPTIONAL_INT32_SCHEMA)
            .field("__kafka_offset", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    /** The source has made the id wider, and added a column. */
    private static final Schema LATER_ORDER = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("status", Schema.STRING_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("__op", Schema.STRING_SCHEMA)
            .field("__deleted", Schema.STRING_SCHEMA)
            .field("__source_ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .field("__kafka_partition", Schema.OPTIONAL_INT32_SCHEMA)
            .field("__kafka_offset", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    @TempDir
    private Path lake;

    private Connection duckdb;

    @BeforeEach
    void writeTheLake() throws Exception {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        write(exampleWithoutItsTransform("cdc-to-hourly-parquet.json"));
        Map<String, String> byStatus = exampleWithoutItsTransform("cdc-to-parquet-by-field-and-day.json");
        // The orders here do not say when they were placed.
        byStatus.put("timestamp.field", "__source_ts_ms");
        write(byStatus);
    }

    private void write(Map<String, String> configuration) throws IOException {
        Bucket bucket = new Bucket();
        ManualClock clock = new ManualClock();
        S3ParquetSinkTask task =
                Tasks.task(new InMemoryObjectStore(bucket, Faults.NONE), new Inline(), 5 << 20, new Random(1), clock);
        task.initialize(new RecordingContext());
        task.start(configuration);
        for (String topic : List.of("shop.public.orders", "orders")) {
            TopicPartition partition = new TopicPartition(topic, 0);
            task.open(List.of(partition));
            task.put(List.of(
                    order(partition, 0, 1, "placed", "c", 0),
                    order(partition, 1, 1, "paid", "u", 5),
                    order(partition, 2, 2, "placed", "c", 45),
                    order(partition, 3, 2, "placed", "d", 46),
                    laterOrder(partition, 4, 1, "shipped", "u", 50),
                    // Late by most of an hour.
                    laterOrder(partition, 5, 3, "placed", "c", 10)));
        }
        clock.advance(Duration.ofMinutes(10));
        task.put(List.of());
        for (var object : bucket.objects().entrySet()) {
            Path file = lake.resolve(object.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, object.getValue().bytes());
        }
    }

    @AfterEach
    void disconnect() throws SQLException {
        duckdb.close();
    }

    @Test
    void eventsOfAnHour() throws Exception {
        for (String page : List.of("how-to/read-the-lake.md", "pt-BR/do-zero-ao-parquet.md")) {
            assertThat(rows(queries(page).get(0)))
                    .as(page)
                    .extracting(row -> row.get("hour") + ": " + row.get("count_star()"))
                    .containsExactly("05: 3", "06: 3");
        }
        assertThat(rows(queries("how-to/minio.md").get(0)))
                .extracting(row -> row.get("hour") + ": " + row.get("count_star()"))
                .containsExactlyInAnyOrder("05: 3", "06: 3");
    }

    @Test
    void eventsByTheStatusThatTheirDirectorySays() throws Exception {
        assertThat(rows(queries("examples/cdc-to-parquet-by-field-and-day.md").get(0)))
                .extracting(row -> row.get("status") + ": " + row.get("count_star()"))
                .containsExactlyInAnyOrder("placed: 4", "paid: 1", "shipped: 1");
    }

    @Test
    void theLatestStateOfEachRow() throws Exception {
        assertThat(rows(queries("how-to/read-the-lake.md").get(1)))
                .extracting(row -> row.get("id") + " " + row.get("status"))
                .containsExactlyInAnyOrder("1 shipped", "3 placed");
    }

    @Test
    void howMuchIsLate() throws Exception {
        assertThat(rows(queries("how-to/late-data.md").get(0)))
                .extracting(row -> row.get("hour") + ": " + row.get("files") + " files, " + row.get("events"))
                .containsExactly("05: 2 files, 3", "06: 2 files, 3");
    }

    @Test
    void filesOfSeveralSchemasSideBySide() throws Exception {
        String query = queries("how-to/schema-changes.md").get(0);

        assertThat(rows(query))
                .extracting(row -> row.get("__kafka_offset") + " " + row.get("id") + " " + row.get("note"))
                .containsExactly("0 1 null", "1 1 null", "2 2 null", "3 2 null", "4 1 gift", "5 3 gift");
        assertThat(rows("SELECT DISTINCT typeof(id) AS type FROM (" + query + ")"))
                .containsExactly(Map.of("type", "BIGINT"));
    }

    @Test
    void noQueryOfAPageIsLeftOut() throws IOException {
        List<String> withQueries = new ArrayList<>();
        try (Stream<Path> pages = Files.walk(DOCS)) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                String name = DOCS.relativize(page).toString();
                queries(name).forEach(query -> withQueries.add(name));
            }
        }

        assertThat(withQueries)
                .containsExactlyInAnyOrder(
                        "how-to/read-the-lake.md",
                        "how-to/read-the-lake.md",
                        "how-to/late-data.md",
                        "how-to/schema-changes.md",
                        "how-to/minio.md",
                        "examples/cdc-to-parquet-by-field-and-day.md",
                        "pt-BR/do-zero-ao-parquet.md");
    }

    /** Those that read Parquet; what they need before on a real store (CREATE SECRET) a directory does not. */
    private static List<String> queries(String page) throws IOException {
        return SQL.matcher(Files.readString(DOCS.resolve(page)))
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .flatMap(block -> Arrays.stream(block.split(";")))
                .map(String::strip)
                .filter(statement -> statement.contains("read_parquet"))
                .toList();
    }

    private List<Map<String, String>> rows(String query) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(query.replace("s3://lake/", lake + "/"))) {
            while (result.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnLabel(i), result.getString(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static Map<String, String> exampleWithoutItsTransform(String file) throws IOException {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            Map<?, ?> example = (Map<?, ?>) converter
                    .toConnectData("example", Files.readAllBytes(EXAMPLES.resolve(file)))
                    .value();
            Map<String, String> configuration = new HashMap<>(Map.of("name", (String) example.get("name")));
            ((Map<?, ?>) example.get("config"))
                    .forEach((key, value) -> configuration.put((String) key, (String) value));
            configuration.keySet().removeIf(key -> key.startsWith("transforms"));
            return configuration;
        }
    }

    private static SinkRecord order(
            TopicPartition partition, long offset, int id, String status, String op, int minutes) {
        Struct value = row(new Struct(ORDER).put("id", id), partition, offset, status, op, minutes);
        return Records.record(partition, offset, 0L, ORDER, value);
    }

    private static SinkRecord laterOrder(
            TopicPartition partition, long offset, long id, String status, String op, int minutes) {
        Struct wider = new Struct(LATER_ORDER).put("id", id).put("note", "gift");
        return Records.record(partition, offset, 0L, LATER_ORDER, row(wider, partition, offset, status, op, minutes));
    }

    private static Struct row(
            Struct row, TopicPartition partition, long offset, String status, String op, int minutes) {
        return row.put("status", status)
                .put("__op", op)
                .put("__deleted", Boolean.toString(op.equals("d")))
                .put(
                        "__source_ts_ms",
                        FIVE_THIRTY.plus(Duration.ofMinutes(minutes)).toEpochMilli())
                .put("__kafka_partition", partition.partition())
                .put("__kafka_offset", offset);
    }
}
