// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files of {@code examples/}, POSTed as they are but for their endpoints, all to one stock worker: what its page says of each, it does.
 *
 * <p>Change data are those of the quickstart's shop; clicks, payments and orders are events of applications.
 */
class ExamplesIT {
    private static final Path SHOP = Path.of("../devstack/src/main/resources/dev/sluice/devstack/quickstart/shop.sql");
    private static final Path ROWS_OF_SHOP = Path.of("../docker/compose/orders.sql");
    private static final Pattern HOUR = Pattern.compile("year=\\d{4}/month=\\d\\d/day=\\d\\d/hour=\\d\\d");

    /** The orders that the shop begins with; later ones are those of single tests. */
    private static final String FIRST = "id <= 50";

    private static final int CHANGES_OF_FIRST = 52;

    private static ExampleServers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = new ExampleServers();
        servers.store().createBucket("lake");
        for (String database : List.of("shop", "warehouse", "reports", "copy")) {
            servers.postgres().createDatabase(database);
        }
        servers.mariadb().createDatabase("warehouse");
        Map<String, String> mirror = Example.read(Example.CONNECTORS.resolve("cdc-mirror-to-mariadb.json"))
                .config();
        servers.mariadb().createUser(mirror.get("connection.user"), mirror.get("connection.password"), "warehouse");
        servers.inPostgres("shop", Files.readString(SHOP));
        servers.inPostgres("shop", Files.readString(ROWS_OF_SHOP));
        servers.produce(events());

        Example source = Example.read(Example.CONNECTORS.resolve("debezium-postgres-source.json"));
        servers.post(source);
        servers.awaitTopics(Example.connectors().stream()
                .filter(example -> !example.name().equals(source.name()))
                .flatMap(example -> Stream.of(example.config().get("topics").split(",")))
                .collect(Collectors.toSet()));
        servers.inPostgres("shop", "UPDATE orders SET status = 'paid' WHERE id = 1");
        servers.inPostgres("shop", "DELETE FROM order_items WHERE order_id = 50; DELETE FROM orders WHERE id = 50");
        for (Example example : Example.connectors()) {
            if (ExampleServers.isForThese(example) && !example.name().equals(source.name())) {
                servers.post(example);
            }
        }
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Test
    void changesAreInParquetInTheHoursOfTheirCommits() throws Exception {
        Path orders = servers.lake("topics/shop.public.orders");

        servers.isInFilesOf(
                "shop-lake",
                List.of(List.of("d", "1"), List.of("r", "50"), List.of("u", "1")),
                () -> ReadBack.parquet(orders, "__op, count(*)", "WHERE " + FIRST + " GROUP BY ALL ORDER BY 1"));
        assertThat(LakeFiles.visible(orders, ".zstd.parquet")).isNotEmpty().allSatisfy(file -> assertThat(
                        orders.relativize(file.getParent()))
                .asString()
                .matches(HOUR));
    }

    @Test
    void directoriesOfAFieldTakeItsColumnOutOfTheFiles() throws Exception {
        Path orders = servers.lake("by-status/shop.public.orders");

        servers.isInFilesOf(
                "orders-by-status",
                List.of(List.of("paid", "1"), List.of("placed", "51")),
                () -> ReadBack.parquet(orders, "status, count(*)", "WHERE " + FIRST + " GROUP BY ALL ORDER BY 1"));
        assertThat(ReadBack.parquet(orders, "id", "WHERE day::DATE <> placed_at::DATE"))
                .as("orders in another day's directory")
                .isEmpty();
        assertThat(ReadBack.parquetColumns(orders)).contains("placed_at").doesNotContain("status");
    }

