// SPDX-License-Identifier: Apache-2.0
/**
 * The JDBC upsert sink: tables that equal their source.
 */
@NullMarked
package dev.sluice.connect.jdbc;

import org.jspecify.annotations.NullMarked;
