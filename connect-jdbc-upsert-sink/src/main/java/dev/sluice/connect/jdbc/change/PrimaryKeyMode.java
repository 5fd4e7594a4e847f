// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

/** Where the columns of a row's key come from. */
public enum PrimaryKeyMode {
    NONE,
    /** The record's topic, partition and offset. */
    KAFKA,
    RECORD_KEY,
    RECORD_VALUE,
    /** Headers of the record. */
    RECORD_HEADER
}
