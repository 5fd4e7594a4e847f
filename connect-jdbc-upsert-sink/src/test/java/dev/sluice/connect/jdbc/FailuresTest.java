// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of records and batches that the database does not take. */
class FailuresTest {
    private static final Schema KEY = struct("id", Schema.INT64_SCHEMA);
    private static final Schema VALUE =
            struct("name", Schema.OPTIONAL_STRING_SCHEMA, "amount", Schema.OPTIONAL_INT32_SCHEMA);

    private final Topic orders = new Topic("orders", KEY, VALUE);
    private TestDatabase database;

    @BeforeEach
    void createTable() throws SQLException {
        database = TestDatabase.create();
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, amount smallint)");
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        database.close();
    }

    private static Struct key(long id) {
        return structOf(KEY, id);
    }

    private SinkRecord order(long id, String name, Integer amount) {
        return orders.record(key(id), name, amount);
    }

    private List<String> orders() throws SQLException {
        return database.rows("SELECT id, name, amount FROM orders ORDER BY id");
    }

    @Test
    void aBadRecordIsSetAsideAloneAndTheRestOfTheBatchIsWritten() throws SQLException {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            records.add(order(i, "row", i == 17 || i == 42 ? 1_000_000 : i));
        }
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(records);

            assertThat(sink.reports())
                    .containsExactly(
                            "orders-3 offset 17: field 'amount' of type INT32: column \"orders\".\"amount\" of type smallint"
                                    + " refuses the record (SQLSTATE 22003): a number does not fit the column. Widen the column."
                                    + " Run ALTER TABLE \"orders\" ALTER COLUMN \"amount\" TYPE integer, or set auto.evolve=true",
                            "orders-3 offset 42: field 'amount' of type INT32: column \"orders\".\"amount\" of type smallint"
                                    + " refuses the record (SQLSTATE 22003): a number does not fit the column. Widen the column."
                                    + " Run ALTER TABLE \"orders\" ALTER COLUMN \"amount\" TYPE integer, or set auto.evolve=true");
        }

        assertThat(database.rows("SELECT count(*) FROM orders")).containsExactly("48");
    }

    @Test
    void aBadRecordDoesNotTakeAlongTheGoodOnesOfItsKey() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(order(1, "first", 1), order(1, "second", 1_000_000));
            sink.put(order(2, "first", 1_000_000), order(2, "second", 2));

            assertThat(sink.reports()).singleElement().asString().startsWith("orders-3 offset 1: ");
        }

        assertThat(orders()).containsExactly("1|first|1", "2|second|2");
    }

    @Test
    void messagesHoldNoValues() throws SQLException {
        database.execute("ALTER TABLE orders ALTER amount TYPE int, ADD CHECK (name <> 'secret'), ADD UNIQUE (amount)");
        database.execute("INSERT INTO orders VALUES (99, 'x', 4711)");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(order(1, "secret", 1), order(2, "b", 4711), order(3, "nul \0 4711", 3));

            assertThat(sink.reports()).hasSize(3).allSatisfy(report -> assertThat(report)
                    .doesNotContain("secret", "4711"));
            assertThat(sink.reports().get(0)).contains("\"orders\".\"name\"", "23514");
            assertThat(sink.reports().get(1)).contains("\"orders\".\"amount\"", "23505");
            assertThat(sink.reports().get(2)).contains("\"orders\".\"name\"", "22021");
        }
    }

    @Test
    void aDuplicateInInsertModeIsABadRecord() throws SQLException {
        try (RunningSink sink = RunningSink.on(database, "pk.mode", "record_key")) {
            sink.put(order(1, "first", 1), order(2, "other", 2), order(1, "second", 3));

            assertThat(sink.reports())
                    .containsExactly(
                            "orders-3 offset 2: table \"orders\", constraint \"orders_pkey\", refuses the record"
                                    + " (SQLSTATE 23505): a unique index holds the value already. If it is the key's, write with"
                                    + " insert.mode=upsert; another one must not be stricter than the source's");
        }

        assertThat(orders()).containsExactly("1|first|1", "2|other|2");
    }

    @Test
    void aValueTooLargeForAnIndexIsABadRecord() throws SQLException {
        database.execute("CREATE INDEX ON orders (name)");
        String large = new Random(1)
                .ints(20_000, 'a', 'z')
                .mapToObj(letter -> String.valueOf((char) letter))
                .collect(joining());
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(order(1, "good", 1), order(2, large, 2));

            assertThat(sink.reports()).singleElement().asString().contains("\"orders\".\"name\"", "54000");
        }

        assertThat(orders()).containsExactly("1|good|1");
    }

    @Test
    void aTriggersOwnErrorCodeIsABadRecordWhereOtherRecordsPass() throws SQLException {
        refuseSecretNamesWith("US001");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(order(1, "good", 1), order(2, "secret", 2));

            assertThat(sink.reports())
                    .singleElement()
                    .asString()
                    .contains("US001")
                    .doesNotContain("secret");
        }

        assertThat(orders()).containsExactly("1|good|1");
    }

    @Test
    void aTriggersOwnErrorCodeStopsTheTaskWhereNoRecordPassesAndQuotesNoValue() throws SQLException {
        refuseSecretNamesWith("US001");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> sink.put(order(1, "secret", 1), order(2, "secret", 2)))
                    .withMessageStartingWith("table \"orders\": the database does not take the batch (SQLSTATE US001)")
                    .withNoCause();
            assertThat(sink.reports()).isEmpty();
        }
    }

    /** As in a larger batch, where another passes: what stops a task must not hang on how records are cut into polls. */
    @Test
    void aTriggersOwnErrorCodeForARecordThatIsABatchByItselfIsABadRecord() throws SQLException {
        refuseSecretNamesWith("US001");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(order(1, "secret", 1));
            sink.put(order(2, "good", 2));

            assertThat(sink.reports()).singleElement().asString().contains("US001");
        }

        assertThat(orders()).containsExactly("2|good|2");
    }

    private void refuseSecretNamesWith(String state) throws SQLException {
        database.execute(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.name = 'secret' THEN"
                        + " RAISE EXCEPTION 'bad value %', NEW.name USING ERRCODE = '" + state
                        + "'; END IF; RETURN NEW; END $$",
                "CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION refuse()");
    }

    @Test
    void aGeneratedColumnIsLeftToTheDatabase() throws SQLException {
        database.execute("ALTER TABLE orders DROP amount, ADD amount int GENERATED ALWAYS AS (length(name)) STORED");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(order(1, "four", 99), order(2, "three", null));
            sink.put(order(1, "twelve", 99));

            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("1|twelve|6", "2|three|5");
    }

    @Test
    void ofManyBadRecordsTheFirstAreExplainedAndAllAreSetAside() throws SQLException {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            records.add(order(i, "row", 1_000_000));
        }
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(records);

            assertThat(sink.reports()).hasSize(25);
            assertThat(sink.reports().subList(0, 10))
                    .allSatisfy(report -> assertThat(report).contains("field 'amount'", "22003"));
            assertThat(sink.reports().subList(10, 25)).allSatisfy(report -> assertThat(report)
                    .contains("table \"orders\" refuses the record (SQLSTATE 22003)"));
        }
    }

    @Test
    void recordsThatCannotBeRowsAreSetAsideAndTheRestIsWritten() throws SQLException {
        try (RunningSink sink = RunningSink.on(database, "insert.mode", "upsert", "pk.mode", "record_key")) {
            sink.put(
                    order(1, "good", 1),
                    orders.record(null, "no key", 2),
                    orders.record(key(2), Schema.STRING_SCHEMA, "no row"),
                    orders.tombstone(key(1)));

            assertThat(sink.reports())
                    .satisfiesExactly(
                            report -> assertThat(report).startsWith("orders-3 offset 1: key field 'id' is null"),
                            report ->
                                    assertThat(report).startsWith("orders-3 offset 2: the record's value is a single"),
                            report -> assertThat(report)
                                    .startsWith("orders-3 offset 3: the record deletes a row")
                                    .contains("delete.enabled"));
        }

        assertThat(orders()).containsExactly("1|good|1");
    }

    @Test
    void badRecordsAreStoredBeforeTheBatchIsCommitted() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.context.onReport = () -> {
                try {
                    assertThat(orders()).isEmpty();
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            };
            sink.put(order(1, "good", 1), order(2, "bad", 1_000_000));

            assertThat(sink.reports()).hasSize(1);
        }

        assertThat(orders()).containsExactly("1|good|1");
    }

    @Test
    void aReportThatIsStoredLaterIsWaitedForBeforeTheCommit() throws SQLException {
        FutureTask<Void> stored = new FutureTask<>(() -> {
            assertThat(orders()).isEmpty();
            return null;
        });
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.context.stored = new StoredWhenAwaited(stored);
            sink.put(order(1, "good", 1), order(2, "bad", 1_000_000));
        }

        assertThat(stored).isDone();
        assertThat(orders()).containsExactly("1|good|1");
    }

    /** Is done at the moment in which someone waits for it, and not before. */
    private record StoredWhenAwaited(FutureTask<Void> task) implements Future<Void> {
        @Override
        public Void get() throws InterruptedException, ExecutionException {
            task.run();
            return task.get();
        }

        @Override
        public Void get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException {
            return get();
        }

        @Override
        public boolean isDone() {
            return task.isDone();
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return false;
        }
    }

    @Test
    void aReportThatCannotBeStoredUndoesTheBatch() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.context.stored = CompletableFuture.failedFuture(new IOException("no such topic"));

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> sink.put(order(1, "good", 1), order(2, "bad", 1_000_000)));
        }

        assertThat(orders()).isEmpty();
    }

    @Test
    void aBadRecordStopsTheTaskWhereNoneAreToleratedAndNothingOfItsBatchIsWritten() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "errors.tolerance", "none")) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> sink.put(order(1, "good", 1), order(2, "bad", 1_000_000)))
                    .withMessageStartingWith("orders-3 offset 1: field 'amount'")
                    .withMessageContaining("errors.tolerance=all");
        }

        assertThat(orders()).isEmpty();
    }

    @Test
    void rowsMayHandOnTheValueOfAUniqueColumn() throws SQLException {
        database.execute("ALTER TABLE orders ADD UNIQUE (name)");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(order(1, "x", 1), order(2, "y", 2));
            // In the order of keys, 1 would take y while 2 still holds it.
            sink.put(order(2, "free", 2), order(1, "y", 1));

            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("1|y|1", "2|free|2");
    }

    @Test
    void twoRowsMaySwapAUniqueValueThroughADelete() throws SQLException {
        database.execute("ALTER TABLE orders ADD UNIQUE (name)");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(order(1, "x", 1), order(2, "y", 2));
            sink.put(orders.tombstone(key(2)), order(1, "y", 1), order(2, "x", 2));

            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("1|y|1", "2|x|2");
    }

    @Test
    void aParentThatArrivesBeforeItsChildIsWrittenBeforeIt() throws SQLException {
        database.execute("CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint REFERENCES orders)");
        Topic lines = new Topic("lines", KEY, struct("order_id", Schema.OPTIONAL_INT64_SCHEMA));
        try (RunningSink sink = RunningSink.mirroring(database)) {
            // Tables are written in the order of their first record, so the second line would come before its order.
            sink.put(
                    lines.record(key(1), (Object) null),
                    order(7, "parent", 1),
                    lines.record(key(2), 7L),
                    lines.record(key(3), 8L));

            assertThat(sink.reports()).singleElement().asString().startsWith("lines-3 offset 2: ");
        }

        assertThat(database.rows("SELECT * FROM lines ORDER BY id")).containsExactly("1|null", "2|7");
    }

    @Test
    void aKeyWithoutAUniqueIndexStopsTheTaskNamingTableAndRemedy() throws SQLException {
        database.execute("CREATE TABLE loose (id bigint, name text, amount int)");
        Topic loose = new Topic("loose", KEY, VALUE);
        try (RunningSink sink = RunningSink.mirroring(database)) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> sink.put(loose.record(key(1), "one", 1)))
                    .withMessage(
                            "table \"loose\": the database does not take the batch (SQLSTATE 42P10): no unique index is on exactly"
                                    + " the key columns. Create one, or correct pk.fields");
        }
    }

    @Test
    void aTableThatChangedUnderTheTaskIsReadAgain() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true", "auto.evolve", "true")) {
            sink.put(order(1, "one", 1));
            database.execute("ALTER TABLE orders DROP COLUMN amount");
            sink.put(order(2, "two", 2));
            database.execute("DROP TABLE orders");
            sink.put(order(3, "three", 3));
        }

        assertThat(orders()).containsExactly("3|three|3");
    }

    @Test
    void aColumnThatWasWidenedTakesTheRecordWithoutARestart() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(order(1, "one", 1));
            database.execute("ALTER TABLE orders ALTER amount TYPE int");
            sink.put(order(2, "two", 1_000_000));

            assertThat(sink.reports()).isEmpty();
        }

        assertThat(orders()).containsExactly("1|one|1", "2|two|1000000");
    }

    @Test
    void aConstraintThatIsCheckedAtTheCommitStopsTheTaskAndWritesNothing() throws SQLException {
        database.execute("ALTER TABLE orders ADD UNIQUE (name) DEFERRABLE INITIALLY DEFERRED");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> sink.put(order(1, "same", 1), order(2, "same", 2)))
                    .withMessageContaining("23505")
                    .withMessageContaining("not deferred")
                    .withNoCause();
        }

        assertThat(orders()).isEmpty();
    }
}
