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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How tables are made and grow, on every database that the sink is tested with. */
abstract class GrowthContract {
    static final Schema KEY = struct("id", Schema.INT32_SCHEMA);
    static final Schema VALUE = struct("v", Schema.OPTIONAL_STRING_SCHEMA);

    ForeignDatabase database;

    abstract ForeignDatabase create() throws SQLException;

    int tasksThatMayChangeATable() {
        return 3;
    }

    @BeforeEach
    final void createDatabase() throws SQLException {
        database = create();
    }

    @AfterEach
    final void closeDatabase() throws SQLException {
        database.close();
    }

    final RunningSink mirroring(String... settings) {
        return RunningSink.mirroringAt(database.url(), settings);
    }

    @Test
    void aNewFieldBecomesAColumnWithItsDefault() throws SQLException {
        Schema more = struct(
                "v",
                Schema.OPTIONAL_STRING_SCHEMA,
                "text",
                SchemaBuilder.string().defaultValue("it's \\ here").build(),
                "number",
                SchemaBuilder.int32().defaultValue(7).doc("a 'number'").build(),
                "truth",
                SchemaBuilder.bool().defaultValue(true).build());
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = mirroring("auto.create", "true", "auto.evolve", "true")) {
            sink.put(topic.record(structOf(KEY, 1), "one"));
            sink.put(topic.recordWith(more, structOf(KEY, 2), "two", "given", 8, false));
            sink.put(topic.record(structOf(KEY, 3), "three"));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT `text`, `number` FROM `t` ORDER BY `id`"))
                .containsExactly("it's \\ here|7", "given|8", "it's \\ here|7");
    }

