// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.jdbc.sql.DatabaseKind;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract on MariaDB, and what is so only there and on MySQL. */
class MariaDbDialectTest extends DialectContract {
    private static final Schema KEY = struct("id", Schema.STRING_SCHEMA);
    private static final Schema VALUE = struct("v", Schema.OPTIONAL_STRING_SCHEMA);

    @Override
    ForeignDatabase create() throws SQLException {
        return ForeignDatabase.mariaDb(DatabaseKind.MARIADB.dialect(IdentifierQuoting.ALWAYS, true));
    }

    @ParameterizedTest
    @CsvSource({
        "varchar(20) COLLATE utf8mb4_general_ci, a, A",
        "varchar(20) COLLATE utf8mb4_unicode_ci, e, é",
        "varchar(20) COLLATE utf8mb4_bin, a, 'a '",
        "char(20), a, 'a '",
        "'decimal(10,2)', 1.0, 1.00",
        "bigint, 1, 01",
        "datetime, 2026-11-20 00:00:00, 2026-11-20",
    })
    void twoSpellingsOfOneKeyAreAppliedInTheirOrder(String type, String first, String second) throws SQLException {
        database.execute("CREATE TABLE t (id " + type + " PRIMARY KEY, v varchar(20))");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroringAt(database.url())) {
            sink.put(topic.record(structOf(KEY, first), "old"), topic.record(structOf(KEY, second), "new"));
            assertThat(database.rows("SELECT v FROM t")).containsExactly("new");
            sink.put(topic.record(structOf(KEY, second), "old"), topic.record(structOf(KEY, first), "newer"));
            assertThat(database.rows("SELECT v FROM t")).containsExactly("newer");
            sink.put(topic.record(structOf(KEY, first), "gone"), topic.tombstone(structOf(KEY, second)));
            assertThat(database.rows("SELECT v FROM t")).isEmpty();
            assertThat(sink.reports()).isEmpty();
        }
    }

    @Test
    void aFieldWhoseCaseDiffersFromTheColumnsIsThatColumn() throws SQLException {
        database.execute(
                "CREATE TABLE t (ID varchar(20) NOT NULL UNIQUE, V varchar(3) NOT NULL, N smallint NOT NULL, O int NOT NULL)");
        Schema value = struct("v", Schema.STRING_SCHEMA, "n", Schema.INT32_SCHEMA, "o", Schema.OPTIONAL_INT32_SCHEMA);
        Topic topic = new Topic("t", KEY, value);
        try (RunningSink sink = RunningSink.mirroringAt(database.url(), "auto.evolve", "true")) {
            sink.put(topic.record(structOf(KEY, "a"), "wide", 70_000, null));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM t")).containsExactly("a|wide|70000|null");
        assertThat(definitions("t"))
                .contains(
                        "`ID` varchar(20) NOT NULL,",
                        "`V` varchar(6) NOT NULL,",
                        "`N` int(11) NOT NULL,",
                        "`O` int(11) DEFAULT NULL,");
    }

    private List<String> definitions(String table) throws SQLException {
        try (Statement statement = database.connection().createStatement();
                ResultSet created = statement.executeQuery("SHOW CREATE TABLE " + table)) {
            assertThat(created.next()).isTrue();
            return created.getString(2).lines().map(String::strip).toList();
        }
    }

    /** Out of strict mode the server cuts and clips; and the session of a driver may well be out of it. */
    @Test
    void aValueThatDoesNotFitIsRefusedAndNeverCut() throws SQLException {
        database.execute("CREATE TABLE t (id varchar(20) PRIMARY KEY, v varchar(3))");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroringAt(database.url() + "&sessionVariables=sql_mode=''")) {
            sink.put(topic.record(structOf(KEY, "a"), "abcd"), topic.record(structOf(KEY, "b"), "abc"));
            assertThat(sink.reports())
                    .singleElement()
                    .asString()
                    .contains("1406")
                    .contains("`t`.`v`");
        }

        assertThat(database.rows("SELECT * FROM t")).containsExactly("b|abc");
    }

    @Test
    void aRowThatMeetsAnotherRowsUniqueValueIsABadRecord() throws SQLException {
        database.execute("CREATE TABLE t (id varchar(20) PRIMARY KEY, v varchar(3) UNIQUE)");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroringAt(database.url())) {
            sink.put(topic.record(structOf(KEY, "a"), "abc"));
            sink.put(topic.record(structOf(KEY, "b"), "abc"), topic.record(structOf(KEY, "c"), "d"));
            assertThat(sink.reports()).singleElement().asString().contains("1062");
        }

        assertThat(database.rows("SELECT * FROM t ORDER BY id")).containsExactly("a|abc", "c|d");
    }

    @Test
    void manyLargeRowsAreWrittenThoughTheServerWouldNotTakeThemInOneStatement() throws SQLException {
        database.execute("CREATE TABLE t (id varchar(20) PRIMARY KEY, v longtext)");
        Topic topic = new Topic("t", KEY, VALUE);
        String large = "x".repeat(200_000);
        List<SinkRecord> records = IntStream.range(0, 200)
                .mapToObj(i -> topic.record(structOf(KEY, "k" + i), large))
                .toList();
        try (RunningSink sink = RunningSink.mirroringAt(database.url())) {
            sink.put(records);
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT count(*), min(length(v)) FROM t")).containsExactly("200|200000");
    }

    /** The driver would close the connection, as if the server were gone. */
    @Test
    void aRowThatTheServerIsNotMadeToTakeIsABadRecord() throws SQLException {
        database.execute("CREATE TABLE t (id varchar(20) PRIMARY KEY, v longtext)");
        Topic topic = new Topic("t", KEY, VALUE);
        int limit =
                Integer.parseInt(database.rows("SELECT @@max_allowed_packet").get(0));
        try (RunningSink sink = RunningSink.mirroringAt(database.url())) {
            sink.put(
                    topic.record(structOf(KEY, "a"), "x".repeat(limit)),
                    topic.record(structOf(KEY, "b"), "'".repeat(limit / 2)),
                    topic.record(structOf(KEY, "c"), "small"),
                    topic.record(structOf(KEY, "d"), "x".repeat(limit - 1_000)));
            assertThat(sink.reports()).hasSize(2).allSatisfy(report -> assertThat(report)
                    .contains("max_allowed_packet"));
        }

        assertThat(database.rows("SELECT id FROM t ORDER BY id")).containsExactly("c", "d");
    }

    @Test
    void aColumnThatChangesKeepsAllThatIsSaidOfIt() throws SQLException {
        database.execute(
                "CREATE TABLE t (id varchar(20) PRIMARY KEY,"
                        + " v varchar(3) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'a,b' COMMENT 'NOT NULL, it''s \\\\ (v)' CHECK (v <> 'no'),"
                        + " n int(11) unsigned NOT NULL DEFAULT 7, m enum('a)','it''s') NOT NULL, z decimal(5,2) DEFAULT (1 + 1))");
        Schema wide = struct(
                "v",
                Schema.STRING_SCHEMA,
                "n",
                Schema.OPTIONAL_INT64_SCHEMA,
                "m",
                Schema.OPTIONAL_STRING_SCHEMA,
                "z",
                Decimal.builder(3)
                        .optional()
                        .parameter("connect.decimal.precision", "9")
                        .build());
        Topic topic = new Topic("t", KEY, wide);
        try (RunningSink sink = RunningSink.mirroringAt(database.url(), "auto.evolve", "true")) {
            sink.put(topic.record(structOf(KEY, "a"), "abcd", -1L, null, null));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(definitions("t"))
                .contains(
                        "`v` varchar(6) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'a,b'"
                                + " COMMENT 'NOT NULL, it''s \\\\ (v)' CHECK (`v` <> 'no'),",
                        "`n` bigint(20) DEFAULT 7,",
                        "`m` enum('a)','it''s') DEFAULT NULL,",
                        "`z` decimal(9,3) DEFAULT (1 + 1),");
    }

    /** A row has 65,535 bytes. */
    @Test
    void aTextForWhichTwiceTheLengthIsTooMuchGetsAsMuchAsItNeeds() throws SQLException {
        database.execute("CREATE TABLE t (id varchar(20) PRIMARY KEY, v varchar(6000), w varchar(6000))"
                + " CHARACTER SET utf8mb4");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroringAt(database.url(), "auto.evolve", "true")) {
            sink.put(topic.record(structOf(KEY, "a"), "x".repeat(6_100)));
            assertThat(sink.reports()).isEmpty();
            assertThat(definitions("t")).contains("`v` varchar(6100) DEFAULT NULL,");

            sink.put(topic.record(structOf(KEY, "b"), "x".repeat(12_000)));
            assertThat(sink.reports())
                    .singleElement()
                    .asString()
                    .contains("Run ALTER TABLE `t` MODIFY COLUMN `v` varchar(12000) DEFAULT NULL")
                    .doesNotContain("auto.evolve");
        }

        assertThat(database.rows("SELECT id, length(v) FROM t")).containsExactly("a|6100");
    }

    @Test
    void nobodyWaitsForColumnsOfAViewThatOnlyItsTablesCouldChange() throws SQLException {
        database.execute(
                "CREATE TABLE base (id varchar(20) PRIMARY KEY, v varchar(3) NOT NULL, n smallint)",
                "CREATE VIEW t AS SELECT * FROM base");
        Schema value = struct("v", Schema.OPTIONAL_STRING_SCHEMA, "n", Schema.OPTIONAL_INT32_SCHEMA);
        Topic topic = new Topic("t", KEY, value);
        try (RunningSink sink = RunningSink.mirroringAt(database.url(), "auto.evolve", "true")) {
            whileReading("base", () -> {
                sink.put(topic.record(structOf(KEY, "a"), "one", 1));
                sink.put(topic.record(structOf(KEY, "b"), "long", 2), topic.record(structOf(KEY, "c"), "two", 3));
            });
            assertThat(sink.reports()).singleElement().asString().contains("1406");
        }

        assertThat(database.rows("SELECT * FROM t ORDER BY id")).containsExactly("a|one|1", "c|two|3");
    }

    @Test
    void aUserWhoMayNotSeeHowAViewIsMadeWritesWhatFits() throws SQLException {
        String name = database.connection().getCatalog();
        database.execute(
                "CREATE TABLE base (id varchar(20) PRIMARY KEY, v varchar(3) NOT NULL)",
                "CREATE VIEW t AS SELECT * FROM base",
                "CREATE OR REPLACE USER 'writer'@'%' IDENTIFIED BY 'secret'",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON " + name + ".* TO 'writer'@'%'");
        Topic topic = new Topic("t", KEY, VALUE);
        String url = database.url().replaceFirst("user=.*", "user=writer&password=secret");
        try (RunningSink sink = RunningSink.mirroringAt(url, "auto.evolve", "true")) {
            sink.put(topic.record(structOf(KEY, "a"), "one"), topic.record(structOf(KEY, "b"), "long"));
            assertThat(sink.reports()).singleElement().asString().contains("1406");
        }

        assertThat(database.rows("SELECT * FROM t")).containsExactly("a|one");
    }

    @Test
    void aColumnThatTheServerComputesIsNotChanged() throws SQLException {
        database.execute("CREATE TABLE t (id varchar(20) PRIMARY KEY, v varchar(20), n int AS (length(v)))");
        Topic topic = new Topic("t", KEY, struct("v", Schema.STRING_SCHEMA, "n", Schema.INT64_SCHEMA));
        try (RunningSink sink = RunningSink.mirroringAt(database.url(), "auto.evolve", "true")) {
            sink.put(topic.record(structOf(KEY, "a"), "one", 7L));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM t")).containsExactly("a|one|3");
        assertThat(definitions("t"))
                .anySatisfy(definition -> assertThat(definition).startsWith("`n` int(11) GENERATED"));
    }

    /** A column of the primary key stays NOT NULL, and the server says nothing. */
    @Test
    void aChangeThatTheServerDoesNotMakeIsAskedForOnce() throws SQLException {
        database.execute("CREATE TABLE t (id varchar(20) UNIQUE, part int, v varchar(20), PRIMARY KEY (id, part))");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroringAt(database.url(), "auto.evolve", "true")) {
            sink.put(topic.record(structOf(KEY, "a"), "one"));
            whileReading("t", () -> sink.put(topic.record(structOf(KEY, "b"), "two")));
            assertThat(sink.reports()).hasSize(2).allSatisfy(report -> assertThat(report)
                    .contains("1364"));
        }
    }

    /** Whoever asks for the table alone has to wait meanwhile. */
    private void whileReading(String table, Runnable work) throws SQLException {
        database.connection().setAutoCommit(false);
        database.rows("SELECT * FROM " + table);
        work.run();
        database.connection().rollback();
        database.connection().setAutoCommit(true);
    }

    @Test
    void withoutAutoEvolveAMessageHoldsTheWholeStatementThatMakesRoom() throws SQLException {
        database.execute("CREATE TABLE t (id varchar(20) PRIMARY KEY, v varchar(3) NOT NULL DEFAULT 'x' COMMENT 'c')");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroringAt(database.url())) {
            sink.put(topic.record(structOf(KEY, "a"), "secret"));
            assertThat(sink.reports())
                    .singleElement()
                    .asString()
                    .contains("Run ALTER TABLE `t` MODIFY COLUMN `v` varchar(6) ")
                    .contains(" NOT NULL DEFAULT 'x' COMMENT 'c', or set auto.evolve=true")
                    .doesNotContain("secret");
        }
    }

    /** An index takes 3,072 bytes. */
    @Test
    void aKeyForWhichItsColumnCannotGrowCostsItsRecordAlone() throws SQLException {
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroringAt(database.url(), "auto.create", "true", "auto.evolve", "true")) {
            sink.put(topic.record(structOf(KEY, "a"), "one"));
            sink.put(topic.record(structOf(KEY, "c".repeat(3_000)), "three"), topic.record(structOf(KEY, "d"), "four"));
            sink.put(topic.record(structOf(KEY, "b".repeat(300)), "two"));
            assertThat(sink.reports()).singleElement().asString().contains("1406");
        }

        assertThat(database.rows("SELECT v FROM t ORDER BY id")).containsExactly("one", "two", "four");
    }

    @Test
    void aTableThatIsInUseIsChangedLaterHoweverLongThatTakes() throws SQLException {
        database.execute("CREATE TABLE t (id varchar(20) PRIMARY KEY)");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroringAt(database.url(), "auto.evolve", "true", "max.retries", "0")) {
            whileReading("t", () -> assertThatExceptionOfType(RetriableException.class)
                    .isThrownBy(() -> sink.put(topic.record(structOf(KEY, "a"), "one")))
                    .withMessageContaining(
                            "table `t` is to be changed, and others use it (SQLSTATE HY000, error 1205)"));
            sink.put(topic.record(structOf(KEY, "a"), "one"));
        }

        assertThat(database.rows("SELECT * FROM t")).containsExactly("a|one");
    }

    /** An upsert in one statement would find no row by a key without an index, and insert it again. */
    @Test
    void aTableWithoutAnIndexOnTheKeyGetsNoRowTwice() throws SQLException {
        database.execute("CREATE TABLE t (id varchar(20), v varchar(20))");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroringAt(database.url())) {
            sink.put(topic.record(structOf(KEY, "a"), "one"), topic.record(structOf(KEY, "b"), "two"));
            sink.put(topic.record(structOf(KEY, "a"), "three"));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM t ORDER BY id")).containsExactly("a|three", "b|two");
    }

    /** Its number is new for each row, so that it meets none. */
    @ParameterizedTest
    @CsvSource({"AUTO_INCREMENT, 0", "DEFAULT 7, 2"})
    void anIndexOnANumberThatTheServerDrawsCostsNoUpdates(String number, int updates) throws SQLException {
        database.execute("CREATE TABLE t (n bigint " + number
                + " PRIMARY KEY, id varchar(20) CHARACTER SET ascii COLLATE ascii_bin UNIQUE NOT NULL, v varchar(20))");
        Topic topic = new Topic("t", KEY, VALUE);
        long before = updates();
        try (RunningSink sink = RunningSink.mirroringAt(database.url())) {
            sink.put(topic.record(structOf(KEY, "a"), "one"));
            sink.put(topic.record(structOf(KEY, "a"), "two"));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(updates() - before).isEqualTo(updates);
        assertThat(database.rows("SELECT id, v FROM t")).containsExactly("a|two");
    }

    private long updates() throws SQLException {
        return Long.parseLong(database.rows(
                        "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'COM_UPDATE'")
                .get(0));
    }

    @Test
    void aUniqueIndexThatIsMadeBetweenTwoConnectionsIsSeen() throws SQLException {
        database.execute("CREATE TABLE t (id varchar(20) PRIMARY KEY, v varchar(3))");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroringAt(database.url())) {
            sink.put(topic.record(structOf(KEY, "a"), "abc"));
            database.execute("CREATE UNIQUE INDEX u ON t (v)");
            String others = "SELECT id FROM information_schema.processlist WHERE db = database()"
                    + " AND id <> connection_id()";
            database.execute("KILL " + database.rows(others).get(0));
            SinkRecord next = topic.record(structOf(KEY, "b"), "abc");
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> sink.put(next));
            sink.put(next);
            assertThat(sink.reports()).singleElement().asString().contains("1062");
        }

        assertThat(database.rows("SELECT * FROM t")).containsExactly("a|abc");
    }

    /** Sorted by key, the batch meets the value that a later statement of it frees. */
    @ParameterizedTest
    @ValueSource(strings = {"UNIQUE (v)", "UNIQUE (v(2))"})
    void aUniqueValueThatOneRowGivesToAnotherInABatchLosesNeither(String index) throws SQLException {
        database.execute("CREATE TABLE t (id varchar(20) PRIMARY KEY, v varchar(3), " + index + ")");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroringAt(database.url())) {
            sink.put(topic.record(structOf(KEY, "2"), "B"));
            sink.put(topic.record(structOf(KEY, "2"), "C"), topic.record(structOf(KEY, "1"), "B"));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM t ORDER BY id")).containsExactly("1|B", "2|C");
    }
}
