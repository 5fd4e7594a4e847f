// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcUpsertSinkTaskTest {
    private static final Schema KEY = struct("id", Schema.INT64_SCHEMA);
    private static final Schema VALUE = struct(
            "id", Schema.INT64_SCHEMA, "name", Schema.OPTIONAL_STRING_SCHEMA, "amount", Schema.OPTIONAL_INT32_SCHEMA);

    private final Topic orders = new Topic("orders", KEY, VALUE);
    private TestDatabase database;

    @BeforeEach
    void createDatabase() throws SQLException {
        database = TestDatabase.create();
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        database.close();
    }

    private static Struct key(long id) {
        return structOf(KEY, id);
    }

    private SinkRecord order(long id, String name, Integer amount) {
        return orders.record(key(id), id, name, amount);
    }

    private SinkRecord deletion(long id) {
        return orders.tombstone(key(id));
    }

    private List<String> orders() throws SQLException {
        return database.rows("SELECT id, name, amount FROM orders ORDER BY id");
    }

    @Test
    void aTableIsMirroredFromNothing() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(order(1, "one", 10), order(2, "two", 20), order(3, "three", null));
            sink.put(order(1, "uno", 11), deletion(2));
        }

        assertThat(orders()).containsExactly("1|uno|11", "3|three|null");
        assertThat(database.columns("orders")).containsExactly("id bigint NOT NULL", "name text", "amount integer");
    }

    @Test
    void aDeleteFollowedByAnInsertOfTheSameKeyLeavesTheInsertedRow() throws SQLException {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, amount int, note text DEFAULT 'new')");
        database.execute("INSERT INTO orders VALUES (1, 'old', 1, 'kept from before')");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(order(1, "changed", 2), deletion(1), order(1, "again", 3));
        }

        assertThat(database.rows("SELECT * FROM orders")).containsExactly("1|again|3|new");
    }

    @Test
    void anInsertFollowedByADeleteLeavesNothing() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(order(1, "one", 1), deletion(1));
        }

        assertThat(orders()).isEmpty();
    }

    @Test
    void aChangedKeyMovesTheRow() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(order(1, "one", 1));
            sink.put(deletion(1), order(7, "one", 1));
        }

        assertThat(orders()).containsExactly("7|one|1");
    }

    @Test
    void deletesOfATableThatDoesNotExistAreDone() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(deletion(1));

            assertThat(database.columns("orders")).isEmpty();
            assertThat(sink.reports()).isEmpty();
        }
    }

    @Test
    void rowsBeyondTheBatchSizeAreWrittenByFurtherStatements() throws SQLException {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            records.add(order(i, "row", i));
        }
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true", "batch.size", "10")) {
            sink.put(records);
        }

        assertThat(database.rows("SELECT count(*), sum(amount) FROM orders")).containsExactly("25|300");
    }

    @Test
    void insertModeKeepsTheOrderOfArrivalAndEveryRow() throws SQLException {
        Topic log = new Topic("log", null, struct("text", Schema.STRING_SCHEMA));
        database.execute("CREATE TABLE log (seq bigserial PRIMARY KEY, text text)");
        try (RunningSink sink = RunningSink.on(database)) {
            sink.put(log.record(null, "b"), log.record(null, "a"), log.record(null, "b"));
        }

        assertThat(database.rows("SELECT seq, text FROM log ORDER BY seq")).containsExactly("1|b", "2|a", "3|b");
    }

    @Test
    void updateModeChangesOnlyRowsThatExist() throws SQLException {
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, amount int)");
        database.execute("INSERT INTO orders VALUES (1, 'one', 1)");
        try (RunningSink sink =
                RunningSink.on(database, "insert.mode", "update", "pk.mode", "record_value", "pk.fields", "id")) {
            sink.put(order(1, "uno", 2), order(2, "dos", 3));
        }

        assertThat(orders()).containsExactly("1|uno|2");
    }

    @Test
    void uuidKeysAreFoundInEveryStatement() throws SQLException {
        Schema uuid = SchemaBuilder.string().name("io.debezium.data.Uuid").build();
        String first = "0B8A1F2E-52A4-4B7C-9B8B-0C2F7B1D6A01";
        String second = "0b8a1f2e-52a4-4b7c-9b8b-0c2f7b1d6a02";
        Schema value = struct("id", uuid, "n", Schema.INT32_SCHEMA);
        Schema keySchema = struct("id", uuid);
        Topic topic = new Topic("things", keySchema, value);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(
                    topic.record(structOf(keySchema, first), first, 1),
                    topic.record(structOf(keySchema, second), second, 2));
            sink.put(topic.tombstone(structOf(keySchema, first)), topic.record(structOf(keySchema, second), second, 3));
        }
        try (RunningSink sink = RunningSink.on(database, "insert.mode", "update", "pk.mode", "record_key")) {
            sink.put(topic.record(structOf(keySchema, second), second, 4));
        }

        assertThat(database.rows("SELECT * FROM things")).containsExactly(second + "|4");
        assertThat(database.columns("things")).containsExactly("id uuid NOT NULL", "n integer NOT NULL");
    }

    @Test
    void compositeKeysAreFoundInEveryStatement() throws SQLException {
        Schema keySchema = struct("region", Schema.STRING_SCHEMA, "day", org.apache.kafka.connect.data.Date.SCHEMA);
        Schema value = struct("sales", Schema.INT32_SCHEMA);
        Topic topic = new Topic("sales", keySchema, value);
        var day = new java.util.Date(86_400_000L);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(
                    topic.record(structOf(keySchema, "eu", day), 1),
                    topic.record(structOf(keySchema, "us", day), 2),
                    topic.record(structOf(keySchema, "eu", new java.util.Date(0)), 3));
            sink.put(topic.tombstone(structOf(keySchema, "us", day)), topic.record(structOf(keySchema, "eu", day), 4));
        }
        try (RunningSink sink = RunningSink.on(database, "insert.mode", "update", "pk.mode", "record_key")) {
            sink.put(topic.record(structOf(keySchema, "eu", day), 5));
        }

        assertThat(database.rows("SELECT region, day, sales FROM sales ORDER BY day"))
                .containsExactly("eu|1970-01-01|3", "eu|1970-01-02|5");
    }

    @Test
    void aSingleValueAsKeyTakesTheNameInPkFields() throws SQLException {
        Topic topic = new Topic("words", Schema.STRING_SCHEMA, struct("n", Schema.INT32_SCHEMA));
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true", "pk.fields", "word")) {
            sink.put(topic.record("a", 1), topic.record("b", 2));
            sink.put(topic.tombstone("a"));
        }

        assertThat(database.rows("SELECT word, n FROM words")).containsExactly("b|2");
    }

    @Test
    void kafkaCoordinatesMakeAKeyThatRedeliveryMeetsAgain() throws SQLException {
        SinkRecord record = order(1, "one", 1);
        try (RunningSink sink =
                RunningSink.on(database, "insert.mode", "upsert", "pk.mode", "kafka", "auto.create", "true")) {
            sink.put(record);
            sink.put(record);
        }

        assertThat(database.rows("SELECT __connect_topic, __connect_partition, __connect_offset, name FROM orders"))
                .containsExactly("orders|3|0|one");
    }

    @Test
    void onlyWhitelistedFieldsAndTheKeyAreWritten() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true", "fields.whitelist", "amount")) {
            sink.put(order(1, "one", 1));
        }

        assertThat(database.columns("orders")).containsExactly("id bigint NOT NULL", "amount integer");
    }

    @Test
    void nullsBecomeDefaultsUnlessToldOtherwise() throws SQLException {
        Schema schema = struct(
                "status", SchemaBuilder.string().optional().defaultValue("open").build());
        Topic topic = new Topic("tickets", Schema.INT32_SCHEMA, schema);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true", "pk.fields", "id")) {
            sink.put(topic.record(1, (Object) null));
        }
        try (RunningSink sink =
                RunningSink.mirroring(database, "pk.fields", "id", "replace.null.with.default", "false")) {
            sink.put(topic.record(2, (Object) null));
        }

        assertThat(database.rows("SELECT * FROM tickets ORDER BY id")).containsExactly("1|open", "2|null");
    }

    @Test
    void theTopicMayNameTheSchemaAsWell() throws SQLException {
        database.execute("CREATE SCHEMA sales");
        Topic topic = new Topic("server.sales.Items", Schema.INT32_SCHEMA, struct("n", Schema.INT32_SCHEMA));
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true", "pk.fields", "id")) {
            sink.put(topic.record(1, 2));
        }

        assertThat(database.rows("SELECT * FROM sales.\"Items\"")).containsExactly("1|2");
    }

    @Test
    void withoutQuotingNamesAreThoseOfUnquotedSql() throws SQLException {
        database.execute("CREATE TABLE Orders (Id bigint PRIMARY KEY, Name text)");
        Schema schema = struct("Name", Schema.STRING_SCHEMA, "Order", Schema.OPTIONAL_INT32_SCHEMA);
        Topic topic = new Topic("ORDERS", Schema.INT32_SCHEMA, schema);
        try (RunningSink sink = RunningSink.mirroring(
                database, "pk.fields", "ID", "quote.sql.identifiers", "never", "auto.evolve", "true")) {
            sink.put(topic.record(1, "one", 5));
        }

        assertThat(database.rows("SELECT id, name, \"order\" FROM orders")).containsExactly("1|one|5");
    }

    @Test
    void namesAreNeverReadAsSql() throws SQLException {
        String evil = "x\"; DROP TABLE victim; -- ?$1 '";
        database.execute("CREATE TABLE victim (id int)");
        Schema keySchema = struct("k\"?", Schema.INT32_SCHEMA);
        Schema schema = struct(
                "c\") VALUES (1) -- ",
                SchemaBuilder.string().optional().defaultValue("it's \\").build(),
                "?",
                Schema.OPTIONAL_INT32_SCHEMA);
        Topic topic = new Topic(evil, keySchema, schema);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true", "auto.evolve", "true")) {
            sink.put(topic.record(structOf(keySchema, 1), "v", 2), topic.record(structOf(keySchema, 2), "w", 3));
            sink.put(topic.tombstone(structOf(keySchema, 1)));

            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM \"" + evil.replace("\"", "\"\"") + "\""))
                .containsExactly("2|w|3");
        assertThat(database.columns("victim")).containsExactly("id integer");
    }

    @Test
    void aMissingTableStopsTheTaskAndSaysWhatToDo() {
        try (RunningSink sink = RunningSink.mirroring(database)) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> sink.put(order(1, "one", 1)))
                    .withMessage("table \"orders\" does not exist. Create it, correct table.name.format, or set"
                            + " auto.create=true");
        }
    }

    @Test
    void aTimestampWithoutAZoneIsUtcWhateverTheDatabasesZone() throws SQLException {
        database.execute(
                "ALTER DATABASE " + database.name() + " SET timezone = 'Asia/Kolkata'",
                "CREATE TABLE times (id bigint PRIMARY KEY, at timestamp with time zone, plain timestamp)");
        Schema micros = SchemaBuilder.int64()
                .name("io.debezium.time.MicroTimestamp")
                .optional()
                .build();
        Schema zoned = SchemaBuilder.string()
                .name("io.debezium.time.ZonedTimestamp")
                .optional()
                .build();
        Topic times = new Topic("times", KEY, struct("at", micros, "plain", zoned));
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(times.record(key(1), 0L, "1970-01-01T05:30:00+05:30"));
        }

        assertThat(database.rows("SELECT at AT TIME ZONE 'UTC', plain FROM times"))
                .containsExactly("1970-01-01 00:00:00|1970-01-01 00:00:00");
    }
}