    @Test
    void aColumnThatMayNotBeAddedStopsTheTask() throws SQLException {
        database.execute("CREATE TABLE `t` (`id` int PRIMARY KEY)");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = mirroring()) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> sink.put(topic.record(structOf(KEY, 1), "one")))
                    .withMessageContaining("has no column for field 'v'")
                    .withMessageContaining("auto.evolve");
        }
    }

    @Test
    void aTableThatIsNotThereStopsTheTask() {
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = mirroring()) {
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> sink.put(topic.record(structOf(KEY, 1), "one")))
                    .withMessageContaining("does not exist");
        }
    }

    @Test
    void tasksThatMakeOneTableAtTheSameTimeAllSucceed() throws Exception {
        int tasks = tasksThatMayChangeATable();
        Schema more = struct("v", Schema.OPTIONAL_STRING_SCHEMA, "w", Schema.OPTIONAL_INT64_SCHEMA);
        ExecutorService threads = Executors.newFixedThreadPool(tasks);
        try {
            for (int round = 0; round < 3; round++) {
                String table = "t" + round;
                CyclicBarrier start = new CyclicBarrier(tasks);
                List<Future<List<String>>> results = new ArrayList<>();
                for (int task = 0; task < tasks; task++) {
                    int id = task;
                    results.add(threads.submit(() -> {
                        Topic mine = new Topic(table, KEY, VALUE);
                        try (RunningSink sink =
                                mirroring("name", "task" + id, "auto.create", "true", "auto.evolve", "true")) {
                            start.await(1, TimeUnit.MINUTES);
                            putUntilWritten(sink, mine.record(structOf(KEY, id), "old"));
                            start.await(1, TimeUnit.MINUTES);
                            putUntilWritten(sink, mine.recordWith(more, structOf(KEY, id + 10), "new", 1L));
                            return sink.reports();
                        }
                    }));
                }
                for (Future<List<String>> result : results) {
                    assertThat(result.get()).isEmpty();
                }
                assertThat(database.rows("SELECT count(*), count(`w`) FROM `" + table + "`"))
                        .containsExactly(2 * tasks + "|" + tasks);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aColumnIsWidenedToWhatTheFieldHoldsAndStaysWhatElseItIs() throws SQLException {
        database.execute(
                "CREATE TABLE `t` (`id` int PRIMARY KEY, `small` smallint, `price` numeric(5,2) DEFAULT 1.5 NOT NULL,"
                        + " `code` varchar(3) DEFAULT 'x' NOT NULL, `kept` varchar(20), `large` bigint)");
        Schema wide = struct(
                "small",
                Schema.INT64_SCHEMA,
                "price",
                Decimal.builder(4).parameter("connect.decimal.precision", "9").build(),
                "code",
                Schema.STRING_SCHEMA,
                "kept",
                Schema.INT32_SCHEMA,
                "large",
                Schema.INT16_SCHEMA);
        Topic topic = new Topic("t", KEY, wide);
        try (RunningSink sink = mirroring("auto.evolve", "true")) {
            sink.put(topic.record(
                    structOf(KEY, 1), Long.MAX_VALUE, new BigDecimal("12345.6789"), "ünï😀", 7, (short) 8));
            assertThat(sink.reports()).isEmpty();
        }

        database.execute("INSERT INTO `t` (`id`) VALUES (2)");
        assertThat(database.rows("SELECT * FROM `t` WHERE `id` = 1"))
                .containsExactly("1|9223372036854775807|12345.6789|ünï😀|7|8");
        assertThat(database.rows("SELECT `code`, `price` * 2 - 3 FROM `t` WHERE `id` = 2"))
                .singleElement()
                .asString()
                .matches("x\\|0(\\.0*)?");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.execute("INSERT INTO `t` (`id`, `code`) VALUES (3, NULL)"));
    }

    @Test
    void aFieldThatMayBeNullOrIsGoneNeedsNoNotNull() throws SQLException {
        database.execute("CREATE TABLE `t` (`id` int PRIMARY KEY, `v` varchar(3) NOT NULL, `gone` varchar(20) NOT NULL,"
                + " `given` varchar(20) DEFAULT 'some' NOT NULL)");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = mirroring("auto.evolve", "true")) {
            sink.put(topic.record(structOf(KEY, 1), (Object) null));
            sink.put(topic.record(structOf(KEY, 2), "long"));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM `t` ORDER BY `id`"))
                .containsExactly("1|null|null|some", "2|long|null|some");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.execute("INSERT INTO `t` (`id`, `given`) VALUES (3, NULL)"));
    }

    @Test
    void anUpdateNeedsNoValueForAColumnThatTheRowHas() throws SQLException {
        database.execute(
                "CREATE TABLE `t` (`id` int PRIMARY KEY, `v` varchar(3) NOT NULL, `other` varchar(20) NOT NULL)",
                "INSERT INTO `t` VALUES (1, 'old', 'kept')");
        Topic topic = new Topic("t", KEY, VALUE);
        try (RunningSink sink = mirroring("insert.mode", "update", "auto.evolve", "true")) {
            sink.put(topic.record(structOf(KEY, 1), (Object) null));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM `t`")).containsExactly("1|null|kept");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.execute("INSERT INTO `t` (`id`) VALUES (2)"));
    }

    @Test
    void aTaskThatKnowsAnOlderTableNeverNarrowsWhatAnotherHasWidened() throws SQLException {
        database.execute("CREATE TABLE `t` (`id` int PRIMARY KEY, `a` smallint)");
        Topic integers = new Topic("t", KEY, struct("a", Schema.INT32_SCHEMA));
        Topic longs = new Topic("t", KEY, struct("a", Schema.INT64_SCHEMA));
        Topic shorts = new Topic("t", KEY, struct("a", Schema.INT16_SCHEMA));
        try (RunningSink late = mirroring("auto.evolve", "true", "name", "late");
                RunningSink early = mirroring("auto.evolve", "true", "name", "early")) {
            late.put(shorts.record(structOf(KEY, 1), (short) 1));
            early.put(longs.record(structOf(KEY, 2), Long.MAX_VALUE));
            late.put(integers.record(structOf(KEY, 3), 3));
            early.put(longs.record(structOf(KEY, 4), Long.MIN_VALUE));
            assertThat(early.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT * FROM `t` ORDER BY `id`"))
                .containsExactly("1|1", "2|9223372036854775807", "3|3", "4|-9223372036854775808");
    }

    /** As a worker does: the batch that met a lock comes again. */
    private static void putUntilWritten(RunningSink sink, SinkRecord record) {
        for (int attempt = 1; ; attempt++) {
            try {
                sink.put(record);
                return;
            } catch (RetriableException e) {
                if (attempt == 5) {
                    throw e;
                }
            }
        }
    }
}
