// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

/** What a record with a value does to its table. */
public enum InsertMode {
    /** Adds a row; a second one with the same key is an error of the data. */
    INSERT,
    /** Adds a row; a second one with the same key is passed over. */
    INSERT_IGNORE,
    /** Adds the row or changes it where the key exists. */
    UPSERT,
    /** Changes the row; does nothing where the key does not exist. */
    UPDATE;

    /** True where several changes of one row come to one. */
    public boolean reduces() {
        return switch (this) {
            case INSERT, INSERT_IGNORE -> false;
            case UPSERT, UPDATE -> true;
        };
    }

    /** False where a record only ever changes a row that has a value in each column. */
    public boolean addsRows() {
        return switch (this) {
            case INSERT, INSERT_IGNORE, UPSERT -> true;
            case UPDATE -> false;
        };
    }
}
