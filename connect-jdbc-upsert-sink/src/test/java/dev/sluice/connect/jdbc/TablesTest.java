// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables and columns that the sink makes. */
class TablesTest {
    private static final Schema KEY = struct("id", Schema.INT32_SCHEMA);
    private static final Schema OLD = struct("a", Schema.STRING_SCHEMA);
    private static final Schema NEW = struct(
            "a",
            Schema.STRING_SCHEMA,
            "b",
            Schema.INT64_SCHEMA,
            "c",
            SchemaBuilder.int32().defaultValue(7).build());

    private final Topic topic = new Topic("t", KEY, OLD);
    private TestDatabase database;

    @BeforeEach
    void createDatabase() throws SQLException {
        database = TestDatabase.create();
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        database.close();
    }

    @Test
    void aNewFieldBecomesANullableColumnWithTheFieldsDefault() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true", "auto.evolve", "true")) {
            sink.put(topic.record(structOf(KEY, 1), "one"));
            sink.put(topic.recordWith(NEW, structOf(KEY, 2), "two", 2L, 2));
        }

        assertThat(database.columns("t"))
                .containsExactly("id integer NOT NULL", "a text NOT NULL", "b bigint", "c integer DEFAULT 7");
        assertThat(database.rows("SELECT * FROM t ORDER BY id")).containsExactly("1|one|null|7", "2|two|2|2");
    }

    @Test
    void schemasThatAlternateShareABatchAndATable() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(
                    topic.record(structOf(KEY, 1), "old"),
                    topic.recordWith(NEW, structOf(KEY, 2), "new", 2L, 2),
                    topic.record(structOf(KEY, 3), "old"),
                    topic.recordWith(NEW, structOf(KEY, 1), "new", 1L, 1));

            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.columns("t"))
                .containsExactly("id integer NOT NULL", "a text NOT NULL", "b bigint", "c integer DEFAULT 7");
        assertThat(database.rows("SELECT * FROM t ORDER BY id"))
                .containsExactly("1|new|1|1", "2|new|2|2", "3|old|null|7");
    }

    @Test
    void aTableForTwoSchemasHasItsColumnsInTheOrderOfArrival() throws SQLException {
        Schema reversed = struct("b", Schema.OPTIONAL_STRING_SCHEMA, "a", Schema.OPTIONAL_STRING_SCHEMA);
        for (int i = 0; i < 8; i++) {
            String name = "t" + i;
            Topic mine = new Topic(name, KEY, OLD);
            try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
                sink.put(
                        mine.record(structOf(KEY, 1), "a"),
                        mine.recordWith(reversed, structOf(KEY, 2), "b", "a"),
                        mine.recordWith(NEW, structOf(KEY, 3), "a", 1L, 1));
            }
            assertThat(database.rows("SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute"
                            + " WHERE attrelid = '" + name + "'::regclass AND attnum > 0"))
                    .containsExactly("id,a,b,c");
        }
    }

    @Test
    void aTableIsNotMadeForRecordsOfTwoKeys() throws SQLException {
        Schema otherKey = struct("code", Schema.STRING_SCHEMA);
        Topic other = new Topic("t", 4, otherKey, OLD);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() ->
                            sink.put(topic.record(structOf(KEY, 1), "a"), other.record(structOf(otherKey, "x"), "b")))
                    .withMessageContaining("the key columns [id], a later one [code]")
                    .withMessageContaining("pk.fields");
        }

        assertThat(database.columns("t")).isEmpty();
    }

    @Test
    void aMissingColumnStopsTheTaskAndSaysWhatToDo() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(topic.record(structOf(KEY, 1), "one"));

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> sink.put(topic.recordWith(NEW, structOf(KEY, 2), "two", 2L, 2)))
                    .withMessage(
                            "table \"t\" has no column for field 'b' (\"b\" bigint), field 'c' (\"c\" integer)."
                                    + " Add what is missing, name the fields to write in fields.whitelist, or set auto.evolve=true");
        }
    }

    @Test
    void tasksThatCreateAndChangeOneTableAtTheSameTimeAllSucceed() throws Exception {
        int tasks = 4;
        ExecutorService threads = Executors.newFixedThreadPool(tasks);
        try {
            for (int round = 0; round < 5; round++) {
                String name = "t" + round;
                CyclicBarrier start = new CyclicBarrier(tasks);
                List<Future<List<String>>> results = new ArrayList<>();
                for (int task = 0; task < tasks; task++) {
                    int id = task;
                    results.add(threads.submit(() -> createAndChange(name, id, start)));
                }
                assertThat(reports(results)).isEmpty();
                assertThat(database.rows("SELECT count(*), count(b) FROM " + name))
                        .containsExactly("8|4");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> createAndChange(String table, int id, CyclicBarrier start) throws Exception {
        Topic mine = new Topic(table, id, KEY, OLD);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true", "auto.evolve", "true")) {
            start.await(1, TimeUnit.MINUTES);
            sink.put(mine.record(structOf(KEY, id), "old"));
            start.await(1, TimeUnit.MINUTES);
            sink.put(mine.recordWith(NEW, structOf(KEY, 10 + id), "new", 1L, 1));
            return sink.reports();
        }
    }

    private static List<String> reports(List<Future<List<String>>> results)
            throws ExecutionException, InterruptedException {
        List<String> reports = new ArrayList<>();
        for (Future<List<String>> result : results) {
            reports.addAll(result.get());
        }
        return reports;
    }

    @Test
    void aColumnIsWidenedToWhatTheFieldHolds() throws SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, small smallint, single real, price numeric(5,2),"
                + " amount numeric(5,2), code varchar(3), kept text, large bigint)");
        Schema wide = struct(
                "small",
                Schema.INT64_SCHEMA,
                "single",
                Schema.FLOAT64_SCHEMA,
                "price",
                Decimal.builder(3).parameter("connect.decimal.precision", "6").build(),
                "amount",
                Decimal.schema(4),
                "code",
                Schema.STRING_SCHEMA,
                "kept",
                Schema.INT32_SCHEMA,
                "large",
                Schema.INT16_SCHEMA);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.evolve", "true")) {
            sink.put(topic.recordWith(
                    wide,
                    structOf(KEY, 1),
                    Long.MAX_VALUE,
                    0.1,
                    new BigDecimal("123.456"),
                    new BigDecimal("1234567.8901"),
                    "ünï😀",
                    7,
                    (short) 8));

            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.columns("t"))
                .containsExactly(
                        "id integer NOT NULL",
                        "small bigint",
                        "single double precision",
                        "price numeric(6,3)",
                        "amount numeric",
                        "code character varying(6)",
                        "kept text",
                        "large bigint");
        assertThat(database.rows("SELECT * FROM t"))
                .containsExactly("1|9223372036854775807|0.1|123.456|1234567.8901|ünï😀|7|8");
    }

    @Test
    void aFieldThatMayBeNullOrIsGoneNeedsNoNotNull() throws SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL, gone text NOT NULL,"
                + " given text NOT NULL DEFAULT 'some', stays text NOT NULL)");
        Schema optional = struct("a", Schema.OPTIONAL_STRING_SCHEMA, "stays", Schema.STRING_SCHEMA);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.evolve", "true")) {
            sink.put(topic.recordWith(optional, structOf(KEY, 1), null, "x"));

            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.columns("t"))
                .containsExactly(
                        "id integer NOT NULL",
                        "a text",
                        "gone text",
                        "given text NOT NULL DEFAULT 'some'::text",
                        "stays text NOT NULL");
        assertThat(database.rows("SELECT * FROM t")).containsExactly("1|null|null|some|x");
    }

    @Test
    void withoutAutoEvolveARecordThatDoesNotFitIsRefusedWithTheStatementThatMakesRoom() throws SQLException {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, a varchar(3))", "CREATE TABLE n (id int PRIMARY KEY, a int)");
        Topic numbers = new Topic("n", KEY, struct("a", Schema.INT64_SCHEMA));
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(topic.record(structOf(KEY, 1), "secret"), numbers.record(structOf(KEY, 1), Long.MAX_VALUE));

            assertThat(sink.reports()).hasSize(2);
            assertThat(sink.reports().get(0))
                    .contains("field 'a' of type STRING: column \"t\".\"a\" of type character varying(3)")
                    .contains(
                            "Run ALTER TABLE \"t\" ALTER COLUMN \"a\" TYPE character varying(6), or set auto.evolve=true")
                    .doesNotContain("secret");
            assertThat(sink.reports().get(1))
                    .contains("field 'a' of type INT64: column \"n\".\"a\" of type integer")
                    .contains("Run ALTER TABLE \"n\" ALTER COLUMN \"a\" TYPE bigint, or set auto.evolve=true");
        }
    }

    /** It is no worse off than without auto.evolve. */
    @Test
    void aChangeThatTheDatabaseRefusesCostsTheRecordsThatNeedItAlone() throws SQLException {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b smallint, c text NOT NULL)",
                "CREATE VIEW v AS SELECT a FROM t");
        Schema schema =
                struct("a", Schema.OPTIONAL_INT64_SCHEMA, "b", Schema.INT32_SCHEMA, "c", Schema.OPTIONAL_STRING_SCHEMA);
        Topic wide = new Topic("t", KEY, schema);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.evolve", "true")) {
            sink.put(
                    wide.record(structOf(KEY, 1), 1L, 100_000, null),
                    wide.record(structOf(KEY, 2), Long.MAX_VALUE, 2, "two"));
            sink.put(wide.record(structOf(KEY, 3), null, 3, "three"));

            assertThat(sink.reports())
                    .singleElement()
                    .asString()
                    .contains("field 'a' of type INT64: column \"t\".\"a\" of type integer")
                    .contains("Run ALTER TABLE \"t\" ALTER COLUMN \"a\" TYPE bigint");
        }

        assertThat(database.rows("SELECT * FROM t ORDER BY id")).containsExactly("1|1|100000|null", "3|null|3|three");
    }

    /** One text, that is, and not a schema: the others of its column fit. */
    @Test
    void aTextForWhichItsColumnCannotGrowCostsItsRecordAlone() throws SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, a varchar(3))", "CREATE VIEW v AS SELECT a FROM t");
        try (RunningSink sink = RunningSink.mirroring(database, "auto.evolve", "true")) {
            sink.put(topic.record(structOf(KEY, 1), "abc"), topic.record(structOf(KEY, 2), "abcd"));

            assertThat(sink.reports())
                    .singleElement()
                    .asString()
                    .contains("Run ALTER TABLE \"t\" ALTER COLUMN \"a\" TYPE character varying(4)")
                    .doesNotContain("auto.evolve");
        }

        assertThat(database.rows("SELECT * FROM t")).containsExactly("1|abc");
    }

    /** Who waits for a lock on a table holds up all that come after, readers too. */
    @Test
    void aTableThatIsInUseIsChangedLaterAndTheMessageSaysWhoUsesIt() throws SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY)");
        try (TestDatabase holder = database.again();
                RunningSink sink = RunningSink.mirroring(database, "auto.evolve", "true")) {
            holder.execute("SET application_name = 'report'", "BEGIN", "SELECT * FROM t");
            String session = holder.rows("SELECT pg_backend_pid()").get(0);

            assertThatExceptionOfType(RetriableException.class)
                    .isThrownBy(() -> sink.put(topic.record(structOf(KEY, 1), "one")))
                    .withMessageContaining(
                            "table \"t\" is to be changed, and is used by session " + session + " of user ")
                    .withMessageContaining("application 'report', idle in transaction, in a transaction since ")
                    .withMessageContaining("ADD COLUMN IF NOT EXISTS \"a\" text");
            holder.execute("COMMIT");
            sink.put(topic.record(structOf(KEY, 1), "one"));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM t")).containsExactly("1|one");
    }

    @Test
    void aNullThatAColumnDoesNotTakeIsRefusedWithTheStatementThatLetsItIn() throws SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL)");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(topic.recordWith(struct("a", Schema.OPTIONAL_STRING_SCHEMA), structOf(KEY, 1), (Object) null));

            assertThat(sink.reports())
                    .singleElement()
                    .asString()
                    .contains("Run ALTER TABLE \"t\" ALTER COLUMN \"a\" DROP NOT NULL, or set auto.evolve=true");
        }
    }

    @Test
    void aFieldsDocIsItsColumnsComment() throws SQLException {
        Schema documented = struct(
                "a", SchemaBuilder.string().doc("the customer's name").build(), "b", Schema.OPTIONAL_STRING_SCHEMA);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(topic.recordWith(documented, structOf(KEY, 1), "x", null));
        }

        assertThat(database.rows("SELECT col_description('t'::regclass, attnum) FROM pg_attribute"
                        + " WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum"))
                .containsExactly("null", "the customer's name", "null");
    }

    @Test
    void aPartitionedTableAndAViewAreTablesToo() throws SQLException {
        database.execute(
                "CREATE TABLE base (id int, a text, PRIMARY KEY (id)) PARTITION BY RANGE (id)",
                "CREATE TABLE base_1 PARTITION OF base FOR VALUES FROM (0) TO (100)",
                "CREATE VIEW t AS SELECT * FROM base");
        try (RunningSink sink = RunningSink.mirroring(database, "table.name.format", "base")) {
            sink.put(topic.record(structOf(KEY, 1), "one"));
        }
        try (RunningSink sink = RunningSink.on(database, "pk.mode", "record_key")) {
            sink.put(topic.record(structOf(KEY, 2), "two"));
        }

        assertThat(database.rows("SELECT * FROM base ORDER BY id")).containsExactly("1|one", "2|two");
    }

    @Test
    void anIdentityColumnTakesTheSourcesValue() throws SQLException {
        database.execute("CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text)");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(topic.record(structOf(KEY, 41), "one"));
        }

        assertThat(database.rows("SELECT * FROM t")).containsExactly("41|one");
    }

    @Test
    void anEnumColumnTakesTheTextOfItsConstants() throws SQLException {
        database.execute("CREATE SCHEMA \"My Types\"", "CREATE TYPE \"My Types\".mood AS ENUM ('good', 'bad')");
        database.execute("CREATE TABLE t (id int PRIMARY KEY, a \"My Types\".mood)");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(topic.record(structOf(KEY, 1), "bad"), topic.record(structOf(KEY, 2), "ugly"));

            assertThat(sink.reports())
                    .singleElement()
                    .asString()
                    .contains("22P02")
                    .doesNotContain("ugly");
        }

        assertThat(database.rows("SELECT * FROM t")).containsExactly("1|bad");
    }

    @Test
    void aTextThatIsTooLongIsRefusedAndNeverCut() throws SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, a varchar(3))");
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(topic.record(structOf(KEY, 1), "abc"), topic.record(structOf(KEY, 2), "abcd"));

            assertThat(sink.reports()).singleElement().asString().contains("22001");
        }

        assertThat(database.rows("SELECT * FROM t")).containsExactly("1|abc");
    }

    @Test
    void aPrimaryKeyHasItsColumnsInTheOrderOfTheRecordsKey() throws SQLException {
        Schema key = struct("order_id", Schema.INT64_SCHEMA, "line", Schema.INT32_SCHEMA);
        Topic lines = new Topic("ordered_lines", key, struct("sku", Schema.OPTIONAL_STRING_SCHEMA));
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(lines.record(structOf(key, 1L, 2), "a"));
        }

        assertThat(database.rows("SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                        + " WHERE conrelid = 'ordered_lines'::regclass AND contype = 'p'"))
                .containsExactly("PRIMARY KEY (order_id, line)");
    }
}
