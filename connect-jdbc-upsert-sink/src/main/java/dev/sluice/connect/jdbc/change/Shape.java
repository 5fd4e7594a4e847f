// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns a row has values for, key columns first. Rows of one shape are written with one statement.
 *
 * <p>Compared for each row of each batch: the hash is computed once, and shapes of one plan are the same object.
 */
public final class Shape {
    /** One column by its stored name, with the Java type its values come in. */
    public record Column(String name, Carrier carrier) {}

    private final List<Column> columns;
    private final int keyColumns;
    private final @Nullable String guard;
    private final Set<String> names;
    private final int hash;

    public Shape(List<Column> columns, int keyColumns) {
        this(columns, keyColumns, null);
    }

    /** @param guard the column by which a row is not overwritten or deleted by an older event; null for none */
    public Shape(List<Column> columns, int keyColumns, @Nullable String guard) {
        if (keyColumns > columns.size()) {
            throw new IllegalArgumentException(keyColumns + " key columns among " + columns.size());
        }
        this.columns = List.copyOf(columns);
        this.keyColumns = keyColumns;
        this.guard = guard;
        this.names = new HashSet<>();
        columns.forEach(column -> names.add(column.name()));
        this.hash = 31 * this.columns.hashCode() + keyColumns;
    }

    /** The index of the column by which a row is not overwritten or deleted by an older event. */
    public OptionalInt guard() {
        for (int i = 0; guard != null && i < columns.size(); i++) {
            if (columns.get(i).name().equals(guard)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    public List<Column> columns() {
        return columns;
    }

    public List<Column> key() {
        return columns.subList(0, keyColumns);
    }

    public List<Column> nonKey() {
        return columns.subList(keyColumns, columns.size());
    }

    /** True where a row of this shape has a value for each column of the other. */
    boolean covers(Shape other) {
        return equals(other) || names.containsAll(other.names);
    }

    boolean has(String column) {
        return names.contains(column);
    }

    /** The same key and guard, with other columns after the key's. */
    Shape with(List<Column> others) {
        return new Shape(others, keyColumns, guard);
    }

    /** This shape without some of its columns, in the same order; {@code dropped} holds indexes of columns that are no key. */
    public Shape without(Set<Integer> dropped) {
        List<Column> kept = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!dropped.contains(i)) {
                kept.add(columns.get(i));
            }
        }
        return new Shape(kept, keyColumns, guard);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Shape shape
                        && hash == shape.hash
                        && keyColumns == shape.keyColumns
                        && Objects.equals(guard, shape.guard)
                        && columns.equals(shape.columns));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "key " + key() + ", others " + nonKey();
    }
}
