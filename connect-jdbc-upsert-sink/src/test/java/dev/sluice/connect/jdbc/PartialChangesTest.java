// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that lack the value of a field never spoil the value that the row has. */
class PartialChangesTest {
    private static final String PLACEHOLDER = "__debezium_unavailable_value";
    private static final Schema KEY = struct("id", Schema.INT32_SCHEMA);
    private static final Schema VALUE = struct("title", Schema.STRING_SCHEMA, "body", Schema.STRING_SCHEMA);

    private final Topic pages = new Topic("pages", KEY, VALUE);
    private TestDatabase database;

    @BeforeEach
    void createDatabase() throws SQLException {
        database = TestDatabase.create();
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        database.close();
    }

    private SinkRecord page(int id, String title, String body) {
        return pages.record(structOf(KEY, id), title, body);
    }

    private List<String> pages() throws SQLException {
        return database.rows("SELECT * FROM pages ORDER BY id");
    }

    @Test
    void thePlaceholderLeavesTheColumnAsItIs() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(page(1, "a", "long text"));
            sink.put(page(1, "b", PLACEHOLDER));

            assertThat(sink.reports()).isEmpty();
        }

        // Though body is NOT NULL, which PostgreSQL checks before it sees that the row exists.
        assertThat(database.columns("pages")).contains("body text NOT NULL");
        assertThat(pages()).containsExactly("1|b|long text");
    }

    @Test
    void aTableMayHaveAnyNameOfTheStatementsOwn() throws SQLException {
        for (String name : List.of("u", "t", "d", "c1")) {
            Topic topic = new Topic(name, KEY, VALUE);
            try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
                sink.put(topic.record(structOf(KEY, 1), "a", "long text"));
                sink.put(topic.record(structOf(KEY, 1), "b", PLACEHOLDER));
                sink.put(topic.record(structOf(KEY, 1), PLACEHOLDER, PLACEHOLDER));
            }

            assertThat(database.rows("SELECT * FROM " + name)).containsExactly("1|b|long text");
        }
    }

    @Test
    void aListedFieldIsLeftOutWhateverItsValue() throws SQLException {
        SinkRecord update = page(1, "b", "");
        update.headers()
                .addList(
                        "__unavailable",
                        List.of("body"),
                        SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(page(1, "a", "long text"));
            sink.put(update);
        }

        assertThat(pages()).containsExactly("1|b|long text");
    }

    @Test
    void changesOfOneBatchAreMergedFieldByField() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(page(1, "a", "long text"), page(1, "b", PLACEHOLDER), page(2, "x", "y"));
        }

        assertThat(pages()).containsExactly("1|b|long text", "2|x|y");
    }

    @Test
    void aRowThatDoesNotExistYetGetsTheColumnsDefault() throws SQLException {
        database.execute("CREATE TABLE pages (id int PRIMARY KEY, title text, body text DEFAULT 'unknown')");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(page(1, "a", PLACEHOLDER));
        }

        assertThat(pages()).containsExactly("1|a|unknown");
    }

    @Test
    void aRowThatDoesNotExistYetAndNeedsTheValueIsABadRecord() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(page(1, "a", "text"), page(2, "b", PLACEHOLDER));

            assertThat(sink.reports())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "pages-3 offset 1: field 'body' of type STRING: column \"pages\".\"body\" of type text refuses")
                    .contains("23502");
        }

        assertThat(pages()).containsExactly("1|a|text");
    }

    @Test
    void aRecordWithNothingButUnavailableFieldsLeavesTheRowAsItIs() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(page(1, "a", "text"));
            sink.put(page(1, PLACEHOLDER, PLACEHOLDER));

            assertThat(sink.reports()).isEmpty();
        }

        assertThat(pages()).containsExactly("1|a|text");
    }

    @Test
    void thePlaceholderIsKnownInBytesArraysAndMaps() throws SQLException {
        Schema schema = struct(
                "raw",
                Schema.OPTIONAL_BYTES_SCHEMA,
                "tags",
                SchemaBuilder.array(Schema.STRING_SCHEMA).build(),
                "attributes",
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build());
        Topic topic = new Topic("things", KEY, schema);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(topic.record(structOf(KEY, 1), new byte[] {1, 2}, List.of("x"), Map.of("k", "v")));
            sink.put(topic.record(
                    structOf(KEY, 1),
                    PLACEHOLDER.getBytes(StandardCharsets.UTF_8),
                    List.of(PLACEHOLDER),
                    Map.of(PLACEHOLDER, PLACEHOLDER)));
        }

        assertThat(database.rows("SELECT * FROM things")).containsExactly("1|\\x0102|{x}|{\"k\": \"v\"}");
    }

    /** A column type with a large value, and what Debezium sends in its place. */
    private record Large(String column, Schema schema, Object value, Object placeholder) {}

    private static final byte[] BYTES = PLACEHOLDER.getBytes(StandardCharsets.UTF_8);

    private static final List<Large> LARGE = List.of(
            new Large("ints int[]", array(Schema.OPTIONAL_INT32_SCHEMA), List.of(1, 2), numbers(Integer::valueOf)),
            new Large("longs bigint[]", array(Schema.OPTIONAL_INT64_SCHEMA), List.of(3L), numbers(Long::valueOf)),
            new Large(
                    "uuids uuid[]",
                    array(SchemaBuilder.string()
                            .name("io.debezium.data.Uuid")
                            .optional()
                            .build()),
                    List.of("6f7b5b4e-7a4c-4c1e-9f3a-0c3a6c1d2e3f"),
                    List.of(UUID.nameUUIDFromBytes(BYTES).toString())),
            new Large(
                    "blobs bytea[]",
                    array(Schema.OPTIONAL_BYTES_SCHEMA),
                    List.of(ByteBuffer.wrap(new byte[] {1})),
                    List.of(ByteBuffer.wrap(BYTES))),
            new Large(
                    "pairs jsonb",
                    SchemaBuilder.string()
                            .name("io.debezium.data.Json")
                            .optional()
                            .build(),
                    "{\"a\": \"b\"}",
                    "{\"" + PLACEHOLDER + "\":\"" + PLACEHOLDER + "\"}"));

    private static final String KEPT =
            "1|{1,2}|{3}|{6f7b5b4e-7a4c-4c1e-9f3a-0c3a6c1d2e3f}|{\"\\\\x01\"}|{\"a\": \"b\"}";

    private static Schema array(Schema element) {
        return SchemaBuilder.array(element).optional().build();
    }

    private static <T> List<T> numbers(IntFunction<T> number) {
        return IntStream.range(0, BYTES.length)
                .mapToObj(i -> number.apply(BYTES[i]))
                .toList();
    }

    private static Schema largeSchema() {
        SchemaBuilder schema = SchemaBuilder.struct().optional().field("id", Schema.INT32_SCHEMA);
        LARGE.forEach(large -> schema.field(large.column().split(" ")[0], large.schema()));
        return schema.build();
    }

    private static Struct largeRow(Schema schema, Function<Large, Object> value) {
        Struct row = new Struct(schema).put("id", 1);
        LARGE.forEach(large -> row.put(large.column().split(" ")[0], value.apply(large)));
        return row;
    }

    private void createLargeTable() throws SQLException {
        database.execute("CREATE TABLE large (id int PRIMARY KEY, "
                + LARGE.stream().map(Large::column).collect(Collectors.joining(", ")) + ")");
    }

    @Test
    void thePlaceholderIsKnownInTheFormOfEachColumnType() throws SQLException {
        createLargeTable();
        Schema schema = largeSchema();
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(large(schema, largeRow(schema, Large::value), 0));
            sink.put(large(schema, largeRow(schema, Large::placeholder), 1));
        }

        assertThat(database.rows("SELECT * FROM large")).containsExactly(KEPT);
    }

    @Test
    void thePlaceholderIsKnownInWholeEnvelopes() throws SQLException {
        createLargeTable();
        Schema row = largeSchema();
        Schema envelope = SchemaBuilder.struct()
                .field("before", row)
                .field("after", row)
                .field("source", SchemaBuilder.struct().optional().build())
                .field("op", Schema.STRING_SCHEMA)
                .build();
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(large(envelope, new Struct(envelope).put("op", "c").put("after", largeRow(row, Large::value)), 0));
            sink.put(large(
                    envelope, new Struct(envelope).put("op", "u").put("after", largeRow(row, Large::placeholder)), 1));
        }

        assertThat(database.rows("SELECT * FROM large")).containsExactly(KEPT);
    }

    private static SinkRecord large(Schema schema, Struct value, long offset) {
        return new SinkRecord("large", 0, KEY, structOf(KEY, 1), schema, value, offset);
    }

    @Test
    void thePlaceholderIsKnownWithoutSchemas() throws SQLException {
        createLargeTable();
        database.execute("INSERT INTO large VALUES (1, '{1,2}', '{3}', '{6f7b5b4e-7a4c-4c1e-9f3a-0c3a6c1d2e3f}',"
                + " ARRAY['\\x01'::bytea], '{\"a\": \"b\"}')");
        database.execute("ALTER TABLE large ADD raw bytea DEFAULT '\\x02', ADD attributes jsonb DEFAULT '{}'");
        Map<String, Object> row = new HashMap<>();
        row.put("id", 1);
        LARGE.forEach(large -> row.put(large.column().split(" ")[0], large.placeholder()));
        String base64 = Base64.getEncoder().encodeToString(BYTES);
        row.put("blobs", List.of(base64));
        row.put("raw", base64);
        row.put("attributes", Map.of(PLACEHOLDER, PLACEHOLDER));
        Map<String, Object> envelope = Map.of("op", "u", "source", Map.of("table", "large"), "after", row);
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(new SinkRecord("large", 0, null, Map.of("id", 1), null, row, 0));
            sink.put(new SinkRecord("large", 0, null, Map.of("id", 1), null, envelope, 1));

            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM large")).containsExactly(KEPT + "|\\x02|{}");
    }

    @Test
    void thePlaceholderIsTheOneTheSourceIsSetTo() throws SQLException {
        try (RunningSink sink =
                RunningSink.mirroring(database, "auto.create", "true", "unavailable.value.placeholder", "n/a")) {
            sink.put(page(1, "a", "long text"));
            sink.put(page(1, PLACEHOLDER, "n/a"));
        }

        assertThat(pages()).containsExactly("1|" + PLACEHOLDER + "|long text");
    }
}
