// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static java.util.stream.Collectors.joining;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How PostgreSQL's tables are made and changed. */
record PostgresDefinitions(PostgresDialect dialect) implements Definitions {
    private static final Widening WIDENING = new Widening(
            List.of(List.of("smallint", "integer", "bigint"), List.of("real", "double precision")),
            "numeric",
            List.of("character varying"),
            1_000);

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
    public Optional<String> widerType(TableColumn column, String wanted) {
        boolean isBounded = column.type().equals("numeric") && column.size() != null;
        return wanted.equals("numeric") && isBounded ? Optional.of(wanted) : WIDENING.towards(column, wanted);
    }

    @Override
    public Optional<String> longerType(TableColumn column, int longest) {
        return WIDENING.toLength(column, longest);
    }

    @Override
    public Optional<String> lock(TableId table) {
        // Who waits for such a lock holds up all that come after, readers too: rather try again later.
        return Optional.of(
                "SET LOCAL lock_timeout = '10s'; LOCK TABLE " + dialect.quoted(table) + " IN ACCESS EXCLUSIVE MODE");
    }

    @Override
    public String setType(TableId table, TableColumn column, String type) {
        return alter(table, column) + " TYPE " + type;
    }

    @Override
    public Optional<String> dropNotNull(TableId table, TableColumn column) {
        return Optional.of(alter(table, column) + " DROP NOT NULL");
    }

    private String alter(TableId table, TableColumn column) {
        return "ALTER TABLE " + dialect.quoted(table) + " ALTER COLUMN " + dialect.quoted(column.name());
    }
}
