// SPDX-License-Identifier: Apache-2.0
/**
 * The only package that touches java.sql: connections, tables, statements, transactions.
 */
@NullMarked
package dev.sluice.connect.jdbc.write;

import org.jspecify.annotations.NullMarked;