    @Test
    void changesAreInAvroFiles() throws Exception {
        Path orders = servers.lake("avro/shop.public.orders");

        servers.isInFilesOf(
                "shop-avro",
                List.of(
                        List.of("1", "r", "placed"),
                        List.of("50", "r", "placed"),
                        List.of("1", "u", "paid"),
                        List.of("50", "d", "placed")),
                () -> ReadBack.avro(orders).stream()
                        .filter(order -> Set.of(1L, 50L).contains((Long) order.get("id")))
                        .map(order -> Stream.of("id", "__op", "status")
                                .map(column -> order.get(column).toString())
                                .toList())
                        .toList());
        assertThat(ReadBack.avro(orders).stream().filter(order -> (Long) order.get("id") <= 50))
                .hasSize(CHANGES_OF_FIRST);
    }

    @Test
    void eventsWithoutSchemasAreInParquetWithTypesAndStructs() throws Exception {
        Path clicks = servers.lake("topics/clicks");

        servers.isInFilesOf(
                "clicks-lake",
                List.of(
                        Arrays.asList("05", "1", "/home", "[a, b]", null),
                        Arrays.asList("06", "2", "/pay", null, "1.5"),
                        Arrays.asList("06", "4", "/home", null, "2.0")),
                () -> ReadBack.parquet(clicks, "hour, id, page.url, tags, spent", "ORDER BY __offset"));
        assertThat(ReadBack.parquet(clicks, "DISTINCT typeof(id), typeof(tags), typeof(spent), typeof(\"at\")", ""))
                .containsExactly(List.of("BIGINT", "VARCHAR[]", "DOUBLE", "VARCHAR"));
    }

    @Test
    void eventsAndTombstonesAreInJsonLines() throws Exception {
        servers.isInFilesOf(
                "clicks-archive",
                List.of(
                        List.of("c1", "0", "1", "/home"),
                        List.of("c2", "1", "2", "/pay"),
                        List.of("c1", "2", "", ""),
                        List.of("c4", "3", "4", "/home")),
                () -> ReadBack.jsonLines(servers.lake("archive/clicks")).stream()
                        .map(line -> List.of(
                                line.path("__key").asText(),
                                line.path("__offset").asText(),
                                line.path("id").asText(),
                                line.path("page").path("url").asText()))
                        .toList());
    }

    @Test
    void badEventsAreSetAsideAndTheOthersAreInParquet() throws Exception {
        servers.isInFilesOf(
                "payments-lake",
                List.of(List.of("1", "9.5"), List.of("4", "3.0")),
                () -> ReadBack.parquet(servers.lake("topics/payments"), "id, amount", "ORDER BY __offset"));

        // At least once: they come again after a stop.
        assertThat(DeadLetters.in("payments-lake-dead-letters", servers.bootstrapServers()))
                .extracting(
                        letter -> DeadLetters.header(letter, "offset"), letter -> DeadLetters.header(letter, "stage"))
                .containsOnly(tuple("1", "TASK_PUT"), tuple("2", "VALUE_CONVERTER"));
    }

    @Test
    void tablesOfPostgresEqualTheirSource() throws Exception {
        equalsTheShopIn("warehouse", "shop-warehouse");
    }

    @Test
    void tablesOfMariaDbEqualTheirSourceAndOffsetsAreCountedThere() throws Exception {
        String orders = "SELECT id, person_id, status FROM orders ORDER BY id";
        String products = "SELECT sku, title, price FROM products ORDER BY sku";

        servers.isInTablesOf(
                "shop-mariadb",
                servers.rowsOfPostgres("shop", orders),
                () -> servers.rowsOfMariaDb("warehouse", orders));
        servers.isInTablesOf(
                "shop-mariadb",
                servers.rowsOfPostgres("shop", products),
                () -> servers.rowsOfMariaDb("warehouse", products));
        assertThat(servers.rowsOfMariaDb("warehouse", "SELECT DISTINCT connector FROM sluice_connect_offsets"))
                .containsExactly(List.of("shop-mariadb"));
    }

