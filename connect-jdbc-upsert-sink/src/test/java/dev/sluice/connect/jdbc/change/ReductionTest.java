// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.connect.sink.SinkRecord;

/** However a batch is reduced, the tables cannot tell it from one statement a record. */
class ReductionTest {
    private static final Shape.Column ID = new Shape.Column("id", Carrier.INTEGER);
    private static final Shape.Column GONE = new Shape.Column("gone", Carrier.BOOLEAN);
    private static final Shape KEY = new Shape(List.of(ID), 1);
    private static final RecordPlan NO_PLAN = RecordPlan.of(List.of(), List.of(), null);

    @Property(tries = 3_000, seed = "2026")
    void upsertsAndDeletesInAnyCutsEqualOneByOne(
            @ForAll("changes") @Size(max = 30) List<TableChange> changes,
            @ForAll @IntRange(min = 1, max = 30) int cut,
            @ForAll @IntRange(min = 1, max = 5) int batchSize) {
        assertEqualToOneByOne(new Reduction(InsertMode.UPSERT, batchSize, false), changes, cut);
    }

    @Property(tries = 3_000, seed = "2027")
    void updatesAndDeletesInAnyCutsEqualOneByOne(
            @ForAll("changes") @Size(max = 30) List<TableChange> changes,
            @ForAll @IntRange(min = 1, max = 30) int cut,
            @ForAll @IntRange(min = 1, max = 5) int batchSize) {
        assertEqualToOneByOne(new Reduction(InsertMode.UPDATE, batchSize, false), changes, cut);
    }

    private static void assertEqualToOneByOne(Reduction reduction, List<TableChange> changes, int cut) {
        RowsModel oneByOne = startingRows();
        RowsModel reduced = startingRows();
        RowsModel inArrivalOrder = startingRows();
        changes.forEach(change -> oneByOne.run(reduction.inArrivalOrder(List.of(change), Set.of())));
        for (int from = 0; from < changes.size(); from += cut) {
            List<TableChange> batch = changes.subList(from, Math.min(changes.size(), from + cut));
            List<RowGroup> statements = reduction.statements(batch);
            assertThat(statements)
                    .allSatisfy(group -> assertThat(group.rows()).hasSizeBetween(1, reduction.batchSize()));
            reduced.run(statements);
            inArrivalOrder.run(reduction.inArrivalOrder(batch, Set.of()));
        }

        assertThat(reduced.content()).isEqualTo(oneByOne.content());
        assertThat(inArrivalOrder.content()).isEqualTo(oneByOne.content());
    }

    /** Rows that updates can find, with a column that no change writes. */
    private static RowsModel startingRows() {
        RowsModel rows = new RowsModel();
        Shape shape = new Shape(List.of(ID, new Shape.Column("before", Carrier.TEXT)), 1);
        for (String table : List.of("t1", "t2")) {
            rows.run(List.of(new RowGroup(
                    new TableId(null, table),
                    RowGroup.Action.INSERT,
                    shape,
                    List.of(new Row(shape, 0L, "x"), new Row(shape, 1L, "y")))));
        }
        return rows;
    }

    @Provide
    Arbitrary<List<TableChange>> changes() {
        Arbitrary<TableId> table = Arbitraries.of("t1", "t2").map(name -> new TableId(null, name));
        Arbitrary<Long> id = Arbitraries.longs().between(0, 3);
        Arbitrary<List<String>> columns = Arbitraries.of("a", "b", "c").list().uniqueElements();
        Arbitrary<Integer> value = Arbitraries.integers().between(0, 99);
        Arbitrary<TableChange> upsert = Combinators.combine(table, id, columns, value)
                .as((where, key, names, each) -> change(where, live(upsert(key, names, each))));
        Arbitrary<TableChange> delete = Combinators.combine(table, id).as((where, key) -> change(where, delete(key)));
        Arbitrary<TableChange> mark = Combinators.combine(table, id).as((where, key) -> change(where, softDelete(key)));
        Arbitrary<TableChange> truncate = table.map(where -> change(where, new RowChange.Truncate()));
        return Arbitraries.frequencyOf(
                        Tuple.of(12, upsert), Tuple.of(4, delete), Tuple.of(2, mark), Tuple.of(1, truncate))
                .list();
    }

    private static TableChange change(TableId table, RowChange change) {
        return new TableChange(new SinkRecord("t", 0, null, null, null, null, 0), table, NO_PLAN, change);
    }

    private static RowChange.Upsert upsert(long id, List<String> names, int value) {
        List<Shape.Column> columns = new ArrayList<>(List.of(ID));
        List<Object> values = new ArrayList<>(List.of(id));
        for (String name : names) {
            columns.add(new Shape.Column(name, Carrier.TEXT));
            values.add(value % 7 == 0 ? null : name + value);
        }
        return new RowChange.Upsert(key(id), new Row(new Shape(columns, 1), values.toArray()));
    }

