// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static java.util.stream.Collectors.joining;

import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.ColumnMapping;
import dev.sluice.connect.jdbc.change.RowGroup;
import dev.sluice.connect.jdbc.change.Shape;
import dev.sluice.connect.jdbc.change.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL 10 and later.
 *
 * <p>A batch of any size is one statement: an array a column, unnested to rows. Values whose type has no array form that the driver sends
 * well travel as text and are cast to the type of the table's own column, in {@code WHERE} as well as in {@code SET}.
 */
public final class PostgresDialect implements Dialect {
    /** NAMEDATALEN less one: the server cuts longer names without an error. */
    private static final int MAX_NAME_BYTES = 63;

    /** Names of parts of a statement, which hide a table of the same name. */
    private static final String GIVEN = "__sluice_given";

    private static final String PRESENT = "__sluice_present";

    private final IdentifierQuoting quoting;

    public PostgresDialect(IdentifierQuoting quoting) {
        this.quoting = quoting;
    }

    @Override
    public String storedName(String name) {
        return PostgresNames.cut(
                quoting == IdentifierQuoting.ALWAYS ? name : PostgresNames.folded(name), MAX_NAME_BYTES);
    }

    @Override
    public String quoted(TableId table) {
        return table.schema() == null ? quoted(table.name()) : quoted(table.schema()) + "." + quoted(table.name());
    }

    @Override
    public String quoted(String column) {
        return "\"" + column.replace("\"", "\"\"") + "\"";
    }

    @Override
    public ColumnMapping mapping(Schema schema) {
        return PostgresTypes.mapping(schema);
    }

    @Override
    public Optional<ArrayStatement> write(RowGroup.Action action, TableInfo table, Shape shape) {
        return switch (action) {
            case INSERT -> Optional.of(insert(table, shape, ""));
            case UPSERT -> Optional.of(upsert(table, shape));
            case UPDATE ->
                shape.nonKey().isEmpty()
                        ? Optional.empty()
                        : Optional.of(statement(table, shape, updateText(table, shape)));
            case DELETE -> Optional.of(delete(table, shape));
        };
    }

    private ArrayStatement upsert(TableInfo table, Shape shape) {
        String onConflict = " ON CONFLICT (" + names(shape.key()) + ") DO "
                + (shape.nonKey().isEmpty()
                        ? "NOTHING"
                        : "UPDATE SET "
                                + list(
                                        shape.nonKey(),
                                        column -> quoted(column.name()) + " = EXCLUDED." + quoted(column.name())));
        boolean lacksRequired = table.columns().stream()
                .anyMatch(column -> column.required()
                        && shape.columns().stream()
                                .noneMatch(given -> given.name().equals(column.name())));
        return lacksRequired ? updateElseInsert(table, shape, onConflict) : insert(table, shape, onConflict);
    }

    private ArrayStatement insert(TableInfo table, Shape shape, String onConflict) {
        return statement(
                table,
                shape,
                "INSERT INTO " + quoted(table.id()) + " (" + names(shape.columns()) + ")" + overriding(table, shape)
                        + " SELECT " + cast(table, shape) + " FROM " + unnest(table, shape) + onConflict);
    }

    /**
     * PostgreSQL checks NOT NULL before it looks for a conflict, so that an upsert without a required column fails even where the row
     * exists and keeps its value. Hence the rows that exist are updated, and only the others inserted.
     */
    private ArrayStatement updateElseInsert(TableInfo table, Shape shape, String onConflict) {
        String keyOfUpdated = IntStream.range(0, shape.key().size())
                .mapToObj(i -> "d.k" + (i + 1) + " = " + cast(table, shape, i))
                .collect(joining(" AND "));
        String returning = IntStream.range(0, shape.key().size())
                .mapToObj(i -> "t." + quoted(shape.columns().get(i).name()) + " AS k" + (i + 1))
                .collect(joining(", "));
        String matches = keyMatches(table, shape);
        String present = shape.nonKey().isEmpty()
                ? "SELECT " + returning + " FROM " + quoted(table.id()) + " AS t, " + GIVEN + " AS u WHERE " + matches
                : "UPDATE " + quoted(table.id()) + " AS t SET " + assignments(table, shape) + " FROM " + GIVEN
                        + " AS u WHERE " + matches + " RETURNING " + returning;
        return statement(
                table,
                shape,
                "WITH " + GIVEN + " AS (SELECT * FROM " + unnest(table, shape) + "), " + PRESENT + " AS (" + present
                        + ") INSERT INTO "
                        + quoted(table.id()) + " (" + names(shape.columns()) + ")" + overriding(table, shape)
                        + " SELECT "
                        + cast(table, shape) + " FROM " + GIVEN + " AS u WHERE NOT EXISTS (SELECT FROM " + PRESENT
                        + " AS d WHERE " + keyOfUpdated + ")"
                        + onConflict);
    }

