// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

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
            return next instanceof Upsert newer
                    ? new Upsert(key, row.overlaidBy(newer.row), afterDelete || newer.afterDelete)
                    : next;
        }
    }

    /** The row is to be gone; {@code row} holds the key columns alone. */
    record Delete(RowKey key, Row row) implements RowChange {
        @Override
        public RowChange then(RowChange next, InsertMode mode) {
            if (next instanceof Upsert upsert) {
                // An UPDATE finds no row once it is deleted.
                return mode == InsertMode.UPDATE ? this : new Upsert(key, upsert.row(), true);
            }
            return next;
        }
    }
}