    /** As each row is written where deletes are soft. */
    private static RowChange live(RowChange.Upsert upsert) {
        Row mark = new Row(new Shape(List.of(ID, GONE), 1), upsert.row().value(0), false);
        return new RowChange.Upsert(upsert.key(), upsert.row().overlaidBy(mark));
    }

    private static RowChange delete(long id) {
        return new RowChange.Delete(key(id), new Row(KEY, id));
    }

    private static RowChange softDelete(long id) {
        Shape shape = new Shape(List.of(ID, GONE), 1);
        return new RowChange.SoftDelete(key(id), new Row(shape, id, true));
    }

    private static RowKey key(long id) {
        return new RowKey(List.of("id"), List.of(id));
    }

    @Example
    void aBatchOfOneShapeIsOneStatementInTheOrderOfKeys() {
        TableId table = new TableId(null, "t");
        List<RowGroup> statements = new Reduction(InsertMode.UPSERT, 100, false)
                .statements(List.of(
                        change(table, upsert(3, List.of("a"), 1)),
                        change(table, upsert(1, List.of("a"), 2)),
                        change(table, upsert(3, List.of("a"), 3)),
                        change(table, upsert(2, List.of("a"), 4))));

        assertThat(statements).singleElement().satisfies(group -> assertThat(
                        group.rows().stream().map(row -> row.value(0) + "=" + row.value(1)))
                .containsExactly("1=a2", "2=a4", "3=a3"));
    }

    @Example
    void deletesComeBeforeUpserts() {
        TableId table = new TableId(null, "t");
        List<RowGroup> statements = new Reduction(InsertMode.UPSERT, 100, false)
                .statements(List.of(change(table, upsert(1, List.of("a"), 1)), change(table, delete(2))));

        assertThat(statements)
                .extracting(RowGroup::action)
                .containsExactly(RowGroup.Action.DELETE, RowGroup.Action.UPSERT);
    }

    @Example
    void deletesOfAllTablesComeFirstAndTablesBackwards() {
        List<RowGroup> statements = new Reduction(InsertMode.UPSERT, 100, false)
                .statements(List.of(
                        change(new TableId(null, "parent"), upsert(1, List.of("a"), 1)),
                        change(new TableId(null, "child"), upsert(1, List.of("a"), 1)),
                        change(new TableId(null, "child"), delete(2)),
                        change(new TableId(null, "parent"), delete(2))));

        assertThat(statements)
                .extracting(group -> group.action() + " " + group.table())
                .containsExactly("DELETE child", "DELETE parent", "UPSERT parent", "UPSERT child");
    }

    @Example
    void aTruncateMakesEverythingBeforeItNeedless() {
        TableId table = new TableId(null, "t");
        List<RowGroup> statements = new Reduction(InsertMode.UPSERT, 100, false)
                .statements(List.of(
                        change(table, upsert(1, List.of("a"), 1)),
                        change(table, delete(2)),
                        change(table, new RowChange.Truncate()),
                        change(table, upsert(3, List.of("a"), 1))));

        assertThat(statements)
                .extracting(RowGroup::action)
                .containsExactly(RowGroup.Action.TRUNCATE, RowGroup.Action.UPSERT);
        assertThat(statements.get(1).rows()).hasSize(1);
    }

    @Example
    void guardedRowsKeepTheOrderOfArrival() {
        TableId table = new TableId(null, "t");
        List<RowGroup> statements = new Reduction(InsertMode.UPSERT, 100, true)
                .statements(
                        List.of(change(table, upsert(1, List.of("a"), 1)), change(table, upsert(1, List.of("a"), 2))));

        assertThat(statements).hasSize(2);
    }

    @Example
    void aTableOfAmbiguousKeysIsWrittenARowAtATime() {
        TableId table = new TableId(null, "t");
        List<RowGroup> statements = new Reduction(InsertMode.UPSERT, 100, false)
                .inArrivalOrder(
                        List.of(change(table, upsert(1, List.of("a"), 1)), change(table, upsert(2, List.of("a"), 1))),
                        Set.of(table));

        assertThat(statements).hasSize(2);
    }

    @Example
    void theOrderOfKeyColumnsMakesNoOtherRow() {
        RowKey key = new RowKey(List.of("a", "b"), List.of(1L, "x"));

        assertThat(new RowKey(List.of("b", "a"), List.of("x", 1L)))
                .isEqualTo(key)
                .isEqualByComparingTo(key);
    }

    @Example
    void insertsKeepTheOrderOfArrivalAndTheirNumber() {
        TableId table = new TableId(null, "t");
        List<RowGroup> statements = new Reduction(InsertMode.INSERT, 100, false)
                .statements(List.of(
                        change(table, upsert(2, List.of("a"), 1)),
                        change(table, upsert(1, List.of("a"), 2)),
                        change(table, upsert(2, List.of("a"), 3))));

        assertThat(statements).singleElement().satisfies(group -> assertThat(
                        group.rows().stream().map(row -> row.value(1)))
                .containsExactly("a1", "a2", "a3"));
    }
}