    private String updateText(TableInfo table, Shape shape) {
        return "UPDATE " + quoted(table.id()) + " AS t SET " + assignments(table, shape) + " FROM "
                + unnest(table, shape) + " WHERE " + keyMatches(table, shape);
    }

    private ArrayStatement delete(TableInfo table, Shape shape) {
        Shape key = new Shape(shape.key(), shape.key().size());
        String from = "DELETE FROM " + quoted(table.id()) + " AS t";
        if (key.columns().size() == 1) {
            Shape.Column only = key.columns().get(0);
            TableColumn column = table.column(only.name());
            // An array of arrays cannot be cast from an array of texts; the join below casts each element by itself.
            if (!column.type().endsWith("[]")) {
                String array = "?::" + elementType(wire(column, only)) + "[]";
                String cast = needsCast(column, only) ? array + "::" + column.type() + "[]" : array;
                return statement(table, key, from + " WHERE t." + quoted(only.name()) + " = ANY (" + cast + ")");
            }
        }
        return statement(table, key, from + " USING " + unnest(table, key) + " WHERE " + keyMatches(table, key));
    }

    private ArrayStatement statement(TableInfo table, Shape shape, String text) {
        List<ArrayStatement.Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < shape.columns().size(); i++) {
            Carrier wire = wire(table, shape.columns().get(i));
            parameters.add(new ArrayStatement.Parameter(i, wire, elementType(wire)));
        }
        return new ArrayStatement(text, parameters);
    }

    private String unnest(TableInfo table, Shape shape) {
        String arrays = list(shape.columns(), column -> "?::" + elementType(wire(table, column)) + "[]");
        String aliases = IntStream.rangeClosed(1, shape.columns().size())
                .mapToObj(i -> "c" + i)
                .collect(joining(", "));
        return "UNNEST(" + arrays + ") AS u(" + aliases + ")";
    }

    private String assignments(TableInfo table, Shape shape) {
        return IntStream.range(shape.key().size(), shape.columns().size())
                .mapToObj(i -> quoted(shape.columns().get(i).name()) + " = " + cast(table, shape, i))
                .collect(joining(", "));
    }

    private String keyMatches(TableInfo table, Shape shape) {
        return IntStream.range(0, shape.key().size())
                .mapToObj(i -> "t." + quoted(shape.columns().get(i).name()) + " = " + cast(table, shape, i))
                .collect(joining(" AND "));
    }

    private String cast(TableInfo table, Shape shape) {
        return IntStream.range(0, shape.columns().size())
                .mapToObj(i -> cast(table, shape, i))
                .collect(joining(", "));
    }

    private static String cast(TableInfo table, Shape shape, int index) {
        Shape.Column given = shape.columns().get(index);
        TableColumn column = table.column(given.name());
        String value = "u.c" + (index + 1);
        return needsCast(column, given) ? value + "::" + column.type() : value;
    }

    private static boolean needsCast(TableColumn column, Shape.Column given) {
        return switch (wire(column, given)) {
            case BOOLEAN, BYTES -> false;
            case INTEGER -> !column.type().equals("bigint");
            case FLOAT -> !column.type().equals("real");
            case DOUBLE -> !column.type().equals("double precision");
            case TEXT -> !column.type().equals("text");
        };
    }

    private static Carrier wire(TableInfo table, Shape.Column given) {
        return wire(table.column(given.name()), given);
    }

    /** How a value reaches the column: in its own type where the column's is near enough, else as text. */
    private static Carrier wire(TableColumn column, Shape.Column given) {
        boolean direct =
                switch (given.carrier()) {
                    case BOOLEAN -> column.type().equals("boolean");
                    case INTEGER ->
                        switch (column.type()) {
                            case "smallint", "integer", "bigint", "numeric", "real", "double precision" -> true;
                            default -> false;
                        };
                    case FLOAT, DOUBLE ->
                        column.type().equals("real") || column.type().equals("double precision");
                    case BYTES -> column.type().equals("bytea");
                    case TEXT -> true;
                };
        return direct ? given.carrier() : Carrier.TEXT;
    }

    private static String elementType(Carrier carrier) {
        return switch (carrier) {
            case BOOLEAN -> "bool";
            case INTEGER -> "int8";
            case FLOAT -> "float4";
            case DOUBLE -> "float8";
            case BYTES -> "bytea";
            case TEXT -> "text";
        };
    }

    private static String overriding(TableInfo table, Shape shape) {
        return shape.columns().stream()
                        .anyMatch(column -> table.column(column.name()).alwaysGenerated())
                ? " OVERRIDING SYSTEM VALUE"
                : "";
    }

    private String names(List<Shape.Column> columns) {
        return list(columns, column -> quoted(column.name()));
    }

    private static String list(List<Shape.Column> columns, Function<Shape.Column, String> text) {
        return columns.stream().map(text).collect(joining(", "));
    }

    @Override
    public String text(Object carried) {
        return PostgresText.of(carried);
    }

    @Override
    public Map<String, String> driverProperties() {
        return Map.of(
                "ApplicationName",
                "sluice-jdbc-upsert-sink",
                "tcpKeepAlive",
                "true",
                // In seconds, and well below max.poll.interval.ms: a network that swallows packets must not hold a task
                // until it is thrown out of its group.
                "connectTimeout",
                "10",
                "socketTimeout",
                "60",
                // The details quote values of rows, and messages of ours hold none.
                "logServerErrorDetail",
                "false");
    }

    @Override
    public List<String> sessionSettings() {
        return List.of("SET TIME ZONE 'UTC'", "SET standard_conforming_strings = on");
    }

    @Override
    public String tableColumns() {
        // format_type with a modifier of -1 names the type without length, and with its schema where needed. A cast to
        // a type with a length would cut the value without a word; the assignment to the column does not. What the
        // catalogues of older servers lack is read by way of to_jsonb.
        return """
                SELECT a.attname, format_type(a.atttypid, -1), a.atttypmod, \
                coalesce((SELECT to_jsonb(c) ->> 'collisdeterministic' FROM pg_collation c WHERE c.oid = a.attcollation), \
                'true')::boolean, \
                a.attnotnull AND NOT a.atthasdef AND a.attidentity = '', \
                a.attidentity = 'a', \
                coalesce(to_jsonb(a) ->> 'attgenerated', '') <> ''
                FROM pg_attribute a
                WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
                ORDER BY a.attnum""";
    }

    @Override
    public String deletesCascade() {
        // c, n and d: cascade, set null, set default.
        return "SELECT EXISTS (SELECT FROM pg_constraint"
                + " WHERE contype = 'f' AND confrelid = to_regclass(?) AND confdeltype IN ('c', 'n', 'd'))";
    }

    @Override
    public boolean tellsApart(TableColumn column, Object value) {
        return PostgresKeys.tellApart(column, value);
    }

    @Override
    public String createTable(TableId table, List<ColumnDefinition> columns, List<String> keyColumns) {
        String definitions = columns.stream().map(this::definition).collect(joining(", "));
        String key = keyColumns.isEmpty()
                ? ""
                : ", PRIMARY KEY (" + keyColumns.stream().map(this::quoted).collect(joining(", ")) + ")";
        return "CREATE TABLE IF NOT EXISTS " + quoted(table) + " (" + definitions + key + ")";
    }

    @Override
    public String addColumns(TableId table, List<ColumnDefinition> columns) {
        return "ALTER TABLE " + quoted(table) + " "
                + columns.stream()
                        .map(column -> "ADD COLUMN IF NOT EXISTS " + definition(column))
                        .collect(joining(", "));
    }

    private String definition(ColumnDefinition column) {
        String text = quoted(column.name()) + " " + column.type();
        if (column.defaultText() != null) {
            // The session has standard_conforming_strings on: a quote is the only character with a meaning.
            text += " DEFAULT '" + column.defaultText().replace("'", "''") + "'::" + column.type();
        }
        return column.notNull() ? text + " NOT NULL" : text;
    }

    @Override
    public FailureKind classify(@Nullable String sqlState) {
        return PostgresFailures.classify(sqlState);
    }

    @Override
    public boolean isAlreadyThere(@Nullable String sqlState) {
        return PostgresFailures.isAlreadyThere(sqlState);
    }

    @Override
    public String meaning(@Nullable String sqlState) {
        return PostgresFailures.meaning(sqlState);
    }

    @Override
    public Optional<SessionLocks> sessionLocks() {
        return Optional.of(PostgresLocks.TEXT);
    }
}
