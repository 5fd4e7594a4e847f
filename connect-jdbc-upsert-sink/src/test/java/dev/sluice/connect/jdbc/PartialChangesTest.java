// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
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
}
