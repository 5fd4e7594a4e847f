// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that look different and are one row to the database, or rows that a delete takes along: within one put as over several. */
class SameRowTest {
    private static final Schema TEXT_KEY = struct("id", Schema.STRING_SCHEMA);
    private static final Schema NUMBER_KEY = struct("id", Schema.INT64_SCHEMA);
    private static final Schema VALUE = struct("v", Schema.OPTIONAL_STRING_SCHEMA);

    private TestDatabase database;

    @BeforeEach
    void createDatabase() throws SQLException {
        database = TestDatabase.create();
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "char(5), 'a  ', a",
        "varchar(3), 'abc  ', abc",
        "numeric, 1.0, 1.00",
        "'numeric(10,1)', 1.04, 1.0",
        "bigint, 1, 01",
        "uuid, 0b8a1f2e-52a4-4b7c-9b8b-0c2f7b1d6a01, 0B8A1F2E52A44B7C9B8B0C2F7B1D6A01",
        "timestamp(0), 2024-02-29 10:00:00.1, 2024-02-29 10:00:00",
        "double precision, 0.0, -0.0",
        "text COLLATE shouting, a, A",
        "citext_like, a, A",
    })
    void twoSpellingsOfOneKeyAreAppliedInTheirOrder(String type, String first, String second) throws SQLException {
        database.execute(
                "CREATE COLLATION shouting (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "CREATE DOMAIN citext_like AS text COLLATE shouting",
                "CREATE TABLE t (id " + type + " PRIMARY KEY, v text)");
        Topic topic = new Topic("t", TEXT_KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(topic.record(structOf(TEXT_KEY, first), "old"), topic.record(structOf(TEXT_KEY, second), "new"));
            assertThat(database.rows("SELECT v FROM t")).containsExactly("new");
            sink.put(topic.record(structOf(TEXT_KEY, first), "gone"), topic.tombstone(structOf(TEXT_KEY, second)));
            assertThat(database.rows("SELECT v FROM t")).isEmpty();
            assertThat(sink.reports()).isEmpty();
        }
    }

    @Test
    void aDeleteOfOneSpellingRemovesTheRowOfTheOther() throws SQLException {
        database.execute("CREATE TABLE t (id char(5) PRIMARY KEY, v text)");
        Topic topic = new Topic("t", TEXT_KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(topic.record(structOf(TEXT_KEY, "a  "), "x"), topic.tombstone(structOf(TEXT_KEY, "a")));
        }

        assertThat(database.rows("SELECT * FROM t")).isEmpty();
    }

    @Test
    void twoSpellingsInUpdateModeAreAppliedInTheirOrder() throws SQLException {
        database.execute("CREATE TABLE t (id numeric PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'before')");
        Topic topic = new Topic("t", TEXT_KEY, VALUE);
        try (RunningSink sink = RunningSink.on(database, "insert.mode", "update", "pk.mode", "record_key")) {
            sink.put(topic.record(structOf(TEXT_KEY, "1.0"), "old"), topic.record(structOf(TEXT_KEY, "1.00"), "new"));
            assertThat(database.rows("SELECT v FROM t")).containsExactly("new");
            sink.put(topic.record(structOf(TEXT_KEY, "1.00"), "old"), topic.record(structOf(TEXT_KEY, "1.0"), "newer"));
        }

        assertThat(database.rows("SELECT v FROM t")).containsExactly("newer");
    }

    @Test
    void aDoubleKeyOfMinusZeroIsTheRowOfZero() throws SQLException {
        Schema key = struct("id", Schema.FLOAT64_SCHEMA);
        Topic topic = new Topic("t", key, VALUE);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(topic.record(structOf(key, 0.0), "x"), topic.tombstone(structOf(key, -0.0)));
        }

        assertThat(database.rows("SELECT * FROM t")).isEmpty();
    }

    @Test
    void theOrderOfTheKeysFieldsDoesNotMatter() throws SQLException {
        Schema ab = struct("a", Schema.INT32_SCHEMA, "b", Schema.INT32_SCHEMA);
        Schema ba = struct("b", Schema.INT32_SCHEMA, "a", Schema.INT32_SCHEMA);
        Topic topic = new Topic("t", ab, VALUE);
        Topic reordered = new Topic("t", 4, ba, VALUE);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(topic.record(structOf(ab, 1, 2), "x"), reordered.tombstone(structOf(ba, 2, 1)));
            assertThat(database.rows("SELECT * FROM t")).isEmpty();
            sink.put(reordered.tombstone(structOf(ba, 2, 1)), topic.record(structOf(ab, 1, 2), "y"));
        }

        assertThat(database.rows("SELECT * FROM t")).containsExactly("1|2|y");
    }

    @Test
    void aKeyFieldThatChangesItsTypeMeansTheSameRow() throws SQLException {
        database.execute("CREATE TABLE t (id text PRIMARY KEY, v text)");
        Topic numbers = new Topic("t", NUMBER_KEY, VALUE);
        Topic texts = new Topic("t", 4, TEXT_KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(numbers.record(structOf(NUMBER_KEY, 1L), "x"), texts.tombstone(structOf(TEXT_KEY, "1")));
        }

        assertThat(database.rows("SELECT * FROM t")).isEmpty();
    }

    @Test
    void aRowThatIsDeletedAndMadeAgainDoesNotTakeNewChildrenAlong() throws SQLException {
        database.execute(
                "CREATE TABLE parent (id bigint PRIMARY KEY, v text)",
                "CREATE TABLE child (id bigint PRIMARY KEY, parent bigint REFERENCES parent ON DELETE CASCADE)");
        Topic parents = new Topic("parent", NUMBER_KEY, VALUE);
        Topic children = new Topic("child", NUMBER_KEY, struct("parent", Schema.OPTIONAL_INT64_SCHEMA));
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(parents.record(structOf(NUMBER_KEY, 1L), "a"), children.record(structOf(NUMBER_KEY, 10L), 1L));
            sink.put(
                    children.tombstone(structOf(NUMBER_KEY, 10L)),
                    parents.tombstone(structOf(NUMBER_KEY, 1L)),
                    parents.record(structOf(NUMBER_KEY, 1L), "b"),
                    children.record(structOf(NUMBER_KEY, 10L), 1L));

            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM parent")).containsExactly("1|b");
        assertThat(database.rows("SELECT * FROM child")).containsExactly("10|1");
    }

    @Test
    void aChildThatMovesToAnotherParentKeepsTheColumnsThatTheSourceDidNotSend() throws SQLException {
        database.execute(
                "CREATE TABLE parent (id bigint PRIMARY KEY, v text)",
                "CREATE TABLE child (id bigint PRIMARY KEY, parent bigint REFERENCES parent ON DELETE CASCADE, large text)");
        Topic parents = new Topic("parent", NUMBER_KEY, VALUE);
        Topic children = new Topic(
                "child",
                NUMBER_KEY,
                struct("parent", Schema.OPTIONAL_INT64_SCHEMA, "large", Schema.OPTIONAL_STRING_SCHEMA));
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(
                    parents.record(structOf(NUMBER_KEY, 1L), "a"),
                    parents.record(structOf(NUMBER_KEY, 2L), "b"),
                    children.record(structOf(NUMBER_KEY, 10L), 1L, "kept"));
            sink.put(
                    children.record(structOf(NUMBER_KEY, 10L), 2L, "__debezium_unavailable_value"),
                    parents.tombstone(structOf(NUMBER_KEY, 1L)));
        }

        assertThat(database.rows("SELECT * FROM child")).containsExactly("10|2|kept");
    }
}
