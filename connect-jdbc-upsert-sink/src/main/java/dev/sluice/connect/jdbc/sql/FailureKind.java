// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

/** What to do about an error of the database. */
public enum FailureKind {
    /** Connectivity, contention, lack of resources: the same again later. */
    TRANSIENT,
    /** One record is at fault, or the order of the statements. */
    DATA,
    /** What the sink knows of the table is not, or no longer, true. */
    STRUCTURE,
    /** Nothing helps but a person. */
    PERMANENT
}
