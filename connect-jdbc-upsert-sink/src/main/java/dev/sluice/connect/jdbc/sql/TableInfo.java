// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table as the database has it, columns in their order. */
public final class TableInfo {
    /** A unique index. */
    public record Index(List<IndexColumn> columns) {
        public Index {
            columns = List.copyOf(columns);
        }

        private boolean isOn(Set<String> key) {
            return columns.size() == key.size()
                    && columns.stream().allMatch(column -> column.name() != null && key.contains(column.name()));
        }

        /** With a number that the database draws, a row meets no other. */
        private boolean mayMeet(Set<String> given) {
            return columns.stream()
                    .noneMatch(column -> column.drawn() && column.name() != null && !given.contains(column.name()));
        }
    }

    /**
     * @param name null for what is not a whole column
     * @param drawn whether a row that brings no value gets a new number
     */
    public record IndexColumn(@Nullable String name, boolean drawn) {}

    private final TableId id;
    private final List<TableColumn> columns;
    private final Map<String, TableColumn> byName;
    private final boolean deletesCascade;
    private final List<Index> conflictingIndexes;

    public TableInfo(TableId id, List<TableColumn> columns, boolean deletesCascade, boolean ignoresCase) {
        this(id, columns, deletesCascade, ignoresCase, List.of());
    }

    /**
     * @param deletesCascade a delete of a row of it may delete or change rows that refer to it
     * @param ignoresCase whether names of columns that differ in case alone are one column
     * @param conflictingIndexes each index by which an upsert may find a row, the key's among them. Only of databases whose upsert
     *     cannot be told which index is meant
     */
    public TableInfo(
            TableId id,
            List<TableColumn> columns,
            boolean deletesCascade,
            boolean ignoresCase,
            List<Index> conflictingIndexes) {
        this.id = id;
        this.columns = List.copyOf(columns);
        this.byName = ignoresCase ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new HashMap<>();
        this.deletesCascade = deletesCascade;
        this.conflictingIndexes = List.copyOf(conflictingIndexes);
        columns.forEach(column -> byName.put(column.name(), column));
    }

    public TableId id() {
        return id;
    }

    public List<TableColumn> columns() {
        return columns;
    }

    public boolean deletesCascade() {
        return deletesCascade;
    }

    /**
     * Whether an upsert that names no index finds the row of its key and no other: the key has its index, and no row that brings these columns meets another
     * index.
     */
    boolean findsByKeyAlone(Set<String> key, Set<String> given) {
        return conflictingIndexes.stream().anyMatch(index -> index.isOn(key))
                && conflictingIndexes.stream().allMatch(index -> index.isOn(key) || !index.mayMeet(given));
    }

    public boolean has(String column) {
        return byName.containsKey(column);
    }

    /** @throws IllegalArgumentException if there is no such column: callers see to it first that there is */
    public TableColumn column(String name) {
        TableColumn column = byName.get(name);
        if (column == null) {
            throw new IllegalArgumentException("no column " + name + " in " + id);
        }
        return column;
    }
}
