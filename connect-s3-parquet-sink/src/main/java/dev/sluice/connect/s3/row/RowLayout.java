// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.errors.DataException;

/**
 * Which columns files have.
 *
 * @param columns the names of the columns for parts of the record other than its value; they come before the value's fields
 * @param leftOut top-level fields of the value that are no columns, because the directory says them
 * @param rowsWithoutValue whether a record without a value is a row; then every column of the value may be null
 */
public record RowLayout(Map<RecordPart, String> columns, Set<String> leftOut, boolean rowsWithoutValue) {
    /** The fields of the value, and nothing else. */
    public static final RowLayout VALUE_ONLY = new RowLayout(Map.of(), Set.of(), false);

    public RowLayout {
        Map<RecordPart, String> ordered = new EnumMap<>(RecordPart.class);
        ordered.putAll(columns);
        columns = Collections.unmodifiableMap(ordered);
        leftOut = Set.copyOf(leftOut);
    }

    /** True where a file shows the value as it is. */
    public boolean isValueOnly() {
        return columns.isEmpty() && leftOut.isEmpty();
    }

    /** What is wrong when the value has a field of a column's name. */
    public DataException collision(RecordPart part) {
        return new DataException("field '" + columns.get(part) + "': " + part.configurationKey()
                + " gives its column this name too. Set another name there, or rename the field with the transform"
                + " ReplaceField$Value");
    }

    /** The same text for equal layouts, in every process. */
    public String details() {
        return columns + " without " + new TreeSet<>(leftOut) + (rowsWithoutValue ? ", tombstones too" : "");
    }

    boolean keepsKeys() {
        return columns.containsKey(RecordPart.KEY);
    }
}
