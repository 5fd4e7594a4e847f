// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares each warehouse table with its source table: the same columns, the same keys, the same rows, value for value. */
final class WarehouseProof {
    private final Connection source;
    private final Connection warehouse;

    WarehouseProof(Connection source, Connection warehouse) {
        this.source = source;
        this.warehouse = warehouse;
    }

    /** The first difference in words, or "equal". */
    record Verdict(String table, long rows, boolean equal, String detail) {}

    Verdict compare(String table) throws SQLException {
        List<String> columns = columns(source, table);
        List<String> copied = columns(warehouse, table);
        if (!List.copyOf(new TreeSet<>(columns)).equals(List.copyOf(new TreeSet<>(copied)))) {
            return new Verdict(table, 0, false, "columns differ: source " + columns + ", warehouse " + copied);
        }
        List<String> key = keyColumns(source, table);
        if (!key.equals(keyColumns(warehouse, table))) {
            return new Verdict(
                    table,
                    0,
                    false,
                    "primary keys differ: source " + key + ", warehouse " + keyColumns(warehouse, table));
        }
        Set<String> anyScale = Set.copyOf(numbersOfAnyScale(table));
        // As text both databases write equal values of equal types the same way, and of other types in another.
        String query = "SELECT "
                + columns.stream()
                        .map(column -> anyScale.contains(column)
                                ? "trim_scale(" + quoted(column) + ")::text"
                                : quoted(column) + "::text")
                        .collect(Collectors.joining(", "))
                + " FROM " + quoted(table) + " ORDER BY "
                + key.stream().map(WarehouseProof::quoted).collect(Collectors.joining(", "));
        return compareRows(table, columns, query);
    }

    private Verdict compareRows(String table, List<String> columns, String query) throws SQLException {
        try (Statement left = source.createStatement();
                Statement right = warehouse.createStatement();
                ResultSet expected = left.executeQuery(query);
                ResultSet actual = right.executeQuery(query)) {
            long rows = 0;
            while (expected.next()) {
                if (!actual.next()) {
                    return new Verdict(
                            table, rows, false, "the warehouse ends after " + rows + " rows, the source has more");
                }
                for (int i = 1; i <= columns.size(); i++) {
                    if (!Objects.equals(expected.getString(i), actual.getString(i))) {
                        return new Verdict(
                                table,
                                rows,
                                false,
                                "row " + (rows + 1) + ", column " + columns.get(i - 1) + ": source "
                                        + shown(expected.getString(i)) + ", warehouse " + shown(actual.getString(i)));
                    }
                }
                rows++;
            }
            return actual.next()
                    ? new Verdict(table, rows, false, "the warehouse has more than the source's " + rows + " rows")
                    : new Verdict(table, rows, true, "equal");
        }
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        return "'" + (value.length() > 40 ? value.substring(0, 40) + "…" : value) + "'";
    }

    private static List<String> columns(Connection database, String table) throws SQLException {
        return strings(
                database,
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '"
                        + table + "' ORDER BY ordinal_position");
    }

    /** Of a number without a declared scale Debezium sends no trailing zeros: 741.60 arrives as 741.6, the same number. */
    private List<String> numbersOfAnyScale(String table) throws SQLException {
        return strings(
                source,
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '"
                        + table + "' AND data_type = 'numeric' AND numeric_scale IS NULL");
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    private static List<String> keyColumns(Connection database, String table) throws SQLException {
        return strings(
                database,
                "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)"
                        + " WHERE i.indrelid = to_regclass('public." + table + "') AND i.indisprimary"
                        + " ORDER BY array_position(i.indkey::int2[], a.attnum)");
    }

    private static List<String> strings(Connection database, String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (result.next()) {
                found.add(result.getString(1));
            }
            return found;
        }
    }
}