    @Test
    void theHistoryHasARowForEachChangeAndOffsetsAreCountedBesideIt() throws Exception {
        servers.isInTablesOf(
                "shop-history",
                List.of(
                        List.of("1", "r", "placed", "false"),
                        List.of("1", "u", "paid", "false"),
                        List.of("50", "r", "placed", "false"),
                        List.of("50", "d", "placed", "true")),
                () -> servers.rowsOfPostgres("warehouse", """
                        SELECT id, __op, status, __deleted FROM orders_history
                        WHERE id IN (1, 50) ORDER BY id, __kafka_offset"""));
        assertThat(servers.rowsOfPostgres("warehouse", "SELECT count(*) FROM orders_history WHERE " + FIRST))
                .containsExactly(List.of(Integer.toString(CHANGES_OF_FIRST)));
        assertThat(servers.rowsOfPostgres("warehouse", "SELECT DISTINCT connector FROM sluice_connect_offsets"))
                .containsExactly(List.of("shop-history"));
    }

    /** All but the way to the bucket. */
    @Test
    void whatNeedsAwsIsFoundRight() throws IOException {
        List<Example> elsewhere = Example.connectors().stream()
                .filter(example -> !ExampleServers.isForThese(example))
                .toList();

        assertThat(elsewhere).extracting(Example::name).containsExactly("shop-lake-aws");
        assertThat(elsewhere).allSatisfy(example -> {
            Map<String, String> config = new HashMap<>(example.config());
            config.put("name", example.name());
            config.put("validate.bucket", "false");
            assertThat(servers.rest().validate(config)).isEmpty();
            config.remove("s3.credentials.provider.sts.role.arn");
            assertThat(servers.rest().validate(config)).containsKey("s3.credentials.provider.sts.role.arn");
        });
    }

    @Test
    void noKeyOfAnExampleIsInVain() throws IOException {
        for (Example example : Example.connectors()) {
            assertThat(servers.keysInVain(example.name())).as(example.name()).isEmpty();
        }
    }

    /** The steps of the page about migrating: the new connector has the offsets of the old one, and a directory of its own. */
    @Test
    void confluentsS3ConfigurationWorksAndOursGoesOnWhereItStopped() throws Exception {
        Example before = moved("confluent-s3");
        Example after = migrating("confluent-s3", "after");
        servers.post(before);
        servers.isInFilesOf(
                before.name(),
                List.of(List.of("05", "1", "o1"), List.of("06", "2", "o2")),
                () -> ReadBack.parquet(servers.lake("topics/orders"), "hour, number, __key", "ORDER BY number"));
        assertThat(servers.unknownKeys(before.name())).isEmpty();
        // It carries keys of the other connector that have no effect here: so a log without findings is one without
        // faults.
        assertThat(servers.keysInVain(before.name())).isNotEmpty();

        servers.handOver(before, after);
        servers.produce(List.of(order(3)));

        servers.isInFilesOf(
                after.name(),
                List.of(List.of("07", "3", "o3", "2")),
                () -> ReadBack.parquet(servers.lake("lake/orders"), "hour, number, __key, __offset", ""));
        assertThat(servers.keysInVain(after.name())).isEmpty();
    }

    /** The steps of the page about migrating: the new connector is in the group of the old one, and on its tables. */
    @ParameterizedTest
    @ValueSource(strings = {"confluent-jdbc reports", "debezium-jdbc copy"})
    void aJdbcConfigurationWorksAndOursGoesOnWhereItStopped(String pairAndDatabase) throws Exception {
        String pair = pairAndDatabase.split(" ")[0];
        String database = pairAndDatabase.split(" ")[1];
        Example before = moved(pair);
        Example after = migrating(pair, "after");
        servers.post(before);
        equalsTheShopIn(database, before.name());
        assertThat(servers.unknownKeys(before.name())).isEmpty();

        servers.stop(before);
        // Whoever began again at the start of the topic would write over it.
        servers.inPostgres(database, "UPDATE orders SET status = 'seen' WHERE id = 2");
        servers.post(after);
        String newer = "INSERT INTO orders (person_id, status, placed_at) VALUES (1, 'placed', now())";
        servers.inPostgres("shop", newer);

        String latest = "SELECT id, placed_at FROM orders ORDER BY id DESC LIMIT 1";
        servers.isInTablesOf(
                after.name(), servers.rowsOfPostgres("shop", latest), () -> servers.rowsOfPostgres(database, latest));
        assertThat(servers.rowsOfPostgres(database, "SELECT status FROM orders WHERE id = 2"))
                .containsExactly(List.of("seen"));
        assertThat(servers.keysInVain(after.name())).isEmpty();
        servers.rest().delete(before.name());
    }

