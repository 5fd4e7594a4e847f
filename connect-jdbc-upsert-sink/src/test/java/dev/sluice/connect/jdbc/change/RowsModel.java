// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tables in memory that do what a database does with a statement; a column without a value is null. */
final class RowsModel {
    private final Map<TableId, Map<RowKey, Map<String, @Nullable Object>>> tables = new LinkedHashMap<>();

    void run(List<RowGroup> groups) {
        groups.forEach(this::run);
    }

    private void run(RowGroup group) {
        Map<RowKey, Map<String, @Nullable Object>> rows = tables.computeIfAbsent(group.table(), t -> new TreeMap<>());
        Set<RowKey> written = new HashSet<>();
        for (Row row : group.rows()) {
            RowKey key = keyOf(row);
            switch (group.action()) {
                case UPSERT -> {
                    if (!written.add(key)) {
                        throw new IllegalStateException("a statement cannot write a row a second time: " + key);
                    }
                    rows.computeIfAbsent(key, k -> new LinkedHashMap<>()).putAll(values(row));
                }
                case UPDATE -> {
                    if (!written.add(key)) {
                        throw new IllegalStateException("a statement updates a row once: " + key);
                    }
                    rows.computeIfPresent(key, (k, old) -> {
                        old.putAll(values(row));
                        return old;
                    });
                }
                case DELETE -> rows.remove(key);
                case TRUNCATE -> rows.clear();
                case INSERT_IGNORE -> rows.putIfAbsent(key, values(row));
                case INSERT -> {
                    if (rows.putIfAbsent(key, values(row)) != null) {
                        throw new IllegalStateException("duplicate key " + key);
                    }
                }
            }
        }
    }

    private static RowKey keyOf(Row row) {
        List<String> names = row.shape().key().stream().map(Shape.Column::name).toList();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            values.add(Objects.requireNonNull(row.value(i)));
        }
        return new RowKey(names, values);
    }

    private static Map<String, @Nullable Object> values(Row row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = row.shape().key().size(); i < row.shape().columns().size(); i++) {
            values.put(row.shape().columns().get(i).name(), row.value(i));
        }
        return values;
    }

    /** Columns that are null are left out: whether a statement named them is not to be seen. */
    Map<TableId, Map<RowKey, Map<String, Object>>> content() {
        Map<TableId, Map<RowKey, Map<String, Object>>> content = new LinkedHashMap<>();
        tables.forEach((table, rows) -> rows.forEach((key, values) -> {
            Map<String, Object> present = new TreeMap<>();
            values.forEach((name, value) -> {
                if (value != null) {
                    present.put(name, value);
                }
            });
            content.computeIfAbsent(table, t -> new TreeMap<>()).put(key, present);
        }));
        return content;
    }
}
