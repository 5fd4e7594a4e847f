// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which row of a table: the key columns' names and their values in carrier form.
 *
 * <p>The order of the columns does not matter, nor do trailing zeros of decimals or the width of integers. Whether unequal keys are
 * different rows to the database as well depends on the types of its columns, which this does not know. The order is any total order
 * of keys with the same columns: it makes two tasks whose statements write rows of one shape take them in one order. Where batches have
 * rows of several shapes, or deletes too, each is a statement of its own, and two tasks may wait for each other in a circle; the database
 * then ends one, and its batch is tried again.
 */
public record RowKey(List<String> columns, List<Object> values) implements Comparable<RowKey> {
    public RowKey {
        Object[] ordered = values.toArray();
        if (!isInOrder(columns)) {
            List<Object> given = values;
            List<Integer> order = inOrderOfNames(columns);
            ordered = order.stream().map(given::get).toArray();
            columns = order.stream().map(columns::get).toList();
        }
        columns = List.copyOf(columns);
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = normalized(ordered[i]);
        }
        values = List.of(ordered);
    }

    /** As those of a plan are. */
    private static boolean isInOrder(List<String> columns) {
        for (int i = 1; i < columns.size(); i++) {
            if (columns.get(i - 1).compareTo(columns.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    static List<Integer> inOrderOfNames(List<String> columns) {
        return IntStream.range(0, columns.size())
                .boxed()
                .sorted(Comparator.comparing(columns::get))
                .toList();
    }

    private static Object normalized(Object value) {
        return value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value;
    }

    /** True where both name the same columns, with values of the same Java types: only then do they compare as the database does. */
    public boolean isLike(RowKey other) {
        if (!columns.equals(other.columns)) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            if (type(values.get(i)) != type(other.values.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Of the values alone: the keys of a table rarely differ in their columns. */
    @Override
    public int hashCode() {
        return values.hashCode();
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

    @SuppressWarnings({"unchecked", "rawtypes"}) // Both are of one type, and every carrier is Comparable with itself.
    private static int compare(Object left, Object right) {
        if (left instanceof Long number && right instanceof Long other) {
            return number.compareTo(other);
        }
        return type(left) == type(right)
                ? ((Comparable) left).compareTo(right)
                : type(left).getName().compareTo(type(right).getName());
    }

    /** Buffers are of several classes. */
    private static Class<?> type(Object value) {
        return value instanceof ByteBuffer ? ByteBuffer.class : value.getClass();
    }
}
