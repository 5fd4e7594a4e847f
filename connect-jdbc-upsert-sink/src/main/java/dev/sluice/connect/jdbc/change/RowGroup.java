// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.List;

/** Rows of one shape that one statement writes. */
public record RowGroup(TableId table, Action action, Shape shape, List<Row> rows) {
    public RowGroup {
        rows = List.copyOf(rows);
    }

    /** What the statement does. */
    public enum Action {
        INSERT,
        INSERT_IGNORE,
        UPSERT,
        UPDATE,
        DELETE,
        /** Of every row; the group has one row without columns. */
        TRUNCATE;

        static Action of(InsertMode mode) {
            return switch (mode) {
                case INSERT -> INSERT;
                case INSERT_IGNORE -> INSERT_IGNORE;
                case UPSERT -> UPSERT;
                case UPDATE -> UPDATE;
            };
        }
    }
}
