// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

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

/** How columns of a table are to change so that they take what records bring, worked out anew for each state of the table. */
interface TableGrowth {

    /** None where the table is wide enough. */
    List<ColumnChange> changes(TableInfo table);

    /** Wider types, and no NOT NULL where a field may be null or is gone. Key columns keep theirs. */
    static TableGrowth forPlans(Dialect dialect, Collection<RecordPlan> upserts) {
        return table -> {
            Widening widening = dialect.definitions().alterations().widening();
            List<ColumnChange> changes = new ArrayList<>();
            for (TableColumn column : table.columns()) {
                Optional<String> wider = wider(widening, column, upserts);
                boolean dropNotNull = column.notNull() && upserts.stream().anyMatch(plan -> mayBeNull(plan, column));
                if (wider.isPresent() || dropNotNull) {
                    changes.add(new ColumnChange(column, wider.orElse(null), dropNotNull));
                }
            }
            return changes;
        };
    }

    /** Of several plans the next ones are served when the table is looked at again: each step only ever widens. */
    private static Optional<String> wider(Widening widening, TableColumn column, Collection<RecordPlan> upserts) {
        return upserts.stream()
                .flatMap(plan -> plan.column(column.name()).stream())
                .flatMap(field -> widening.towards(column, field.mapping().columnType()).stream())
                .findFirst();
    }

    /** A field that may be null, or a column that only a field could have given a value. */
    private static boolean mayBeNull(RecordPlan plan, TableColumn column) {
        if (plan.keyNames().contains(column.name())) {
            return false;
        }
        return plan.column(column.name())
                .map(field -> field.schema().isOptional() && field.schema().defaultValue() == null)
                .orElse(column.required() && !column.computed());
    }

    /** Room for the longest text of each column. */
    static TableGrowth forTexts(Dialect dialect, Collection<Row> rows) {
        return table -> {
            Widening widening = dialect.definitions().alterations().widening();
            List<ColumnChange> changes = new ArrayList<>();
            for (TableColumn column : table.columns()) {
                // Asked first, because most columns have no length, and the rows are many.
                if (widening.toLength(column, Integer.MAX_VALUE).isPresent()) {
                    widening.toLength(column, longest(widening, rows, column.name()))
                            .ifPresent(type -> changes.add(new ColumnChange(column, type, false)));
                }
            }
            return changes;
        };
    }

    private static int longest(Widening widening, Collection<Row> rows, String column) {
        int longest = 0;
        Shape shape = null;
        int index = -1;
        for (Row row : rows) {
            if (shape == null || !shape.equals(row.shape())) {
                shape = row.shape();
                index = shape.columns().stream()
                        .map(Shape.Column::name)
                        .toList()
                        .indexOf(column);
            }
            if (index >= 0 && row.value(index) instanceof String text && text.length() > longest) {
                longest = Math.max(longest, widening.length(text));
            }
        }
        return longest;
    }
}
