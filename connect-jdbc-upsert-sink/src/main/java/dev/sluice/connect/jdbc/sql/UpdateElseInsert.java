// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

/**
 * Each row updated where it exists, else inserted.
 *
 * <p>For databases that check NOT NULL before they look for a conflict, where the row lacks a required column: the update leaves that
 * column alone, and the insert fails where there was no row. And for databases whose upsert may change the row of another key.
 */
public record UpdateElseInsert(RowStatement update, RowStatement insert) implements WriteStatement {}
