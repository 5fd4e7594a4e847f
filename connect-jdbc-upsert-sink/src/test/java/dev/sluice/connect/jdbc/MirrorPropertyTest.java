// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
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

    @BeforeContainer
    static void createDatabase() throws SQLException {
        database = TestDatabase.create();
    }

    @AfterContainer
    static void closeDatabase() throws SQLException {
        database.close();
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
                        Tuple.of(5, write),
                        Tuple.of(2, id.map(Remove::new)),
                        Tuple.of(1, Combinators.combine(id, write).as(ChangeKey::new)))
                .list();
    }

    @Property(tries = 60, seed = "2026")
    void anySequenceInAnyCutsEqualsOneByOne(
            @ForAll("steps") @Size(max = 40) List<Step> steps, @ForAll @IntRange(min = 1, max = 20) int cut)
            throws SQLException {
        database.execute(
                "DROP TABLE IF EXISTS mirror",
                "CREATE TABLE mirror (id int PRIMARY KEY, name text, body text NOT NULL, note text)");
        Topic topic = new Topic("mirror", KEY, FIRST);
        List<SinkRecord> records = new ArrayList<>();
        Map<Integer, Map<String, @Nullable String>> rows = new TreeMap<>();
        steps.forEach(step -> {
            Step possible = step.asASourceDoes(rows);
            possible.addTo(records, topic);
            possible.applyTo(rows);
        });

        try (RunningSink sink = RunningSink.mirroring(database, "batch.size", "3")) {
            for (int from = 0; from < records.size(); from += cut) {
                sink.put(records.subList(from, Math.min(records.size(), from + cut)));
            }
            assertThat(sink.reports()).isEmpty();
        }

        List<String> expected = rows.entrySet().stream()
                .map(row -> row.getKey() + "|" + row.getValue().get("name") + "|"
                        + row.getValue().get("body") + "|" + row.getValue().get("note"))
                .toList();
        assertThat(database.rows("SELECT * FROM mirror ORDER BY id")).isEqualTo(expected);
    }
}
