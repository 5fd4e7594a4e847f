// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import org.jspecify.annotations.Nullable;

/** @param order what the row is from now on; null where it is deleted */
record Change(long id, @Nullable Order order) {}