    /** The connector stays, and so do its offsets; its files begin in another directory, because a column's type is another. */
    @Test
    void aChainOfTransformsIsReplacedInOneConnector() throws Exception {
        Example before = migrating("extract-new-record-state", "before");
        Example after = migrating("extract-new-record-state", "after");
        Path old = servers.lake("history/shop.public.orders");
        Path now = servers.lake("history-micros/shop.public.orders");
        servers.post(before);
        servers.isInFilesOf(
                before.name(),
                List.of(List.of("placed", "r"), List.of("placed", "d")),
                () -> ReadBack.parquet(old, "status, __op", "WHERE id = 50 ORDER BY __source_ts_ms, __op DESC"));

        servers.awaitNoLag(before);

        servers.rest().putConfig(after.name(), servers.here(after).config());
        String placed = "2099-01-01 00:00:00.123456";
        servers.inPostgres(
                "shop", "INSERT INTO orders (person_id, status, placed_at) VALUES (1, 'chained', '" + placed + "')");

        servers.isInFilesOf(
                after.name(),
                List.of(List.of("chained", "c", "false", placed)),
                () -> ReadBack.parquet(now, "status, __op, __deleted, placed_at", "WHERE status = 'chained'"));
        assertThat(ReadBack.parquet(now, "id", "WHERE " + FIRST)).isEmpty();
        assertThat(servers.keysInVain(after.name())).isEmpty();
    }

    private static void equalsTheShopIn(String database, String connector) throws Exception {
        for (String table : List.of(
                "SELECT id, person_id, status, placed_at, paid_at, shipping FROM orders ORDER BY id",
                "SELECT order_id, line, sku, quantity, unit_price FROM order_items ORDER BY order_id, line")) {
            servers.isInTablesOf(
                    connector, servers.rowsOfPostgres("shop", table), () -> servers.rowsOfPostgres(database, table));
        }
    }

    private static Example migrating(String pair, String which) throws IOException {
        return Example.read(Example.MIGRATING.resolve(pair).resolve(which + ".json"));
    }

    /** The old configuration with our class, and no other change. */
    private static Example moved(String pair) throws IOException {
        return migrating(pair, "before")
                .with(Map.of(
                        "connector.class", migrating(pair, "after").config().get("connector.class")));
    }

    private static List<ProducerRecord<String, String>> events() {
        return List.of(
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
                        {"id": 4, "paid_at": "2026-11-20T07:00:00Z", "amount": 3}"""),
                order(1),
                order(2));
    }

    /** As an application with schemas writes it, an hour after the one before. */
    private static ProducerRecord<String, String> order(int number) {
        return new ProducerRecord<>(
                "orders", """
                {"schema": {"type": "string"}, "payload": "o%d"}""".formatted(number), """
                {"schema": {"type": "struct", "fields": [
                   {"field": "number", "type": "int64", "optional": false},
                   {"field": "ordered_at", "type": "int64", "optional": false, "name": "org.apache.kafka.connect.data.Timestamp"}]},
                 "payload": {"number": %d, "ordered_at": %d}}""".formatted(number, 1_795_147_200_000L + number * 3_600_000L));
    }
}
