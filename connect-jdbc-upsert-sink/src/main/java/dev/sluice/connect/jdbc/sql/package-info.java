// SPDX-License-Identifier: Apache-2.0
/**
 * What is said to a database, as text. Pure: nothing here opens a connection.
 */
@NullMarked
package dev.sluice.connect.jdbc.sql;

import org.jspecify.annotations.NullMarked;
