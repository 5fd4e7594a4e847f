// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

/** What to do about an error of the database. */
public enum FailureKind {
    /** Connectivity, contention, lack of resources: the same again later. */
    TRANSIENT,
    /** One record is at fault, or the order of the statements. */
    DATA,
    /** Raised by a trigger or an extension, so that it may be one record's fault or everyone's. */
    UNKNOWN,
    /** What the sink knows of the table is not, or no longer, true. */
    STRUCTURE,
    /** Nothing helps but a person. */
    PERMANENT;

    /** True where writing the records one by one can tell which of them are at fault. */
    public boolean mayBeOfARecord() {
        return this == DATA || this == UNKNOWN;
    }
}
