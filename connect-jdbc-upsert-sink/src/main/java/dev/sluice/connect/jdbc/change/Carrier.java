// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

/** The few Java types in which column values travel between a record and a statement. */
public enum Carrier {
    /** {@code Boolean} */
    BOOLEAN,
    /** {@code Long}, for integers of every width */
    INTEGER,
    /** {@code Float} */
    FLOAT,
    /** {@code Double} */
    DOUBLE,
    /** {@code ByteBuffer}, because it compares by content */
    BYTES,
    /** {@code String}, or a {@code BigDecimal}, which the database reads from its text */
    TEXT
}
