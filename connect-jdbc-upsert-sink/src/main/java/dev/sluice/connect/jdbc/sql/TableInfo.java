// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A table as the database has it, columns in their order. */
public final class TableInfo {
    private final TableId id;
    private final List<TableColumn> columns;
    private final Map<String, TableColumn> byName;
    private final boolean deletesCascade;
    private final List<Set<String>> conflictingIndexes;

    public TableInfo(TableId id, List<TableColumn> columns, boolean deletesCascade, boolean ignoresCase) {
        this(id, columns, deletesCascade, ignoresCase, List.of());
    }

    /**
     * @param deletesCascade a delete of a row of it may delete or change rows that refer to it
     * @param ignoresCase whether names of columns that differ in case alone are one column
     * @param conflictingIndexes the columns of each index by which an upsert may find a row, the key's among them; an empty set for
     *     one that is not on columns alone. Only of databases whose upsert cannot be told which index is meant
     */
    public TableInfo(
            TableId id,
            List<TableColumn> columns,
            boolean deletesCascade,
            boolean ignoresCase,
            List<Set<String>> conflictingIndexes) {
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

    /** Whether an upsert that names no index might find the row by another one than that of exactly these columns. */
    boolean mayConflictBeside(Set<String> key) {
        return conflictingIndexes.stream().anyMatch(index -> index.size() != key.size() || !key.containsAll(index));
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
