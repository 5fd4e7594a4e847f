// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What holds on every database that the sink is tested with. */
abstract class DialectContract extends GrowthContract {
    private static final Schema TEXT_KEY = struct("id", Schema.STRING_SCHEMA);
    private static final Schema PAIR_KEY = struct("a", Schema.INT64_SCHEMA, "b", Schema.STRING_SCHEMA);
    private static final Schema VERSIONED =
            struct("v", Schema.OPTIONAL_STRING_SCHEMA, "version", Schema.OPTIONAL_INT64_SCHEMA);
    private static final Schema REMOVED =
            struct("version", Schema.OPTIONAL_INT64_SCHEMA, "__deleted", Schema.STRING_SCHEMA);

    private static final Schema WIDE_DECIMAL =
            Decimal.builder(0).parameter("connect.decimal.precision", "20").build();

    /** One number to floating point. */
    private static final BigDecimal WIDE = new BigDecimal("9007199254740992");

    private static final BigDecimal WIDE_NEIGHBOUR = WIDE.add(BigDecimal.ONE);

    boolean comparesDecimals() {
        return true;
    }

    @Test
    void moreRowsThanAStatementTakesAreWrittenAndDeleted() throws SQLException {
        Topic topic = new Topic("t", PAIR_KEY, VALUE);
        List<SinkRecord> upserts = new ArrayList<>();
        List<SinkRecord> deletes = new ArrayList<>();
        for (int i = 0; i < 1_300; i++) {
            upserts.add(topic.record(structOf(PAIR_KEY, (long) i, "k" + i), "v" + i));
            if (i % 2 == 0) {
                deletes.add(topic.tombstone(structOf(PAIR_KEY, (long) i, "k" + i)));
            }
        }
        try (RunningSink sink = mirroring("auto.create", "true")) {
            sink.put(upserts);
            sink.put(upserts);
            assertThat(database.rows("SELECT count(*) FROM `t`")).containsExactly("1300");
            sink.put(deletes);
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT count(*), min(`v`) FROM `t`")).containsExactly("650|v1");
    }

    @Test
    void aRowOfKeysAloneIsWrittenOnceAndAgain() throws SQLException {
        Topic topic = new Topic("t", KEY, KEY);
        try (RunningSink sink = mirroring("auto.create", "true")) {
            sink.put(topic.record(structOf(KEY, 1), 1));
            sink.put(topic.record(structOf(KEY, 1), 1), topic.record(structOf(KEY, 2), 2));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM `t` ORDER BY 1")).containsExactly("1", "2");
    }

    @Test
    void textKeysThatDifferInCaseOrInSpacesAreRowsOfTheirOwnInATableOfOurs() throws SQLException {
        Topic topic = new Topic("t", TEXT_KEY, VALUE);
        try (RunningSink sink = mirroring("auto.create", "true")) {
            sink.put(
                    topic.record(structOf(TEXT_KEY, "a"), "small"),
                    topic.record(structOf(TEXT_KEY, "A"), "large"),
                    topic.record(structOf(TEXT_KEY, "a "), "space"),
                    topic.record(structOf(TEXT_KEY, "ä"), "umlaut"));
            sink.put(topic.tombstone(structOf(TEXT_KEY, "ä")), topic.record(structOf(TEXT_KEY, "A"), "new"));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT `v` FROM `t`")).containsExactlyInAnyOrder("small", "new", "space");
    }

    @Test
    void aBadRecordIsSetAsideAloneAndItsMessageHoldsNoValue() throws SQLException {
        database.execute("CREATE TABLE `t` (`id` int PRIMARY KEY, `v` varchar(20), `u` int UNIQUE NOT NULL)");
        Schema value = struct("v", Schema.OPTIONAL_STRING_SCHEMA, "u", Schema.OPTIONAL_INT32_SCHEMA);
        Topic topic = new Topic("t", KEY, value);
        try (RunningSink sink = RunningSink.at(database.url(), "pk.mode", "record_key", "errors.tolerance", "all")) {
            sink.put(
                    topic.record(structOf(KEY, 1), "one", 1),
                    topic.record(structOf(KEY, 2), "secret", null),
                    topic.record(structOf(KEY, 3), "secret", 1),
                    topic.record(structOf(KEY, 4), "four", 4));

            assertThat(sink.reports()).hasSize(2).allSatisfy(report -> assertThat(report)
                    .contains("refuses the record")
                    .doesNotContain("secret"));
        }

        assertThat(database.rows("SELECT `id` FROM `t` ORDER BY 1")).containsExactly("1", "4");
    }

    @Test
    void updatesChangeWhatIsThereAndNothingElse() throws SQLException {
        database.execute(
                "CREATE TABLE `t` (`id` int PRIMARY KEY, `v` varchar(20))", "INSERT INTO `t` VALUES (1, 'old')");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = RunningSink.at(database.url(), "insert.mode", "update", "pk.mode", "record_key")) {
            sink.put(topic.record(structOf(KEY, 1), "new"), topic.record(structOf(KEY, 2), "absent"));
        }

        assertThat(database.rows("SELECT * FROM `t`")).containsExactly("1|new");
    }

    @Test
    void theTableOfOffsetsCountsEachRecordOnceAndKeepsAZombieOut() throws SQLException {
        database.execute("CREATE TABLE `t` (`v` varchar(20))");
        Topic topic = new Topic("t", null, VALUE);
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            records.add(topic.record(null, "v" + i));
        }
        TopicPartition partition =
                new TopicPartition(records.get(0).topic(), records.get(0).kafkaPartition());
        String[] exactlyOnce = {"name", "ledger", "exactly.once.enabled", "true", "quote.sql.identifiers", "always"};
        try (RunningSink zombie = RunningSink.at(database.url(), exactlyOnce);
                RunningSink owner = RunningSink.at(database.url(), exactlyOnce)) {
            zombie.put(records.subList(0, 2));
            owner.open(Set.of(partition));
            assertThat(owner.context.offsets).containsExactly(Map.entry(partition, 2L));
            owner.put(records.subList(2, 4));

            assertThatExceptionOfType(RetriableException.class)
                    .isThrownBy(() -> zombie.put(records.subList(2, 3)))
                    .withMessageContaining("another task of this connector has taken over");
        }

        assertThat(database.rows("SELECT `v` FROM `t` ORDER BY 1")).containsExactly("v0", "v1", "v2", "v3");
    }

    @Test
    void anOlderEventNeitherOverwritesNorDeletesANewerRow() throws SQLException {
        database.execute(
                "CREATE TABLE `t` (`id` int PRIMARY KEY, `v` varchar(20), `version` bigint)",
                "INSERT INTO `t` VALUES (9, 'nine', NULL)");
        Topic topic = new Topic("t", KEY, VERSIONED);
        Topic removals = new Topic("t", 4, KEY, REMOVED);
        try (RunningSink sink = mirroring("upsert.guard.field", "version", "delete.field", "__deleted")) {
            sink.put(
                    topic.record(structOf(KEY, 1), "new", 5L),
                    topic.record(structOf(KEY, 1), "old", 3L),
                    topic.record(structOf(KEY, 2), "two", 1L),
                    topic.record(structOf(KEY, 2), "two again", 1L),
                    topic.record(structOf(KEY, 3), "three", 1L),
                    topic.record(structOf(KEY, 9), "guarded", 1L));
            sink.put(
                    removals.record(structOf(KEY, 1), 4L, "true"),
                    removals.record(structOf(KEY, 2), 1L, "true"),
                    removals.record(structOf(KEY, 4), 1L, "true"));
            sink.put(topic.record(structOf(KEY, 1), "older", 4L), topic.tombstone(structOf(KEY, 3)));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM `t` ORDER BY `id`")).containsExactly("1|new|5", "9|guarded|1");
    }

    @Test
    void anOlderEventDoesNotOverwriteARowThatHasARequiredColumnItLacksOrAnotherUniqueValue() throws SQLException {
        database.execute(
                "CREATE TABLE `t` (`id` int PRIMARY KEY, `v` varchar(20) UNIQUE, `version` bigint, `body` varchar(20) NOT NULL)",
                "INSERT INTO `t` VALUES (1, 'new', 5, 'body')");
        Topic topic = new Topic("t", KEY, VERSIONED);
        try (RunningSink sink = mirroring("upsert.guard.field", "version", "delete.field", "__deleted")) {
            sink.put(topic.record(structOf(KEY, 1), "old", 3L));
            assertThat(sink.reports()).isEmpty();
            assertThat(database.rows("SELECT * FROM `t`")).containsExactly("1|new|5|body");
            sink.put(topic.record(structOf(KEY, 1), "newer", 6L));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM `t`")).containsExactly("1|newer|6|body");
    }

    @Test
    void anOlderEventIsToldByItsDecimalOrTheTaskSaysThatItCannot() throws SQLException {
        Schema value = struct("v", Schema.OPTIONAL_STRING_SCHEMA, "version", WIDE_DECIMAL);
        Topic topic = new Topic("t", KEY, value);
        List<SinkRecord> records = List.of(
                topic.record(structOf(KEY, 1), "new", WIDE_NEIGHBOUR),
                topic.record(structOf(KEY, 1), "old", WIDE),
                topic.record(structOf(KEY, 2), "old", BigDecimal.valueOf(9)),
                topic.record(structOf(KEY, 2), "new", BigDecimal.valueOf(10)));
        try (RunningSink sink = mirroring("upsert.guard.field", "version", "auto.create", "true")) {
            if (comparesDecimals()) {
                sink.put(records);
                sink.put(records);
                assertThat(database.rows("SELECT `v` FROM `t`")).containsExactly("new", "new");
            } else {
                assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> sink.put(records))
                        .withMessageContainingAll("field 'version'", "upsert.guard.field", "as texts");
                assertThat(database.rows("SELECT `v` FROM `t`")).isEmpty();
            }
            assertThat(sink.reports()).isEmpty();
        }
    }

    @Test
    void anIntegerInAColumnOfTextsTellsNoOlderEvent() throws SQLException {
        database.execute("CREATE TABLE `t` (`id` int PRIMARY KEY, `v` varchar(20), `version` varchar(20))");
        Topic topic = new Topic("t", KEY, VERSIONED);
        try (RunningSink sink = mirroring("upsert.guard.field", "version")) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> sink.put(topic.record(structOf(KEY, 1), "nine", 9L)))
                    .withMessageContainingAll("field 'version' (INT64)", "upsert.guard.field", "as texts");
        }
    }

