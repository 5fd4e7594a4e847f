// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.jdbc.sql.DatabaseKind;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which records are set aside where a table is stricter than its source: NOT NULL, a check, a length, a second unique index, a foreign key.
 *
 * <p>Each {@code put} is a batch, of which there are two outcomes. Either exactly those records are set aside that the database would
 * refuse one by one in the order of arrival, and the others are written. Or none is, because the rows that the batch ends with are allowed
 * together, whatever came between: a value that a later record frees, or a bad one that a later record corrects, costs nobody anything. Where both are
 * the same, and for a batch of one record, there is no choice.
 */
class RefusedRecordsPropertyTest {
    private static final String UNAVAILABLE = "__debezium_unavailable_value";
    private static final int LONGEST = 3;
    private static final Schema KEY = struct("id", Schema.INT32_SCHEMA);
    private static final Schema PARENT = struct(
            "code", Schema.OPTIONAL_STRING_SCHEMA, "qty", Schema.OPTIONAL_INT32_SCHEMA, "note", Schema.STRING_SCHEMA);
    private static final Schema CHILD = struct("parent", Schema.OPTIONAL_INT32_SCHEMA);

    private static TestDatabase postgres;
    /** Of SQLite's files. */
    private static Path directory;

    /** To make one costs more than all that a try does with it. */
    @BeforeContainer
    static void createDatabase() throws SQLException, IOException {
        postgres = TestDatabase.create();
        directory = Files.createTempDirectory("refused");
    }

