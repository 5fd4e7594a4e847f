// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table as the database has it, columns in their order. */
public final class TableInfo {
    private final TableId id;
    private final Map<String, TableColumn> columns = new LinkedHashMap<>();
    private final boolean deletesCascade;

    /** @param deletesCascade a delete of a row of it may delete or change rows that refer to it */
    public TableInfo(TableId id, List<TableColumn> columns, boolean deletesCascade) {
        this.id = id;
        this.deletesCascade = deletesCascade;
        columns.forEach(column -> this.columns.put(column.name(), column));
    }

    public TableId id() {
        return id;
    }

    public Collection<TableColumn> columns() {
        return columns.values();
    }

    public boolean deletesCascade() {
        return deletesCascade;
    }

    public boolean has(String column) {
        return columns.containsKey(column);
    }

    /** @throws IllegalArgumentException if there is no such column: callers see to it first that there is */
    public TableColumn column(String name) {
        TableColumn column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("no column " + name + " in " + id);
        }
        return column;
    }
}