    @Test
    void anOlderEventIsToldByItsTime() throws SQLException {
        Schema value = struct("v", Schema.OPTIONAL_STRING_SCHEMA, "at", Timestamp.SCHEMA);
        Topic topic = new Topic("t", KEY, value);
        try (RunningSink sink = mirroring("upsert.guard.field", "at", "auto.create", "true")) {
            sink.put(
                    topic.record(structOf(KEY, 1), "new", new Date(10_000_000_000_000L)),
                    topic.record(structOf(KEY, 1), "old", new Date(9_999_999_999_999L)),
                    topic.record(structOf(KEY, 2), "old", new Date(-1)),
                    topic.record(structOf(KEY, 2), "new", new Date(0)));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT `v` FROM `t`")).containsExactly("new", "new");
    }

    @Test
    void neighbouringDecimalKeysAreRowsOfTheirOwn() throws SQLException {
        Schema key = struct("id", WIDE_DECIMAL);
        Topic topic = new Topic("t", key, VALUE);
        try (RunningSink sink = mirroring("auto.create", "true")) {
            sink.put(
                    topic.record(structOf(key, WIDE), "one"),
                    topic.record(structOf(key, WIDE_NEIGHBOUR), "two"),
                    topic.record(structOf(key, BigDecimal.TEN), "three"));
            sink.put(topic.tombstone(structOf(key, WIDE_NEIGHBOUR)), topic.tombstone(structOf(key, BigDecimal.TEN)));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT `v` FROM `t`")).containsExactly("one");
    }

    @Test
    void aTruncateEmptiesTheTableInItsPlaceOfTheBatch() throws SQLException {
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = mirroring("auto.create", "true", "truncate.enabled", "true")) {
            sink.put(topic.record(structOf(KEY, 1), "before"));
            SinkRecord truncate = topic.tombstone(null);
            truncate.headers().addString("__op", "t");
            sink.put(topic.record(structOf(KEY, 2), "before"), truncate, topic.record(structOf(KEY, 3), "after"));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM `t`")).containsExactly("3|after");
    }

    @Test
    void insertIgnoreKeepsTheRowThatIsThere() throws SQLException {
        database.execute(
                "CREATE TABLE `t` (`id` int PRIMARY KEY, `v` varchar(20))", "INSERT INTO `t` VALUES (1, 'old')");
        Topic topic = new Topic("t", KEY, VALUE);
        String[] settings = {"insert.mode", "insert-ignore", "pk.mode", "record_key"};
        try (RunningSink sink = RunningSink.at(database.url(), settings)) {
            sink.put(
                    topic.record(structOf(KEY, 1), "new"),
                    topic.record(structOf(KEY, 2), "two"),
                    topic.record(structOf(KEY, 2), "again"));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM `t` ORDER BY 1")).containsExactly("1|old", "2|two");
    }

    @Test
    void insertIgnorePassesOverTheSameKeyAndNotTheSameValueOfAnotherUniqueIndex() throws SQLException {
        database.execute(
                "CREATE TABLE `t` (`id` int PRIMARY KEY, `v` varchar(20) UNIQUE)", "INSERT INTO `t` VALUES (1, 'old')");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink =
                RunningSink.at(database.url(), "insert.mode", "insert-ignore", "pk.mode", "record_key")) {
            sink.put(
                    topic.record(structOf(KEY, 1), "new"),
                    topic.record(structOf(KEY, 2), "old"),
                    topic.record(structOf(KEY, 3), "three"),
                    topic.record(structOf(KEY, 3), "again"));
            assertThat(sink.reports())
                    .singleElement()
                    .asString()
                    .contains("refuses the record")
                    .contains("unique index");
        }

        assertThat(database.rows("SELECT * FROM `t` ORDER BY 1")).containsExactly("1|old", "3|three");
    }

    @Test
    void aRowThatLacksARequiredColumnChangesTheRowThatIsThereBesideNewOnes() throws SQLException {
        database.execute(
                "CREATE TABLE `t` (`id` int PRIMARY KEY, `v` varchar(20), `u` int UNIQUE, `body` varchar(20) NOT NULL)",
                "INSERT INTO `t` VALUES (2, 'old', 2, 'kept'), (3, 'old', 3, 'kept')");
        Schema whole = struct(
                "v", Schema.STRING_SCHEMA, "u", Schema.OPTIONAL_INT32_SCHEMA, "body", Schema.OPTIONAL_STRING_SCHEMA);
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = mirroring()) {
            sink.put(
                    topic.recordWith(whole, structOf(KEY, 1), "one", 1, "new"),
                    topic.record(structOf(KEY, 2), "two"),
                    topic.recordWith(whole, structOf(KEY, 3), "three", 4, "new"),
                    topic.recordWith(whole, structOf(KEY, 4), "four", 3, "new"),
                    topic.record(structOf(KEY, 5), "no body"));
            assertThat(sink.reports()).hasSize(1);
        }

        assertThat(database.rows("SELECT * FROM `t` ORDER BY 1"))
                .containsExactly("1|one|1|new", "2|two|2|kept", "3|three|4|new", "4|four|3|new");
    }

    /** Exactly what it becomes is the business of each; that nothing but a value out of range is refused, of all. */
    @Test
    void everyTypeFindsAColumn() throws SQLException {
        List<String> refused = new ArrayList<>();
        int number = 0;
        for (TypesTest.Example example : TypesTest.examples()) {
            Schema schema = struct("v", example.schema());
            Topic topic = new Topic("types" + number++, KEY, schema);
            try (RunningSink sink = mirroring("auto.create", "true")) {
                sink.put(topic.record(structOf(KEY, 1), example.value()));
                refused.addAll(sink.reports().stream()
                        .map(report -> example + " -> " + report)
                        .toList());
            }
        }

        assertThat(refused)
                .allMatch(
                        refusal -> refusal.contains("infinite")
                                || refusal.contains("not within")
                                || refusal.contains("a number does not fit"),
                        "is out of range");
    }

    @Test
    void aNameOfTwoHundredCharactersIsOneTableOrSaysWhyNot() throws SQLException {
        String longName = "n".repeat(200);
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = mirroring("auto.create", "true", "table.name.format", longName)) {
            sink.put(topic.record(structOf(KEY, 1), "one"));
            sink.put(topic.record(structOf(KEY, 1), "two"));
            assertThat(database.rows("SELECT * FROM `" + longName + "`")).containsExactly("1|two");
        } catch (ConnectException e) {
            assertThat(e).hasMessageContaining(longName);
        }
    }

