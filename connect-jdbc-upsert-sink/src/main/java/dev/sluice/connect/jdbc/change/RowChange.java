// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.List;

/** What one record, or several that follow each other, ask of one row. */
public sealed interface RowChange {
    RowKey key();

    /** The values there are: for a delete those of the key. */
    Row row();

    /** What this change and then {@code next}, of the same key, come to. */
    RowChange then(RowChange next, InsertMode mode);

    /**
     * The row is to hold these values; what it holds in other columns stays.
     *
     * @param afterDelete the row was deleted before, so that other columns are to hold their defaults
     */
    record Upsert(RowKey key, Row row, boolean afterDelete) implements RowChange {
        public Upsert(RowKey key, Row row) {
            this(key, row, false);
        }

        @Override
        public RowChange then(RowChange next, InsertMode mode) {
            if (next instanceof Upsert newer) {
                return new Upsert(key, row.overlaidBy(newer.row), afterDelete || newer.afterDelete);
            }
            return next instanceof SoftDelete mark ? new Upsert(key, row.overlaidBy(mark.row), afterDelete) : next;
        }
    }

    /** The row is to be marked as deleted, if it is there; {@code row} holds the key columns and the mark. */
    record SoftDelete(RowKey key, Row row) implements RowChange {
        @Override
        public RowChange then(RowChange next, InsertMode mode) {
            return next;
        }
    }

    /** All rows of the table are to be gone. */
    record Truncate() implements RowChange {
        private static final RowKey NO_KEY = new RowKey(List.of(), List.of());
        private static final Row NO_ROW = new Row(new Shape(List.of(), 0));

        @Override
        public RowKey key() {
            return NO_KEY;
        }

        @Override
        public Row row() {
            return NO_ROW;
        }

        @Override
        public RowChange then(RowChange next, InsertMode mode) {
            throw new IllegalStateException("a truncate is of no row");
        }
    }

    /** The row is to be gone; {@code row} holds the key columns alone. */
    record Delete(RowKey key, Row row) implements RowChange {
        @Override
        public RowChange then(RowChange next, InsertMode mode) {
            if (next instanceof SoftDelete) {
                // There is no row to mark.
                return this;
            }
            if (next instanceof Upsert upsert) {
                // An UPDATE finds no row once it is deleted.
                return mode == InsertMode.UPDATE ? this : new Upsert(key, upsert.row(), true);
            }
            return next;
        }
    }
}
