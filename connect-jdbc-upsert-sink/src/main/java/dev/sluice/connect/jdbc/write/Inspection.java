// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.sql.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether the tables that a configuration names can be written as it says. Changes nothing.
 *
 * @param tables by the topics that go to them
 * @param keyColumns as the database stores them; empty where only the records will tell
 * @param byKey whether rows are found by their key, so that a unique index must be on exactly its columns
 */
public record Inspection(
        Dialect dialect, Map<String, TableId> tables, boolean autoCreate, Set<String> keyColumns, boolean byKey) {

    /** What a problem is about. */
    public enum Subject {
        CONNECTION,
        TABLE,
        KEY
    }

    public record Problem(Subject subject, String message) {}

    private record IndexColumn(String index, @Nullable String column) {}

    List<Problem> problems(Connection connection) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        for (Map.Entry<String, TableId> entry : tables.entrySet()) {
            problem(connection, entry.getKey(), entry.getValue()).ifPresent(problems::add);
        }
        return problems;
    }

    private Optional<Problem> problem(Connection connection, String topic, TableId table) throws SQLException {
        List<String> columns = Queries.rows(connection, dialect.catalogue().columns(table), row -> row.getString(1));
        String name = "table " + dialect.quoted(table) + " of topic '" + topic + "'";
        if (columns.isEmpty()) {
            return autoCreate
                    ? Optional.empty()
                    : Optional.of(new Problem(
                            Subject.TABLE,
                            name + " does not exist. Create it, correct table.name.format, or set auto.create=true"));
        }
        Set<String> missing = names(keyColumns);
        missing.removeAll(names(columns));
        if (!missing.isEmpty()) {
            return Optional.of(new Problem(
                    Subject.KEY, name + " has no column for the key fields " + missing + ". Correct pk.fields"));
        }
        return byKey && !keyColumns.isEmpty() ? keyProblem(connection, name, table) : Optional.empty();
    }

    private Optional<Problem> keyProblem(Connection connection, String name, TableId table) throws SQLException {
        Map<String, Set<String>> indexes = new LinkedHashMap<>();
        for (IndexColumn found : Queries.rows(
                connection,
                dialect.catalogue().uniqueIndexes(table),
                row -> new IndexColumn(row.getString(1), row.getString(2)))) {
            if (found.column == null) {
                // A view: what its tables have, the database will say.
                return Optional.empty();
            }
            indexes.computeIfAbsent(found.index, index -> names(List.of())).add(found.column);
        }
        Set<String> key = names(keyColumns);
        return indexes.values().stream().anyMatch(index -> index.size() == key.size() && index.containsAll(key))
                ? Optional.empty()
                : Optional.of(new Problem(
                        Subject.KEY,
                        name + " has no unique index on exactly the key columns " + key
                                + ", by which upsert and insert-ignore find the row."
                                + " Create one, or correct pk.fields. Unique there: " + indexes.values()));
    }

    private Set<String> names(Collection<String> names) {
        Set<String> set =
                dialect.ignoresCaseOfColumns() ? new TreeSet<>(String.CASE_INSENSITIVE_ORDER) : new TreeSet<>();
        set.addAll(names);
        return set;
    }
}
