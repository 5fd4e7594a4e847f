// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

/** Whether names keep their case. Quotes are written in either case, so that no name can be read as SQL. */
public enum IdentifierQuoting {
    ALWAYS,
    /** Names are stored as the database stores an unquoted one. */
    NEVER
}
