// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.devstack.ConnectRest;
import dev.sluice.devstack.ConnectWorker;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.MariaDbServer;
import dev.sluice.devstack.ObjectStore;
import dev.sluice.devstack.Poll;
import dev.sluice.devstack.PostgresServer;
import dev.sluice.devstack.WorkerSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files of {@code examples/}, POSTed as they are but for their endpoints, all to one stock worker: what each says that it does, it does.
 *
 * <p>Change data are those of the quickstart's shop; clicks and payments are events of applications, as JSON without schemas.
 */
class ExamplesIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** How long a connector runs before it is stopped once more to see what its open files hold. */
    private static final Duration WHILE = Duration.ofSeconds(5);

    private static final Path DEVSTACK = Path.of("../devstack/src/main/resources/dev/sluice/devstack");
    private static final Pattern HOUR = Pattern.compile("year=\\d{4}/month=\\d\\d/day=\\d\\d/hour=\\d\\d");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static DevStack stack;
    private static KafkaBroker broker;
    private static ObjectStore store;
    private static PostgresServer postgres;
    private static MariaDbServer mariadb;
    private static ConnectWorker worker;
    private static ConnectRest rest;

    @BeforeAll
    static void start() throws Exception {
        stack = Stacks.named("examples");
        broker = stack.startBroker();
        store = stack.startObjectStore();
        store.createBucket("lake");
        postgres = stack.startPostgres();
        postgres.createDatabase("shop");
        postgres.createDatabase("warehouse");
        mariadb = stack.startMariaDb();
        mariadb.createDatabase("warehouse");
        Map<String, String> mirror = example("cdc-mirror-to-mariadb").config();
        mariadb.createUser(mirror.get("connection.user"), mirror.get("connection.password"), "warehouse");
        worker = stack.startWorker(
                broker.bootstrapServers(),
                WorkerSettings.named("worker")
                        .withPlugins(PackagedPlugins.path(), DevStack.debeziumPlugins())
                        .withHeap(768));
        rest = worker.rest();

        inShop(Files.readString(DEVSTACK.resolve("quickstart/shop.sql")));
        inShop(Files.readString(Path.of("../docker/compose/orders.sql")));
        post(example("debezium-postgres-source"));
        produce();
        awaitTopics();
        inShop("UPDATE orders SET status = 'paid' WHERE id = 1");
        inShop("DELETE FROM order_items WHERE order_id = 50; DELETE FROM orders WHERE id = 50");
        for (Example example : Example.connectors()) {
            if (isForThese(example) && !rest.connectors().contains(example.name())) {
                post(example);
            }
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void changesAreInParquetInTheHoursOfTheirCommits() throws Exception {
        Path orders = lake("topics/shop.public.orders");

        isInFilesOf(
                "cdc-to-hourly-parquet",
                List.of(List.of("d", "1"), List.of("r", "50"), List.of("u", "1")),
                () -> parquet(orders, "__op, count(*)", "GROUP BY ALL ORDER BY 1"));
        assertThat(LakeFiles.visible(orders, ".zstd.parquet")).isNotEmpty().allSatisfy(file -> assertThat(
                        orders.relativize(file.getParent()))
                .asString()
                .matches(HOUR));
    }

    @Test
    void directoriesOfAFieldTakeItsColumnOutOfTheFiles() throws Exception {
        Path orders = lake("by-status/shop.public.orders");

        isInFilesOf(
                "cdc-to-parquet-by-field-and-day",
                List.of(List.of("paid", "1"), List.of("placed", "51")),
                () -> parquet(orders, "status, count(*)", "GROUP BY ALL ORDER BY 1"));
        assertThat(parquet(orders, "day, date_trunc('day', placed_at)", "WHERE day::DATE <> placed_at::DATE"))
                .as("rows in another day's directory")
                .isEmpty();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            assertThat(Rows.of(
                            duckdb,
                            "SELECT DISTINCT name FROM parquet_schema('" + orders + "/**/*.parquet') ORDER BY 1"))
                    .contains(List.of("placed_at"))
                    .doesNotContain(List.of("status"));
        }
    }

    @Test
    void changesAreInAvroFiles() throws Exception {
        isInFilesOf(
                "cdc-to-avro",
                List.of(List.of("d", "placed"), List.of("r", "placed"), List.of("u", "paid")),
                () -> avro(lake("avro/shop.public.orders")).stream()
                        .filter(order -> Set.of(1L, 50L).contains((Long) order.get("id")))
                        .map(order -> List.of(
                                order.get("__op").toString(),
                                order.get("status").toString()))
                        .distinct()
                        .sorted((one, other) -> one.get(0).compareTo(other.get(0)))
                        .toList());
        assertThat(avro(lake("avro/shop.public.orders"))).hasSize(52);
        assertThat(avro(lake("avro/shop.public.order_items"))).hasSize(102);
    }

    @Test
    void eventsWithoutSchemasAreInParquetWithTypesAndStructs() throws Exception {
        Path clicks = lake("topics/clicks");

        isInFilesOf(
                "events-to-parquet",
                List.of(
                        Arrays.asList("05", "1", "/home", "[a, b]", null),
                        Arrays.asList("06", "2", "/pay", null, "1.5"),
                        Arrays.asList("06", "4", "/home", null, "2.0")),
                () -> parquet(clicks, "hour, id, page.url, tags, spent", "ORDER BY __offset"));
        assertThat(parquet(clicks, "DISTINCT typeof(id), typeof(tags), typeof(spent)", ""))
                .containsExactly(List.of("BIGINT", "VARCHAR[]", "DOUBLE"));
    }

    @Test
    void eventsAndTombstonesAreInJsonLines() throws Exception {
        isInFilesOf(
                "events-to-json-lines",
                List.of(
                        List.of("c1", "0", "1", "/home"),
                        List.of("c2", "1", "2", "/pay"),
                        List.of("c1", "2", "", ""),
                        List.of("c4", "3", "4", "/home")),
                () -> jsonLines(lake("archive/clicks")).stream()
                        .map(line -> List.of(
                                line.path("__key").asText(),
                                line.path("__offset").asText(),
                                line.path("id").asText(),
                                line.path("page").path("url").asText()))
                        .toList());
    }

    @Test
    void badEventsAreSetAsideAndTheOthersAreInParquet() throws Exception {
        isInFilesOf(
                "events-to-parquet-with-dead-letters",
                List.of(List.of("1", "9.5"), List.of("4", "3.0")),
                () -> parquet(lake("topics/payments"), "id, amount", "ORDER BY __offset"));

        assertThat(DeadLetters.in("payments-lake-dead-letters", broker.bootstrapServers()))
                .extracting(
                        letter -> DeadLetters.header(letter, "offset"), letter -> DeadLetters.header(letter, "stage"))
                .containsExactlyInAnyOrder(tuple("1", "TASK_PUT"), tuple("2", "VALUE_CONVERTER"));
    }

    @Test
    void tablesOfPostgresEqualTheirSource() throws Exception {
        String orders = "SELECT id, person_id, status, placed_at, paid_at, shipping FROM orders ORDER BY id";
        String items = "SELECT order_id, line, sku, quantity, unit_price FROM order_items ORDER BY order_id, line";

        isInTables("cdc-mirror-to-postgres", inPostgres("shop", orders), () -> inPostgres("warehouse", orders));
        isInTables("cdc-mirror-to-postgres", inPostgres("shop", items), () -> inPostgres("warehouse", items));
    }

    @Test
    void tablesOfMariaDbEqualTheirSource() throws Exception {
        String orders = "SELECT id, person_id, status FROM orders ORDER BY id";
        String products = "SELECT sku, title, price FROM products ORDER BY sku";

        isInTables("cdc-mirror-to-mariadb", inPostgres("shop", orders), () -> inMariaDb(orders));
        isInTables("cdc-mirror-to-mariadb", inPostgres("shop", products), () -> inMariaDb(products));
        assertThat(inMariaDb("SELECT DISTINCT connector FROM sluice_connect_offsets"))
                .containsExactly(List.of("shop-mariadb"));
    }

    @Test
    void theHistoryHasARowForEachChange() throws Exception {
        isInTables(
                "cdc-history-to-postgres",
                List.of(
                        List.of("1", "r", "placed", "false"),
                        List.of("1", "u", "paid", "false"),
                        List.of("50", "r", "placed", "false"),
                        List.of("50", "d", "placed", "true")),
                () -> inPostgres("warehouse", """
                        SELECT id, __op, status, __deleted FROM orders_history
                        WHERE id IN (1, 50) ORDER BY id, __kafka_offset"""));
        isInTables(
                "cdc-history-to-postgres",
                List.of(List.of("52")),
                () -> inPostgres("warehouse", "SELECT count(*) FROM orders_history"));
    }

    /** No server of AWS is at hand; all but the way to the bucket is looked at. */
    @Test
    void whatNeedsAwsIsFoundRight() throws IOException {
        List<Example> elsewhere = Example.connectors().stream()
                .filter(example -> !isForThese(example))
                .toList();

        assertThat(elsewhere).extracting(Example::name).containsExactly("shop-lake-aws");
        assertThat(elsewhere).allSatisfy(example -> {
            Map<String, String> config = new HashMap<>(example.config());
            config.put("name", example.name());
            config.put("validate.bucket", "false");
            assertThat(rest.validate(config)).isEmpty();
            config.remove("s3.credentials.provider.sts.role.arn");
            assertThat(rest.validate(config)).containsKey("s3.credentials.provider.sts.role.arn");
        });
    }

    @Test
    void noKeyOfAnExampleIsWithoutEffect() throws IOException {
        for (Example example : Example.connectors()) {
            assertThat(findings(example.name())).as(example.name()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aConfigurationWorksOnceItsClassIsChanged(Pair pair) throws IOException {
        Map<String, String> config = new HashMap<>(onTheseServers(pair.before()).config());
        config.put("connector.class", pair.after().config().get("connector.class"));
        String name = pair.before().name() + "-moved";

        rest.putConfig(name, config);
        rest.waitUntilRunning(name, LIMIT);

        assertThat(findings(name)).noneMatch(line -> line.contains("is not a key of this plugin"));
        rest.delete(name);
    }

    @Test
    void aChainOfTransformsWorksOnceTheTypeOfItsFirstIsChanged() throws IOException {
        Example before = Example.read(Example.MIGRATING.resolve("extract-new-record-state/before.json"));
        Map<String, String> config = new HashMap<>(onTheseServers(before).config());
        config.put("transforms.unwrap.type", "dev.sluice.connect.transforms.FlattenCdc");

        rest.putConfig("transformed", config);
        rest.waitUntilRunning("transformed", LIMIT);

        assertThat(findings("transformed")).isEmpty();
        rest.delete("transformed");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void whatTakesItsPlaceHasNoKeyWithoutEffect(Pair pair) throws IOException {
        String name = pair.after().name() + "-new";
        rest.putConfig(name, onTheseServers(pair.after()).config());
        rest.waitUntilRunning(name, LIMIT);

        assertThat(findings(name)).isEmpty();
        rest.delete(name);
    }

    private record Pair(Example before, Example after) {
        @Override
        public String toString() {
            return before.file().getParent().getFileName().toString();
        }
    }

    private static Stream<Pair> pairs() throws IOException {
        List<Example> before = Example.migrating("before.json");
        List<Example> after = Example.migrating("after.json");
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            pairs.add(new Pair(before.get(i), after.get(i)));
        }
        return pairs.stream();
    }

    private static void post(Example example) {
        rest.create(onTheseServers(example).json());
        rest.waitUntilRunning(example.name(), LIMIT);
    }

    private static boolean isForThese(Example example) {
        return !example.config().containsKey("s3.bucket.name")
                || example.config().containsKey("store.url");
    }

    /** The endpoints alone are other ones. */
    private static Example onTheseServers(Example example) {
        Map<String, String> endpoints = new HashMap<>();
        example.config().forEach((key, value) -> {
            switch (key) {
                case "store.url" -> endpoints.put(key, store.endpoint().toString());
                case "database.hostname" -> endpoints.put(key, postgres.host());
                case "database.port" -> endpoints.put(key, Integer.toString(postgres.port()));
                case "connection.url" ->
                    endpoints.put(key, value.replaceFirst("//[^/]*/", "//" + database(value) + "/"));
                default -> {
                    // What is no endpoint stays.
                }
            }
        });
        return example.with(endpoints);
    }

    private static String database(String url) {
        return url.startsWith("jdbc:mariadb:")
                ? mariadb.host() + ":" + mariadb.port()
                : postgres.host() + ":" + postgres.port();
    }

    private static Example example(String file) throws IOException {
        return Example.read(Example.CONNECTORS.resolve(file + ".json"));
    }

    /** What our plugins have said of keys in vain. */
    private static List<String> findings(String connector) throws IOException {
        try (Stream<String> lines = Files.lines(worker.log(), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.contains(" WARN [" + connector + "|"))
                    .filter(line -> line.contains(" has no effect") || line.contains("is not a key of this plugin"))
                    .toList();
        }
    }

    /**
     * Waits until these are the rows in visible files.
     *
     * <p>Files of an hour would stay open for minutes: the connector is stopped, which makes its files visible, and goes on if it had not read
     * everything.
     */
    private static void isInFilesOf(String example, List<List<String>> expected, Callable<List<List<String>>> found)
            throws Exception {
        String connector = example(example).name();
        Poll.until(LIMIT, () -> {
            requireNoFailure(connector);
            rest.stop(connector, LIMIT);
            if (call(found).equals(expected)) {
                return true;
            }
            rest.resume(connector);
            return Poll.until(WHILE, () -> call(found).equals(expected));
        });
        assertThat(found.call()).as(example).isEqualTo(expected);
    }

    private static void isInTables(String example, List<List<String>> expected, Callable<List<List<String>>> found)
            throws Exception {
        String connector = example(example).name();
        Poll.until(LIMIT, () -> {
            requireNoFailure(connector);
            return call(found).equals(expected);
        });
        assertThat(found.call()).as(example).isEqualTo(expected);
    }

    private static void requireNoFailure(String connector) {
        for (JsonNode task : rest.status(connector).path("tasks")) {
            assertThat(task.path("trace").asText())
                    .as("the trace of a failed task of %s", connector)
                    .isEmpty();
        }
    }

    private static List<List<String>> call(Callable<List<List<String>>> found) {
        try {
            return found.call();
        } catch (Exception e) {
            throw new AssertionError("cannot read what was written; logs are in " + stack.directory(), e);
        }
    }

    private static Path lake(String directory) {
        return store.bucketDirectory("lake").resolve(directory);
    }

    private static List<List<String>> parquet(Path directory, String columns, String clauses)
            throws SQLException, IOException {
        if (LakeFiles.visible(directory, ".parquet").isEmpty()) {
            return List.of();
        }
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            return Rows.of(
                    duckdb,
                    "SELECT " + columns + " FROM read_parquet('" + directory
                            + "/**/*.parquet', hive_partitioning = true, hive_types_autocast = false, union_by_name = true) "
                            + clauses);
        }
    }

    private static List<GenericRecord> avro(Path directory) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        for (Path file : LakeFiles.visible(directory, ".avro")) {
            try (DataFileReader<GenericRecord> reader =
                    new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
                assertThat(reader.getMetaString("avro.codec")).isEqualTo("deflate");
                reader.forEach(records::add);
            }
        }
        return records;
    }

    private static List<JsonNode> jsonLines(Path directory) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (Path file : LakeFiles.visible(directory, ".json.gz")) {
            try (BufferedReader reader = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    rows.add(JSON.readTree(line));
                }
            }
        }
        return rows;
    }

    private static List<List<String>> inPostgres(String database, String query) throws SQLException {
        try (Connection connection = postgres.connect(database)) {
            return Rows.of(connection, query);
        } catch (SQLException e) {
            return unlessMissing(e);
        }
    }

    private static List<List<String>> inMariaDb(String query) throws SQLException {
        try (Connection connection = mariadb.connect("warehouse")) {
            return Rows.of(connection, query);
        } catch (SQLException e) {
            return unlessMissing(e);
        }
    }

    /** The sink may not have made the table yet. */
    private static List<List<String>> unlessMissing(SQLException e) throws SQLException {
        if (Set.of("42P01", "42S02").contains(e.getSQLState())) {
            return List.of();
        }
        throw e;
    }

    private static void inShop(String sql) throws SQLException {
        try (Connection connection = postgres.connect("shop");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void produce() throws InterruptedException, ExecutionException {
        List<ProducerRecord<String, String>> events = List.of(
                new ProducerRecord<>("clicks", "c1", """
                        {"id": 1, "at": "2026-11-20T05:59:59.999Z", "page": {"url": "/home", "from": null}, "tags": ["a", "b"]}"""),
                new ProducerRecord<>("clicks", "c2", """
                        {"id": 2, "at": "2026-11-20T06:00:00Z", "page": {"url": "/pay"}, "spent": 1.5}"""),
                new ProducerRecord<>("clicks", "c1", null),
                new ProducerRecord<>("clicks", "c4", """
                        {"id": 4, "at": "2026-11-20T06:10:00Z", "page": {"url": "/home"}, "spent": 2}"""),
                new ProducerRecord<>("payments", "p1", """
                        {"id": 1, "paid_at": "2026-11-20T06:00:00Z", "amount": 9.5}"""),
                new ProducerRecord<>("payments", "p2", """
                        {"id": 2, "amount": 1}"""),
                new ProducerRecord<>("payments", "p3", "{broken"),
                new ProducerRecord<>("payments", "p4", """
                        {"id": 4, "paid_at": "2026-11-20T07:00:00Z", "amount": 3}"""));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (ProducerRecord<String, String> event : events) {
                producer.send(event).get();
            }
        }
    }

    /** A sink that starts before its topics are there finds them only when its consumer looks again, minutes later. */
    private static void awaitTopics() throws IOException {
        Set<String> topics = Example.connectors().stream()
                .flatMap(example ->
                        Stream.of(example.config().getOrDefault("topics", "").split(",")))
                .filter(topic -> !topic.isEmpty())
                .collect(Collectors.toSet());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(Poll.until(LIMIT, () -> topics(admin).containsAll(topics)))
                    .as("topics %s are there", topics)
                    .isTrue();
        }
    }

    private static Set<String> topics(Admin admin) {
        try {
            return admin.listTopics().names().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the broker", e);
        }
    }
}
