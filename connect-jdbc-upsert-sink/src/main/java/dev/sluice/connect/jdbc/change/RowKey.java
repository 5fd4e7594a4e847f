// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.math.BigDecimal;
import java.util.List;

/**
 * Which row of a table: the key columns' names and their values in carrier form.
 *
 * <p>Equal keys are the same row to the database as well: decimals are stripped of trailing zeros, integers of every width are
 * {@code Long}. The order is any total order; two tasks that write in it cannot wait for each other in a circle.
 */
public record RowKey(List<String> columns, List<Object> values) implements Comparable<RowKey> {
    public RowKey {
        values = values.stream()
                .map(value -> value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value)
                .toList();
    }

    @Override
    public int compareTo(RowKey other) {
        int common = Math.min(values.size(), other.values.size());
        for (int i = 0; i < common; i++) {
            int order = compare(values.get(i), other.values.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(values.size(), other.values.size());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Both are of one class, and every carrier is Comparable with itself.
    private static int compare(Object left, Object right) {
        return left.getClass() == right.getClass()
                ? ((Comparable) left).compareTo(right)
                : left.getClass().getName().compareTo(right.getClass().getName());
    }
}