    @Test
    void hostileNamesAreNamesAndNothingElse() throws SQLException {
        String hostile = "a\"b`c'd;DROP TABLE x--[e]";
        Schema value = struct(hostile, Schema.OPTIONAL_STRING_SCHEMA, "select", Schema.OPTIONAL_INT32_SCHEMA);
        Schema more = struct(
                hostile,
                Schema.OPTIONAL_STRING_SCHEMA,
                hostile + "2",
                Schema.OPTIONAL_STRING_SCHEMA,
                "ünï ©",
                Schema.OPTIONAL_STRING_SCHEMA);
        Topic topic = new Topic("x", KEY, value);
        try (RunningSink sink =
                mirroring("auto.create", "true", "auto.evolve", "true", "table.name.format", "t;'x\"`")) {
            sink.put(topic.record(structOf(KEY, 1), "one", 1));
            sink.put(topic.recordWith(more, structOf(KEY, 1), "two", "three", "four"));
            sink.put(topic.record(structOf(KEY, 2), "two", 1), topic.tombstone(structOf(KEY, 2)));
            assertThat(sink.reports()).isEmpty();
        }

        String table = database.dialect().quoted("t;'x\"`");
        try (var statement = database.connection().createStatement();
                var rows = statement.executeQuery("SELECT * FROM " + table)) {
            assertThat(rows.next()).isTrue();
            assertThat(List.of(rows.getString(2), rows.getString(3), rows.getString(4), rows.getString(5)))
                    .containsExactly("two", "1", "three", "four");
            assertThat(rows.next()).isFalse();
        }
    }
}
