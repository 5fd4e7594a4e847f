// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

/** How rows of one shape are written: the forms in which databases take many rows. */
public sealed interface WriteStatement permits ArrayStatement, RowStatement, UpdateElseInsert {}
