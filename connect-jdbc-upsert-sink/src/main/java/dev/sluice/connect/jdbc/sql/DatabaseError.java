// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import org.jspecify.annotations.Nullable;

/**
 * By what an error of a database is known, without its message, which may quote values.
 *
 * @param sqlState null where the driver gave none
 * @param vendorCode the database's own number, zero where the driver gave none
 */
public record DatabaseError(@Nullable String sqlState, int vendorCode) {

    /** The two letters before the number are the class of errors; empty where there is no state. */
    String stateClass() {
        return sqlState == null || sqlState.length() < 2 ? "" : sqlState.substring(0, 2);
    }

    /** For messages. */
    @Override
    public String toString() {
        return vendorCode == 0 ? "SQLSTATE " + sqlState : "SQLSTATE " + sqlState + ", error " + vendorCode;
    }
}
