// SPDX-License-Identifier: Apache-2.0
/** One task of the JDBC sink beside a loop written by hand and Debezium's sink, against a real PostgreSQL behind a network that takes time. */
@NullMarked
package dev.sluice.benchmarks.jdbc;

import org.jspecify.annotations.NullMarked;
