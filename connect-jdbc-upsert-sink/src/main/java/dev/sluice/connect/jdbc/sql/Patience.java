// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

/**
 * How long statements that make tables and change them wait for locks. Who waits for one holds up all that come after, readers too: rather try
 * again later.
 *
 * @param transaction whether those that make tables and columns run in a transaction, which the database takes back as a whole; else each is one by itself
 * @param begin comes before them, in their transaction
 * @param end comes after them; empty for nothing
 */
public record Patience(boolean transaction, String begin, String end) {}
