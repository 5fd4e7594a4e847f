// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which records write, delete and empty, in whatever form they come. */
class ModesTest {
    private static final Schema KEY = struct("id", Schema.INT64_SCHEMA);
    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("version", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema SOURCE = struct("lsn", Schema.INT64_SCHEMA);
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("server.public.orders.Envelope")
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();

    private final Topic orders = new Topic("orders", KEY, ROW);
    private TestDatabase database;

    @BeforeEach
    void createTable() throws SQLException {
        database = TestDatabase.create();
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, version bigint)");
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        database.close();
    }

    private static Struct key(long id) {
        return structOf(KEY, id);
    }

    private static Struct row(long id, @Nullable String name, long version) {
        return structOf(ROW, id, name, version);
    }

    private SinkRecord order(long id, @Nullable String name, long version) {
        return orders.record(key(id), id, name, version);
    }

    private SinkRecord envelope(String op, long id, @Nullable Struct before, @Nullable Struct after) {
        return orders.record(key(id), ENVELOPE, structOf(ENVELOPE, before, after, structOf(SOURCE, 1L), op));
    }

    private SinkRecord truncateByHeader() {
        SinkRecord truncate = orders.tombstone(null);
        truncate.headers().addString("__op", "t");
        return truncate;
    }

    private List<String> orders() throws SQLException {
        return database.rows("SELECT * FROM orders ORDER BY id");
    }

    @Test
    void insertIgnoreKeepsTheRowThatIsThere() throws SQLException {
        try (RunningSink sink = RunningSink.on(database, "insert.mode", "insert-ignore", "pk.mode", "record_key")) {
            sink.put(order(1, "first", 1), order(1, "second", 2), order(2, "two", 1));
            sink.put(order(1, "third", 3));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("1|first|1", "2|two|1");
    }

    @Test
    void theKeyMayComeFromHeaders() throws SQLException {
        try (RunningSink sink = RunningSink.on(
                database,
                "insert.mode",
                "upsert",
                "pk.mode",
                "record_header",
                "pk.fields",
                "id",
                "fields.blacklist",
                "id",
                "delete.enabled",
                "true")) {
            SinkRecord one = order(7, "one", 1);
            one.headers().addLong("id", 1);
            SinkRecord two = order(7, "two", 1);
            two.headers().addLong("id", 2);
            SinkRecord gone = orders.tombstone(null);
            gone.headers().addLong("id", 1);
            sink.put(one, two, gone, order(7, "no header", 1));
            assertThat(sink.reports()).singleElement().asString().contains("key field 'id' is null");
        }

        assertThat(orders()).containsExactly("2|two|1");
    }

    @Test
    void wholeChangeEventsAreUnwrapped() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(
                    envelope("r", 1, null, row(1, "one", 1)),
                    envelope("c", 2, null, row(2, "two", 1)),
                    envelope("u", 1, row(1, "one", 1), row(1, "uno", 2)),
                    envelope("d", 2, row(2, "two", 1), null),
                    orders.tombstone(key(2)),
                    envelope("c", 3, null, row(3, "three", 1)));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("1|uno|2", "3|three|1");
    }

