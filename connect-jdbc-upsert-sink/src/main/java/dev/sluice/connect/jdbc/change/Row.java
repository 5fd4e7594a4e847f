// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of some columns of one row, each in its column's {@link Carrier} or null. Not changed once made. */
public final class Row {
    private final Shape shape;
    private final @Nullable Object[] values;

    public Row(Shape shape, @Nullable Object... values) {
        if (shape.columns().size() != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values for " + shape.columns().size() + " columns");
        }
        this.shape = shape;
        this.values = values;
    }

    public Shape shape() {
        return shape;
    }

    /** The value of the column at this index of the shape. */
    public @Nullable Object value(int column) {
        return values[column];
    }

    /** About what the values take in memory and in a statement: a byte a character, and a little for each that is short. */
    public long approximateBytes() {
        long bytes = 0;
        for (Object value : values) {
            bytes += 16;
            if (value instanceof String text) {
                bytes += text.length();
            } else if (value instanceof ByteBuffer buffer) {
                bytes += buffer.remaining();
            }
        }
        return bytes;
    }

    /** What the row holds once {@code newer} is written over it: columns that {@code newer} lacks keep their value. */
    Row overlaidBy(Row newer) {
        if (newer.shape.covers(shape)) {
            return newer;
        }
        List<Shape.Column> columns = new ArrayList<>(newer.shape.columns());
        List<@Nullable Object> merged = new ArrayList<>(Arrays.asList(newer.values));
        for (int i = 0; i < values.length; i++) {
            Shape.Column column = shape.columns().get(i);
            if (!newer.shape.has(column.name())) {
                columns.add(column);
                merged.add(values[i]);
            }
        }
        return new Row(newer.shape.with(columns), merged.toArray());
    }

    Row keyAlone() {
        int keyColumns = shape.key().size();
        return new Row(new Shape(shape.key(), keyColumns), Arrays.copyOf(values, keyColumns));
    }

    /** This row without the columns at some indexes, none of them a key column. */
    public Row without(Set<Integer> dropped) {
        if (dropped.isEmpty()) {
            return this;
        }
        List<@Nullable Object> kept = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (!dropped.contains(i)) {
                kept.add(values[i]);
            }
        }
        return new Row(shape.without(dropped), kept.toArray());
    }
}
