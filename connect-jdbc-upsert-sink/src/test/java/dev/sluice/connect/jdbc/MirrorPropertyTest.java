// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.jdbc.sql.DatabaseKind;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Whatever a source does, and however its records are cut into puts, the table is what one record after the other makes of it. */
class MirrorPropertyTest {
    private static final String UNAVAILABLE = "__debezium_unavailable_value";
    private static final Schema KEY = struct("id", Schema.INT32_SCHEMA);
    private static final Schema FIRST = struct("name", Schema.OPTIONAL_STRING_SCHEMA, "body", Schema.STRING_SCHEMA);
    private static final Schema SECOND = struct(
            "body",
            Schema.STRING_SCHEMA,
            "note",
            SchemaBuilder.string().optional().build());

    private static TestDatabase database;
    /** Of SQLite's files. */
    private static Path directory;

    private final List<SinkRecord> records = new ArrayList<>();

    @BeforeContainer
    static void createDatabase() throws SQLException, IOException {
        database = TestDatabase.create();
        directory = Files.createTempDirectory("mirror");
    }

    @AfterContainer
    static void closeDatabase() throws SQLException, IOException {
        database.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** What the source does to one row, and what that makes of the rows so far. */
    sealed interface Step {
        /** A source leaves out the value of a large column only where it changes a row that exists. */
        Step asASourceDoes(Map<Integer, Map<String, @Nullable String>> rows);

        void addTo(List<SinkRecord> records, Topic topic);

        void applyTo(Map<Integer, Map<String, @Nullable String>> rows);
    }

    record Write(
            int id,
            boolean second,
            @Nullable String text,
            @Nullable String body) implements Step {
        @Override
        public Write asASourceDoes(Map<Integer, Map<String, @Nullable String>> rows) {
            return rows.containsKey(id) || body != null ? this : new Write(id, second, text, "first");
        }

        private String other() {
            return second ? "note" : "name";
        }

        @Override
        public void addTo(List<SinkRecord> records, Topic topic) {
            String sent = body == null ? UNAVAILABLE : body;
            records.add(
                    second
                            ? topic.recordWith(SECOND, structOf(KEY, id), sent, text)
                            : topic.recordWith(FIRST, structOf(KEY, id), text, sent));
        }

        @Override
        public void applyTo(Map<Integer, Map<String, @Nullable String>> rows) {
            Map<String, @Nullable String> row = rows.computeIfAbsent(id, key -> new TreeMap<>());
            row.put(other(), text);
            if (body != null) {
                row.put("body", body);
            }
        }
    }

    record Remove(int id) implements Step {
        @Override
        public Remove asASourceDoes(Map<Integer, Map<String, @Nullable String>> rows) {
            return this;
        }

        @Override
        public void addTo(List<SinkRecord> records, Topic topic) {
            records.add(topic.tombstone(structOf(KEY, id)));
        }

        @Override
        public void applyTo(Map<Integer, Map<String, @Nullable String>> rows) {
            rows.remove(id);
        }
    }

    record ChangeKey(int from, Write to) implements Step {
        @Override
        public ChangeKey asASourceDoes(Map<Integer, Map<String, @Nullable String>> rows) {
            return new ChangeKey(from, from == to.id() ? to.asASourceDoes(Map.of()) : to.asASourceDoes(rows));
        }

        @Override
        public void addTo(List<SinkRecord> records, Topic topic) {
            new Remove(from).addTo(records, topic);
            to.addTo(records, topic);
        }

        @Override
        public void applyTo(Map<Integer, Map<String, @Nullable String>> rows) {
            new Remove(from).applyTo(rows);
            to.applyTo(rows);
        }
    }

    record Empty() implements Step {
        @Override
        public Empty asASourceDoes(Map<Integer, Map<String, @Nullable String>> rows) {
            return this;
        }

        @Override
        public void addTo(List<SinkRecord> records, Topic topic) {
            SinkRecord truncate = topic.tombstone(null);
            truncate.headers().addString("__op", "t");
            records.add(truncate);
        }

        @Override
        public void applyTo(Map<Integer, Map<String, @Nullable String>> rows) {
            rows.clear();
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> id = Arbitraries.integers().between(0, 4);
        Arbitrary<Write> write = Combinators.combine(
                        id,
                        Arbitraries.of(true, false),
                        Arbitraries.of("x", "y", "it's", "").injectNull(0.2),
                        Arbitraries.of("long", "longer").injectNull(0.3))
                .as(Write::new);
        return Arbitraries.<Step>frequencyOf(
                        Tuple.of(10, write),
                        Tuple.of(4, id.map(Remove::new)),
                        Tuple.of(1, Arbitraries.create(Empty::new)),
                        Tuple.of(2, Combinators.combine(id, write).as(ChangeKey::new)))
                .list();
    }

    @Property(tries = 60, seed = "2026")
    void anySequenceInAnyCutsEqualsOneByOne(
            @ForAll("steps") @Size(max = 40) List<Step> steps, @ForAll @IntRange(min = 1, max = 20) int cut)
            throws SQLException {
        try (ForeignDatabase postgres = ForeignDatabase.postgres(database, dialect(DatabaseKind.POSTGRESQL))) {
            equalsOneByOne(postgres, steps, cut);
        }
    }

    @Property(tries = 40, seed = "2027")
    void anySequenceInAnyCutsEqualsOneByOneOnMariaDb(
            @ForAll("steps") @Size(max = 40) List<Step> steps, @ForAll @IntRange(min = 1, max = 20) int cut)
            throws SQLException {
        try (ForeignDatabase mariaDb = ForeignDatabase.mariaDb(dialect(DatabaseKind.MARIADB))) {
            equalsOneByOne(mariaDb, steps, cut);
        }
    }

    @Property(tries = 40, seed = "2029")
    void anySequenceInAnyCutsEqualsOneByOneOnH2(
            @ForAll("steps") @Size(max = 40) List<Step> steps, @ForAll @IntRange(min = 1, max = 20) int cut)
            throws SQLException {
        try (ForeignDatabase h2 = ForeignDatabase.h2(dialect(DatabaseKind.H2))) {
            equalsOneByOne(h2, steps, cut);
        }
    }

    @Property(tries = 40, seed = "2034")
    void anySequenceInAnyCutsEqualsOneByOneOnSqlite(
            @ForAll("steps") @Size(max = 40) List<Step> steps, @ForAll @IntRange(min = 1, max = 20) int cut)
            throws SQLException {
        try (ForeignDatabase sqlite = ForeignDatabase.sqlite(directory, dialect(DatabaseKind.SQLITE))) {
            equalsOneByOne(sqlite, steps, cut);
        }
    }

    private static Dialect dialect(DatabaseKind kind) {
        return kind.dialect(IdentifierQuoting.ALWAYS, true);
    }

    private void equalsOneByOne(ForeignDatabase target, List<Step> steps, int cut) throws SQLException {
        List<String> expected = source(target, steps, "NOT NULL");
        try (RunningSink sink = RunningSink.mirroringAt(target.url(), "batch.size", "3", "truncate.enabled", "true")) {
            for (int from = 0; from < records.size(); from += cut) {
                sink.put(records.subList(from, Math.min(records.size(), from + cut)));
            }
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(target.rows("SELECT * FROM `mirror` ORDER BY `id`")).isEqualTo(expected);
    }

    /** Also when the network loses a request or the reply to one, a commit's included, and tasks die and begin again where offsets were committed. */
    @Property(tries = 60, seed = "2028")
    void anySequenceEqualsOneByOneWhateverIsLostOnTheWay(
            @ForAll("steps") @Size(min = 1, max = 30) List<Step> steps,
            @ForAll @IntRange(min = 1, max = 10) int cut,
            @ForAll @IntRange(min = 1, max = 12) int batchSize,
            @ForAll @Size(max = 3) List<@IntRange(min = 1, max = 40) Integer> requests,
            @ForAll boolean replies)
            throws SQLException, IOException {
        // What a source did not send is not known again after a delete, so that a redelivered update finds no value for
        // it.
        List<String> expected;
        try (ForeignDatabase postgres = ForeignDatabase.postgres(database, dialect(DatabaseKind.POSTGRESQL))) {
            expected = source(postgres, steps, "");
        }
        List<Integer> breaks = new ArrayList<>(requests);
        long committed = 0;
        try (BrokenNetwork network = BrokenNetwork.to(TestDatabase.port())) {
            do {
                try (RunningSink sink = RunningSink.mirroring(
                        database,
                        "connection.url",
                        database.urlThrough(network.port()),
                        "connection.attempts",
                        "1",
                        "batch.linger.ms",
                        "3600000",
                        "batch.size",
                        String.valueOf(batchSize),
                        "truncate.enabled",
                        "true",
                        "retry.backoff.ms",
                        "0",
                        "max.retries",
                        "100")) {
                    boolean dies = !breaks.isEmpty();
                    if (dies) {
                        network.breakAt(breaks.remove(0), replies);
                    }
                    committed = life(sink, committed, cut, dies);
                    assertThat(sink.reports()).isEmpty();
                }
            } while (committed < records.size());
        }

        assertThat(database.rows("SELECT * FROM mirror ORDER BY id")).isEqualTo(expected);
    }

    /** Until all is committed, or half of it is delivered. */
    private long life(RunningSink sink, long from, int cut, boolean dies) {
        TopicPartition partition = new TopicPartition("mirror", 3);
        long committed = from;
        sink.open(Set.of(partition));
        int end = dies ? (int) (from + records.size() + 1) / 2 : records.size();
        for (int position = (int) from; position < end; position += cut) {
            List<SinkRecord> batch = records.subList(position, Math.min(end, position + cut));
            while (!isTaken(sink, batch)) {
                assertThat(sink.context.timeouts.size()).isLessThan(100);
            }
        }
        int tries = 0;
        do {
            OffsetAndMetadata offset = sink.task()
                    .preCommit(Map.of(partition, new OffsetAndMetadata(end)))
                    .get(partition);
            committed = offset == null ? committed : offset.offset();
            assertThat(++tries).isLessThan(100);
        } while (!dies && committed < end);
        return committed;
    }

    private static boolean isTaken(RunningSink sink, List<SinkRecord> batch) {
        try {
            sink.put(batch);
            return true;
        } catch (RetriableException e) {
            return false;
        }
    }

    /** Makes the records of the steps, and answers the rows that they leave. */
    private List<String> source(ForeignDatabase target, List<Step> steps, String constraint) throws SQLException {
        target.execute(
                "DROP TABLE IF EXISTS `mirror`",
                "CREATE TABLE `mirror` (`id` int PRIMARY KEY, `name` varchar(20), `body` varchar(20) " + constraint
                        + ", `note` varchar(20))");
        Topic topic = new Topic("mirror", KEY, FIRST);
        records.clear();
        Map<Integer, Map<String, @Nullable String>> rows = new TreeMap<>();
        steps.forEach(step -> {
            Step possible = step.asASourceDoes(rows);
            possible.addTo(records, topic);
            possible.applyTo(rows);
        });
        return rows.entrySet().stream()
                .map(row -> row.getKey() + "|" + row.getValue().get("name") + "|"
                        + row.getValue().get("body") + "|" + row.getValue().get("note"))
                .toList();
    }
}