    @Test
    void wholeChangeEventsByTheKeyInTheirRowsMoveRows() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "pk.mode", "record_value", "pk.fields", "id")) {
            sink.put(
                    envelope("c", 1, null, row(1, "one", 1)),
                    envelope("c", 2, null, row(2, "two", 1)),
                    envelope("u", 1, row(1, "one", 1), row(5, "moved", 2)),
                    envelope("d", 2, row(2, "two", 1), null),
                    orders.tombstone(key(2)));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("5|moved|2");
    }

    @Test
    void aMoveWhoseNewRowIsRefusedLeavesTheOldRowAndIsReportedOnce() throws SQLException {
        database.execute("ALTER TABLE orders ADD CHECK (version < 9)");
        try (RunningSink sink = RunningSink.mirroring(database, "pk.mode", "record_value", "pk.fields", "id")) {
            sink.put(envelope("c", 1, null, row(1, "one", 1)), envelope("c", 2, null, row(2, "two", 1)));
            sink.put(
                    envelope("u", 1, row(1, "one", 1), row(5, "moved", 9)),
                    envelope("u", 2, row(2, "two", 1), row(2, "zwei", 2)));

            assertThat(sink.reports()).singleElement().asString().contains("23514");
        }

        assertThat(orders()).containsExactly("1|one|1", "2|zwei|2");
    }

    @Test
    void aTombstoneDeletesTheRowOfItsKeyAlsoWhereTheKeyIsTakenFromValues() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "pk.mode", "record_value", "pk.fields", "id")) {
            sink.put(order(1, "one", 1), order(2, "two", 1), orders.tombstone(key(1)));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("2|two|1");
    }

    @Test
    void aDeleteThatDoesNotSayWhichRowIsABadRecord() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "pk.mode", "record_value", "pk.fields", "id")) {
            sink.put(order(1, "one", 1), unkeyed(structOf(ENVELOPE, null, null, structOf(SOURCE, 1L), "d")));

            assertThat(sink.reports()).singleElement().asString().contains("no 'before'", "REPLICA IDENTITY FULL");
        }

        assertThat(orders()).containsExactly("1|one|1");
    }

    private SinkRecord unkeyed(Struct envelope) {
        return new SinkRecord("orders", 3, null, null, ENVELOPE, envelope, 100);
    }

    @Test
    void mapsWithoutSchemasAreRowsAndChangeEvents() throws SQLException {
        Topic plain = new Topic("orders", null, ROW);
        Map<String, @Nullable Object> nothing = new HashMap<>();
        nothing.put("id", 2L);
        nothing.put("name", null);
        database.execute("ALTER TABLE orders ADD COLUMN more jsonb");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(
                    plain.record(
                            Map.of("id", 1L),
                            null,
                            Map.of("name", "one", "version", 1, "more", List.of(1, Map.of("a", "\"")))),
                    plain.record(Map.of("id", 2L), null, nothing),
                    plain.record(
                            Map.of("id", 3L),
                            null,
                            Map.of("op", "c", "source", Map.of(), "after", Map.of("id", 3L, "name", "three"))),
                    plain.record(Map.of("id", 1L), null, Map.of("name", "uno")),
                    plain.record(
                            Map.of("id", 4L), null, Map.of("op", "d", "source", Map.of(), "before", Map.of("id", 4L))));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM orders ORDER BY id"))
                .containsExactly("1|uno|1|[1, {\"a\": \"\\\"\"}]", "2|null|null|null", "3|three|null|null");
    }

    @Test
    void aSingleValueIsNoRow() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(orders.record(key(1), Schema.STRING_SCHEMA, "text"));
            assertThat(sink.reports()).singleElement().asString().contains("single String");
        }
        assertThat(orders()).isEmpty();
    }

    @Test
    void aFieldMaySayThatItsRowIsDeleted() throws SQLException {
        Schema rewritten = struct(
                "id", Schema.INT64_SCHEMA, "name", Schema.OPTIONAL_STRING_SCHEMA, "__deleted", Schema.STRING_SCHEMA);
        try (RunningSink sink = RunningSink.mirroring(database, "delete.field", "__deleted")) {
            sink.put(
                    orders.recordWith(rewritten, key(1), 1L, "one", "false"),
                    orders.recordWith(rewritten, key(2), 2L, "two", "false"));
            sink.put(orders.recordWith(rewritten, key(1), 1L, null, "true"));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("2|two|null");
    }

    @Test
    void softDeletesMarkARowUntilItIsWrittenAgain() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "delete.mode", "soft", "auto.evolve", "true")) {
            sink.put(orders.tombstone(key(9)), order(1, "one", 1), order(2, "two", 1), order(3, "three", 1));
            sink.put(orders.tombstone(key(1)), orders.tombstone(key(2)));
            assertThat(orders()).containsExactly("1|one|1|t", "2|two|1|t", "3|three|1|f");

            sink.put(order(2, "again", 2), order(4, "four", 1), orders.tombstone(key(4)));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("1|one|1|t", "2|again|2|f", "3|three|1|f", "4|four|1|t");
    }

    @Test
    void aSoftDeleteThatComesFirstMakesTheColumn() throws SQLException {
        database.execute("INSERT INTO orders VALUES (1, 'one', 1), (2, 'two', 1)");
        try (RunningSink sink = RunningSink.mirroring(
                database, "delete.mode", "soft", "delete.soft.column", "gone", "auto.evolve", "true")) {
            sink.put(orders.tombstone(key(1)));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("1|one|1|t", "2|two|1|f");
    }

    @Test
    void deletesMayBeIgnored() throws SQLException {
        try (RunningSink sink =
                RunningSink.on(database, "insert.mode", "upsert", "pk.mode", "record_key", "delete.mode", "ignore")) {
            sink.put(order(1, "one", 1), orders.tombstone(key(1)), envelope("d", 1, row(1, "one", 1), null));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("1|one|1");
    }

    @Test
    void aTruncateEmptiesTheTableAndWhatFollowsIsWritten() throws SQLException {
        database.execute("INSERT INTO orders VALUES (7, 'seven', 1)");
        try (RunningSink sink = RunningSink.mirroring(database, "truncate.enabled", "true")) {
            sink.put(order(1, "one", 1), envelope("t", 0, null, null), order(2, "two", 1));
            assertThat(orders()).containsExactly("2|two|1");
            sink.put(truncateByHeader(), order(3, "three", 1));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("3|three|1");
    }

    @Test
    void aTruncateAlsoEmptiesATableThatOthersReferTo() throws SQLException {
        database.execute(
                "INSERT INTO orders VALUES (7, 'seven', 1)", "CREATE TABLE lines (order_id bigint REFERENCES orders)");
        try (RunningSink sink = RunningSink.mirroring(database, "truncate.enabled", "true")) {
            sink.put(truncateByHeader());
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).isEmpty();
    }

    @Test
    void aTruncateIsABadRecordUnlessItIsEnabled() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(order(1, "one", 1), truncateByHeader(), envelope("t", 0, null, null));
            assertThat(sink.reports()).hasSize(2).allSatisfy(report -> assertThat(report)
                    .contains("truncate.enabled"));
        }

        assertThat(orders()).containsExactly("1|one|1");
    }

    @Test
    void anOlderEventNeitherOverwritesNorDeletesANewerRow() throws SQLException {
        database.execute("INSERT INTO orders VALUES (9, 'nine', NULL)");
        try (RunningSink sink = RunningSink.mirroring(database, "upsert.guard.field", "version")) {
            sink.put(
                    order(1, "new", 5),
                    order(1, "old", 3),
                    order(2, "two", 1),
                    order(2, "two again", 1),
                    order(9, "guarded", 1));
            sink.put(envelope("d", 1, row(1, "old", 4), null), envelope("d", 2, row(2, "two", 1), null));
            sink.put(order(1, "older", 4), orders.record(key(3), 3L, "no version", null));
            assertThat(sink.reports()).singleElement().asString().contains("upsert.guard.field");
        }

        assertThat(orders()).containsExactly("1|new|5", "9|guarded|1");
    }

    @Test
    void anOlderEventDoesNotOverwriteARowThatHasARequiredColumnItLacks() throws SQLException {
        database.execute(
                "ALTER TABLE orders ADD COLUMN body text NOT NULL", "INSERT INTO orders VALUES (1, 'new', 5, 'body')");
        try (RunningSink sink = RunningSink.mirroring(database, "upsert.guard.field", "version")) {
            sink.put(order(1, "old", 3));
            assertThat(sink.reports()).isEmpty();
            assertThat(orders()).containsExactly("1|new|5|body");
            sink.put(order(1, "newer", 6));
        }

        assertThat(orders()).containsExactly("1|newer|6|body");
    }

    @Test
    void aTextTellsNoOlderEvent() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "upsert.guard.field", "name")) {
            sink.put(order(1, "9999999", 1), order(1, "10000000", 2));
            sink.put(envelope("d", 1, row(1, "9", 1), null));

            assertThat(sink.reports()).hasSize(3).allSatisfy(report -> assertThat(report)
                    .contains("field 'name', which upsert.guard.field names, is a STRING", "Cast$Value"));
        }

        assertThat(orders()).isEmpty();
    }

    @Test
    void softDeletesAndUpdatesAreGuardedToo() throws SQLException {
        database.execute(
                "ALTER TABLE orders ADD COLUMN __deleted boolean",
                "INSERT INTO orders VALUES (1, 'one', 5), (2, 'two', 5)");
        try (RunningSink sink = RunningSink.mirroring(
                database, "upsert.guard.field", "version", "insert.mode", "update", "delete.mode", "soft")) {
            sink.put(
                    order(1, "old", 4),
                    order(2, "new", 6),
                    envelope("d", 1, row(1, "one", 4), null),
                    envelope("d", 2, row(2, "new", 6), null));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("1|one|5|null", "2|new|6|t");
    }

    @Test
    void coordinatesAndHeadersMayBeColumnsAndFieldsMayBeRenamed() throws SQLException {
        SinkRecord record = new SinkRecord(
                "things", 3, KEY, key(1), ROW, row(1, "one", 1), 8812, 1_700_000_000_123L, TimestampType.CREATE_TIME);
        record.headers().addString("trace:id", "abc");
        record.headers().addInt("hops", 3);
        try (RunningSink sink = RunningSink.mirroring(
                database,
                "auto.create",
                "true",
                "fields.rename",
                "id:order_id,name:label",
                "fields.blacklist",
                "version",
                "kafka.columns",
                "topic:_topic,partition:_partition,offset:_offset,timestamp:_at",
                "header.columns",
                "trace:id:_trace,hops:_hops,absent:_absent")) {
            sink.put(record);
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT order_id, label, _topic, _partition, _offset, _trace, _hops, _absent,"
                        + " extract(epoch FROM _at) FROM things"))
                .containsExactly("1|one|things|3|8812|abc|3|null|1700000000.123000");
        assertThat(database.columns("things"))
                .extracting(column -> column.split(" ")[0])
                .containsExactly(
                        "order_id", "label", "_topic", "_partition", "_offset", "_at", "_trace", "_hops", "_absent");
    }
}
