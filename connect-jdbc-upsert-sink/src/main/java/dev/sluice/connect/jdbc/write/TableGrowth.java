// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.InsertMode;
import dev.sluice.connect.jdbc.change.RecordPlan;
import dev.sluice.connect.jdbc.change.Row;
import dev.sluice.connect.jdbc.change.Shape;
import dev.sluice.connect.jdbc.sql.ColumnChange;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.TableColumn;
import dev.sluice.connect.jdbc.sql.TableInfo;
import dev.sluice.connect.jdbc.sql.Widening;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** How columns of a table are to change so that they take what records bring, worked out anew for each state of the table. */
interface TableGrowth {

    /** None where the table is wide enough. */
    List<ColumnChange> changes(TableInfo table);

    /**
     * Wider types, and no NOT NULL where a field may be null or is gone. Key columns keep theirs.
     *
     * @param mode where it adds no rows, a column that no field writes keeps its NOT NULL
     */
    static TableGrowth forPlans(Dialect dialect, InsertMode mode, Collection<RecordPlan> upserts) {
        return table -> {
            Widening widening = dialect.definitions().alterations().widening();
            List<ColumnChange> changes = new ArrayList<>();
            for (TableColumn column : given(table)) {
                Predicate<String> named = dialect.isColumn(column.name());
                Optional<String> wider = wider(widening, column, named, upserts);
                boolean dropNotNull = column.notNull()
                        && upserts.stream()
                                .anyMatch(plan -> mayBeNull(plan, named, mode.addsRows() && column.required()));
                if (wider.isPresent() || dropNotNull) {
                    changes.add(new ColumnChange(column, wider.orElse(null), dropNotNull));
                }
            }
            return changes;
        };
    }

    /** What is computed changes with what it is computed from, or by hand. */
    private static List<TableColumn> given(TableInfo table) {
        return table.columns().stream().filter(column -> !column.computed()).toList();
    }

    /** Of several plans the next ones are served when the table is looked at again: each step only ever widens. */
    private static Optional<String> wider(
            Widening widening, TableColumn column, Predicate<String> named, Collection<RecordPlan> upserts) {
        return upserts.stream()
                .flatMap(plan -> plan.column(named).stream())
                .flatMap(field -> widening.towards(column, field.mapping().columnType()).stream())
                .findFirst();
    }

    /**
     * A field that may be null, or a column that only a field could have given a value.
     *
     * @param needed whether a row that is written needs a field for it
     */
    private static boolean mayBeNull(RecordPlan plan, Predicate<String> named, boolean needed) {
        if (plan.keyNames().stream().anyMatch(named)) {
            return false;
        }
        return plan.column(named)
                .map(field -> field.schema().isOptional() && field.schema().defaultValue() == null)
                .orElse(needed);
    }

    /** Room for the longest text of each column: the most of what is not yet refused. */
    static TableGrowth forTexts(Dialect dialect, RefusedChanges refused, Collection<Row> rows) {
        return table -> {
            Widening widening = dialect.definitions().alterations().widening();
            List<ColumnChange> changes = new ArrayList<>();
            for (TableColumn column : given(table)) {
                // Asked first, because most columns have no length, and the rows are many.
                if (!widening.toLength(column, Integer.MAX_VALUE).isEmpty()) {
                    int longest = longest(widening, rows, dialect.isColumn(column.name()));
                    widening.toLength(column, longest).stream()
                            .map(type -> new ColumnChange(column, type, false))
                            .filter(change -> !refused.isRefused(change))
                            .findFirst()
                            .ifPresent(changes::add);
                }
            }
            return changes;
        };
    }

    private static int longest(Widening widening, Collection<Row> rows, Predicate<String> named) {
        int longest = 0;
        Shape shape = null;
        int index = -1;
        for (Row row : rows) {
            if (shape == null || !shape.equals(row.shape())) {
                shape = row.shape();
                index = shape.columns().stream()
                        .map(column -> named.test(column.name()))
                        .toList()
                        .indexOf(true);
            }
            if (index >= 0 && row.value(index) instanceof String text && text.length() > longest) {
                longest = Math.max(longest, widening.length(text));
            }
        }
        return longest;
    }
}
