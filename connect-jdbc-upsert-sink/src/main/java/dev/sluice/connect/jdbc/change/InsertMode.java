// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

/** What a record with a value does to its table. */
public enum InsertMode {
    /** Adds a row; a second one with the same key is an error of the data. */
    INSERT,
    /** Adds the row or changes it where the key exists. */
    UPSERT,
    /** Changes the row; does nothing where the key does not exist. */
    UPDATE
}