    @AfterContainer
    static void closeDatabase() throws SQLException, IOException {
        postgres.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private record Parent(
            @Nullable String code,
            @Nullable Integer qty,
            @Nullable String note) {}

    /** Two tables in memory. */
    private record Rows(Map<Integer, Parent> parents, Map<Integer, @Nullable Integer> children) {
        static Rows none() {
            return new Rows(new TreeMap<>(), new TreeMap<>());
        }

        Rows copy() {
            return new Rows(new TreeMap<>(parents), new TreeMap<>(children));
        }

        boolean areAllowed() {
            Set<String> codes = new HashSet<>();
            return parents.values().stream()
                            .allMatch(parent -> parent.qty != null
                                    && parent.qty >= 0
                                    && (parent.code == null
                                            || (parent.code.length() <= LONGEST && codes.add(parent.code))))
                    && children.values().stream().allMatch(parent -> parent == null || parents.containsKey(parent));
        }

        List<String> texts() {
            return Stream.concat(
                            parents.entrySet().stream()
                                    .map(row -> row.getKey() + "|" + row.getValue().code + "|" + row.getValue().qty
                                            + "|" + row.getValue().note),
                            children.entrySet().stream().map(row -> row.getKey() + "|" + row.getValue()))
                    .toList();
        }
    }

    /** What one record asks. */
    sealed interface Step {
        SinkRecord record(Topic parents, Topic children);

        void applyTo(Rows rows);
    }

    record WriteParent(
            int id, @Nullable String code, @Nullable Integer qty, String note) implements Step {
        @Override
        public SinkRecord record(Topic parents, Topic children) {
            return parents.record(structOf(KEY, id), code, qty, note);
        }

        @Override
        public void applyTo(Rows rows) {
            Parent old = rows.parents.get(id);
            String kept = old == null ? null : old.note;
            rows.parents.put(id, new Parent(code, qty, note.equals(UNAVAILABLE) ? kept : note));
        }
    }

    record RemoveParent(int id) implements Step {
        @Override
        public SinkRecord record(Topic parents, Topic children) {
            return parents.tombstone(structOf(KEY, id));
        }

        @Override
        public void applyTo(Rows rows) {
            rows.parents.remove(id);
        }
    }

    record WriteChild(int id, @Nullable Integer parent) implements Step {
        @Override
        public SinkRecord record(Topic parents, Topic children) {
            return children.record(structOf(KEY, id), parent);
        }

        @Override
        public void applyTo(Rows rows) {
            rows.children.put(id, parent);
        }
    }

    record RemoveChild(int id) implements Step {
        @Override
        public SinkRecord record(Topic parents, Topic children) {
            return children.tombstone(structOf(KEY, id));
        }

        @Override
        public void applyTo(Rows rows) {
            rows.children.remove(id);
        }
    }

    /**
     * @param cut how many records a {@code put} brings
     * @param batchSize how many rows a statement writes
     */
    record Delivery(List<Step> steps, int cut, int batchSize) {
        private List<List<Step>> batches() {
            List<List<Step>> batches = new ArrayList<>();
            for (int from = 0; from < steps.size(); from += cut) {
                batches.add(steps.subList(from, Math.min(steps.size(), from + cut)));
            }
            return batches;
        }
    }

    @Provide
    Arbitrary<Delivery> deliveries() {
        Arbitrary<Integer> id = Arbitraries.integers().between(0, 3);
        Arbitrary<Step> parent = Combinators.combine(
                        id,
                        Arbitraries.frequencyOf(
                                Tuple.of(8, Arbitraries.of("a", "b", "c").injectNull(0.2)),
                                Tuple.of(1, Arbitraries.just("long"))),
                        Arbitraries.frequencyOf(
                                Tuple.of(10, Arbitraries.of(1, 2)),
                                Tuple.of(1, Arbitraries.just(-1)),
                                Tuple.of(1, Arbitraries.<Integer>just(null))),
                        Arbitraries.of("x", "y", UNAVAILABLE))
                .as(WriteParent::new);
        Arbitrary<Step> child = Combinators.combine(id, id.injectNull(0.2)).as(WriteChild::new);
        Arbitrary<List<Step>> steps = Arbitraries.<Step>frequencyOf(
                        Tuple.of(8, parent),
                        Tuple.of(2, id.map(RemoveParent::new)),
                        Tuple.of(3, child),
                        Tuple.of(1, id.map(RemoveChild::new)))
                .list()
                .ofMaxSize(30);
        return Combinators.combine(
                        steps,
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(1, 6))
                .as(Delivery::new);
    }

    @Property(tries = 50, seed = "2030")
    void onPostgresql(@ForAll("deliveries") Delivery delivery) throws SQLException {
        try (ForeignDatabase database =
                ForeignDatabase.postgres(postgres, DatabaseKind.POSTGRESQL.dialect(IdentifierQuoting.ALWAYS, true))) {
            check(database, "varchar(3)", delivery);
        }
    }

    @Property(tries = 50, seed = "2031")
    void onMariaDb(@ForAll("deliveries") Delivery delivery) throws SQLException {
        try (ForeignDatabase database =
                ForeignDatabase.mariaDb(DatabaseKind.MARIADB.dialect(IdentifierQuoting.ALWAYS, true))) {
            check(database, "varchar(3)", delivery);
        }
    }

    @Property(tries = 50, seed = "2032")
    void onH2(@ForAll("deliveries") Delivery delivery) throws SQLException {
        try (ForeignDatabase database = ForeignDatabase.h2(DatabaseKind.H2.dialect(IdentifierQuoting.ALWAYS, true))) {
            check(database, "varchar(3)", delivery);
        }
    }

    /** It minds a length only where a check does. */
    @Property(tries = 50, seed = "2033")
    void onSqlite(@ForAll("deliveries") Delivery delivery) throws SQLException {
        try (ForeignDatabase database = ForeignDatabase.sqliteWithForeignKeys(
                directory, DatabaseKind.SQLITE.dialect(IdentifierQuoting.ALWAYS, true))) {
            check(database, "varchar(3) CHECK (length(`code`) <= 3)", delivery);
        }
    }

    private static void check(ForeignDatabase database, String codeType, Delivery delivery) throws SQLException {
        database.execute(
                "DROP TABLE IF EXISTS `child`",
                "DROP TABLE IF EXISTS `parent`",
                "CREATE TABLE `parent` (`id` int PRIMARY KEY, `code` " + codeType
                        + ", `qty` int NOT NULL CHECK (`qty` >= 0), `note` varchar(20), UNIQUE (`code`))",
                "CREATE TABLE `child` (`id` int PRIMARY KEY, `parent` int,"
                        + " FOREIGN KEY (`parent`) REFERENCES `parent` (`id`))");
        Topic parents = new Topic("parent", KEY, PARENT);
        Topic children = new Topic("child", KEY, CHILD);
        Rows rows = Rows.none();
        try (RunningSink sink =
                RunningSink.mirroringAt(database.url(), "batch.size", String.valueOf(delivery.batchSize))) {
            for (List<Step> batch : delivery.batches()) {
                List<SinkRecord> records = batch.stream()
                        .map(step -> step.record(parents, children))
                        .toList();
                List<SinkRecord> refused = new ArrayList<>();
                Rows oneByOne = oneByOne(rows, batch, records, refused);
                Rows together = rows.copy();
                batch.forEach(step -> step.applyTo(together));
                sink.context.reported.clear();

                sink.put(records);

                List<String> found = new ArrayList<>(database.rows("SELECT * FROM `parent` ORDER BY `id`"));
                found.addAll(database.rows("SELECT * FROM `child` ORDER BY `id`"));
                if (sink.context.reported.isEmpty() && together.areAllowed()) {
                    rows = together;
                } else {
                    assertThat(sink.context.reported)
                            .as("set aside of %s", batch)
                            .isEqualTo(refused);
                    rows = oneByOne;
                }
                assertThat(found).as("after %s", batch).isEqualTo(rows.texts());
            }
        }
    }

    private static Rows oneByOne(Rows before, List<Step> batch, List<SinkRecord> records, List<SinkRecord> refused) {
        Rows rows = before;
        for (int i = 0; i < batch.size(); i++) {
            Rows next = rows.copy();
            batch.get(i).applyTo(next);
            if (next.areAllowed()) {
                rows = next;
            } else {
                refused.add(Objects.requireNonNull(records.get(i)));
            }
        }
        return rows;
    }
}
