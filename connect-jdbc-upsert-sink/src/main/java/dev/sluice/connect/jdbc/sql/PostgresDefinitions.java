// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static java.util.stream.Collectors.joining;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How PostgreSQL's tables are made and changed. */
record PostgresDefinitions(PostgresDialect dialect) implements Definitions {
    @Override
    public List<String> createTable(TableId table, List<ColumnDefinition> columns, List<String> keyColumns) {
        String definitions = columns.stream().map(this::definition).collect(joining(", "));
        String key = keyColumns.isEmpty()
                ? ""
                : ", PRIMARY KEY (" + keyColumns.stream().map(dialect::quoted).collect(joining(", ")) + ")";
        return withComments(
                "CREATE TABLE IF NOT EXISTS " + dialect.quoted(table) + " (" + definitions + key + ")", table, columns);
    }

    @Override
    public List<String> addColumns(TableId table, List<ColumnDefinition> columns) {
        return withComments(
                "ALTER TABLE " + dialect.quoted(table) + " "
                        + columns.stream()
                                .map(column -> "ADD COLUMN IF NOT EXISTS " + definition(column))
                                .collect(joining(", ")),
                table,
                columns);
    }

    private List<String> withComments(String statement, TableId table, List<ColumnDefinition> columns) {
        List<String> statements = new ArrayList<>(List.of(statement));
        for (ColumnDefinition column : columns) {
            if (column.comment() != null) {
                statements.add("COMMENT ON COLUMN " + dialect.quoted(table) + "." + dialect.quoted(column.name())
                        + " IS " + literal(column.comment()));
            }
        }
        return List.copyOf(statements);
    }

    private String definition(ColumnDefinition column) {
        String text = dialect.quoted(column.name()) + " " + column.type();
        if (column.defaultValue() != null) {
            text += " DEFAULT " + literal(dialect.text(column.defaultValue())) + "::" + column.type();
        }
        return column.notNull() ? text + " NOT NULL" : text;
    }

    /** The session has standard_conforming_strings on: a quote is the only character with a meaning. */
    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public Optional<Patience> patience() {
        return Optional.of(new Patience(true, "SET LOCAL lock_timeout = '5s'", ""));
    }

    @Override
    public Alterations alterations() {
        return new PostgresAlterations(dialect);
    }
}
