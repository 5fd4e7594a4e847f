// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Turns changes into the statements that write them: either reduced to one change a key, which is fast, or in the order of arrival,
 * which the database cannot tell from one statement a record.
 *
 * <p>Both leave the tables equal, with three exceptions, which are the caller's reasons for the order of arrival: a constraint looks at
 * rows of other keys (a second unique index, a foreign key) and refuses one; a delete has effects on other rows (a foreign key that
 * cascades); keys that are unequal here are one row to the database.
 *
 * @param batchSize how many rows a statement writes at the most
 * @param guarded an older event does not overwrite a newer row, and only the database knows which is which
 */
public record Reduction(InsertMode mode, int batchSize, boolean guarded) {

    /** The statements for a batch, in the order in which they are to run. */
    public List<RowGroup> statements(List<TableChange> changes) {
        // Each insert is a row of its own, whatever its key, and the order may be what the table is read by.
        return mode.reduces() && !guarded ? reduced(changes) : inArrivalOrder(changes, Set.of());
    }

    /**
     * One statement for each run of neighbours that one statement can write, no row of it twice.
     *
     * @param ambiguous tables where unequal keys may be one row, so that a statement writes a single one
     */
    public List<RowGroup> inArrivalOrder(List<TableChange> changes, Set<TableId> ambiguous) {
        List<Run> runs = new ArrayList<>();
        Run run = null;
        for (TableChange change : changes) {
            RowGroup.Action action = actionOf(change.change());
            if (run == null || !run.takes(change, action, ambiguous) || run.rows.size() == batchSize) {
                run = new Run(change.table(), action, change.change().row().shape());
                runs.add(run);
            }
            run.add(change.change());
        }
        return runs.stream()
                .map(each -> new RowGroup(each.table, each.action, each.shape, each.rows))
                .toList();
    }

    private List<RowGroup> reduced(List<TableChange> changes) {
        Map<TableId, Map<RowKey, RowChange>> tables = new LinkedHashMap<>();
        Set<TableId> truncated = new HashSet<>();
        for (TableChange change : changes) {
            Map<RowKey, RowChange> rows = tables.computeIfAbsent(change.table(), table -> new LinkedHashMap<>());
            if (change.change() instanceof RowChange.Truncate) {
                rows.clear();
                truncated.add(change.table());
            } else {
                rows.merge(change.change().key(), change.change(), (older, newer) -> older.then(newer, mode));
            }
        }
        // Deletes first: they free values of unique columns that the upserts may take. Among tables the deletes go
        // backwards, as
        // children tend to arrive after their parents.
        List<RowGroup> deletes = new ArrayList<>();
        List<RowGroup> upserts = new ArrayList<>();
        tables.forEach((table, byKey) -> {
            List<RowGroup> ofTable = new ArrayList<>();
            if (truncated.contains(table)) {
                Row none = new RowChange.Truncate().row();
                ofTable.add(new RowGroup(table, RowGroup.Action.TRUNCATE, none.shape(), List.of(none)));
            }
            addReduced(table, byKey.values(), ofTable, upserts);
            deletes.addAll(0, ofTable);
        });
        return Stream.concat(deletes.stream(), upserts.stream()).toList();
    }

    private void addReduced(
            TableId table, Collection<RowChange> changes, List<RowGroup> deleteGroups, List<RowGroup> upsertGroups) {
        List<RowChange> sorted =
                changes.stream().sorted(Comparator.comparing(RowChange::key)).toList();
        Map<Shape, List<Row>> deletes = new LinkedHashMap<>();
        Map<Shape, List<Row>> marks = new LinkedHashMap<>();
        Map<Shape, List<Row>> upserts = new LinkedHashMap<>();
        for (RowChange change : sorted) {
            if (change instanceof RowChange.Delete delete) {
                rows(deletes, delete.row().shape()).add(delete.row());
            } else if (change instanceof RowChange.SoftDelete mark) {
                rows(marks, mark.row().shape()).add(mark.row());
            } else if (change instanceof RowChange.Upsert upsert) {
                if (upsert.afterDelete()) {
                    Row key = upsert.row().keyAlone();
                    rows(deletes, key.shape()).add(key);
                }
                rows(upserts, upsert.row().shape()).add(upsert.row());
            }
        }
        deletes.forEach((shape, rows) -> addCut(table, RowGroup.Action.DELETE, shape, rows, deleteGroups));
        marks.forEach((shape, rows) -> addCut(table, RowGroup.Action.UPDATE, shape, rows, upsertGroups));
        upserts.forEach((shape, rows) -> addCut(table, RowGroup.Action.of(mode), shape, rows, upsertGroups));
    }

    private static List<Row> rows(Map<Shape, List<Row>> byShape, Shape shape) {
        return byShape.computeIfAbsent(shape, ignored -> new ArrayList<>());
    }

    private void addCut(TableId table, RowGroup.Action action, Shape shape, List<Row> rows, List<RowGroup> groups) {
        for (int from = 0; from < rows.size(); from += batchSize) {
            groups.add(new RowGroup(table, action, shape, rows.subList(from, Math.min(rows.size(), from + batchSize))));
        }
    }

    private RowGroup.Action actionOf(RowChange change) {
        if (change instanceof RowChange.Delete) {
            return RowGroup.Action.DELETE;
        }
        if (change instanceof RowChange.Truncate) {
            return RowGroup.Action.TRUNCATE;
        }
        return change instanceof RowChange.SoftDelete ? RowGroup.Action.UPDATE : RowGroup.Action.of(mode);
    }

    /** Neighbours in the order of arrival that one statement writes as if one by one. */
    private static final class Run {
        private final TableId table;
        private final RowGroup.Action action;
        private final Shape shape;
        private final List<Row> rows = new ArrayList<>();
        private final Set<RowKey> keys = new HashSet<>();

        private Run(TableId table, RowGroup.Action action, Shape shape) {
            this.table = table;
            this.action = action;
            this.shape = shape;
        }

        private boolean takes(TableChange next, RowGroup.Action nextAction, Set<TableId> ambiguous) {
            return action == nextAction
                    && table.equals(next.table())
                    && shape.equals(next.change().row().shape())
                    && (!writesARowOnce()
                            || (!ambiguous.contains(table)
                                    && !keys.contains(next.change().key())));
        }

        private void add(RowChange change) {
            rows.add(change.row());
            if (writesARowOnce()) {
                keys.add(change.key());
            }
        }

        private boolean writesARowOnce() {
            return switch (action) {
                case UPSERT, UPDATE -> true;
                case INSERT, INSERT_IGNORE, DELETE, TRUNCATE -> false;
            };
        }
    }
}
