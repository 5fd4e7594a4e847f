// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static java.util.stream.Collectors.joining;

import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.ColumnMapping;
import dev.sluice.connect.jdbc.change.RowGroup;
import dev.sluice.connect.jdbc.change.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;

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

    /** Marks where a block of statements begins and ends. */
    private static final String BODY = "$sluice$";

    private static final Session SESSION = new Session(
            Map.of(
                    "ApplicationName",
                    "sluice-jdbc-upsert-sink",
                    "tcpKeepAlive",
                    "true",
                    // In seconds, and well below max.poll.interval.ms: a network that swallows packets must not hold a
                    // task until it is thrown out of its group.
                    "connectTimeout",
                    "10",
                    "socketTimeout",
                    "60",
                    // The details quote values of rows, and messages of ours hold none.
                    "logServerErrorDetail",
                    "false"),
            Map.of("loginTimeout", "5", "connectTimeout", "5", "socketTimeout", "5"),
            List.of("SET TIME ZONE 'UTC'", "SET standard_conforming_strings = on"));

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
    public String quoted(String column) {
        return "\"" + column.replace("\"", "\"\"") + "\"";
    }

    @Override
    public ColumnMapping mapping(Schema schema) {
        return PostgresTypes.mapping(schema);
    }

    @Override
    public Optional<WriteStatement> write(RowGroup.Action action, TableInfo table, Shape shape) {
        return switch (action) {
            case INSERT -> Optional.of(insert(table, shape, ""));
            case INSERT_IGNORE -> Optional.of(insert(table, shape, onConflict(shape) + "DO NOTHING"));
            case UPSERT -> Optional.of(upsert(table, shape));
            case UPDATE ->
                shape.nonKey().isEmpty()
                        ? Optional.empty()
                        : Optional.of(statement(table, shape, updateText(table, shape)));
            case DELETE -> Optional.of(delete(table, shape));
            case TRUNCATE -> Optional.of(new ArrayStatement(truncateText(table), List.of()));
        };
    }

    private ArrayStatement upsert(TableInfo table, Shape shape) {
        String onConflict = onConflict(shape)
                + "DO "
                + (shape.nonKey().isEmpty()
                        ? "NOTHING"
                        : "UPDATE SET "
                                + list(
                                        shape.nonKey(),
                                        column -> quoted(column.name()) + " = EXCLUDED." + quoted(column.name()))
                                + guard(
                                        shape,
                                        " WHERE ",
                                        i -> "EXCLUDED."
                                                + quoted(shape.columns().get(i).name())));
        boolean lacksRequired = table.columns().stream()
                .anyMatch(column -> column.required()
                        && shape.columns().stream()
                                .noneMatch(given -> given.name().equals(column.name())));
        return lacksRequired ? updateElseInsert(table, shape, onConflict) : insert(table, shape, onConflict);
    }

    /** With the key's index alone: a row that meets another one is refused, and not taken for the same row. */
    private String onConflict(Shape shape) {
        return " ON CONFLICT " + (shape.key().isEmpty() ? "" : "(" + names(shape.key()) + ") ");
    }

    private ArrayStatement insert(TableInfo table, Shape shape, String onConflict) {
        return statement(
                table,
                shape,
                insertInto(table, shape) + " SELECT " + cast(table, shape) + " FROM " + unnest(table, shape)
                        + onConflict);
    }

    private String insertInto(TableInfo table, Shape shape) {
        // The condition that guards a row has to name it.
        String alias = shape.guard().isPresent() ? " AS t" : "";
        return "INSERT INTO " + quoted(table.id()) + alias + " (" + names(shape.columns()) + ")"
                + overriding(table, shape);
    }

    /** True for rows that are not newer than what is given; nothing where no column guards them. */
    private String guard(Shape shape, String before, IntFunction<String> given) {
        OptionalInt guard = shape.guard();
        if (guard.isEmpty()) {
            return "";
        }
        String column = "t." + quoted(shape.columns().get(guard.getAsInt()).name());
        return before + "(" + column + " IS NULL OR " + column + " <= " + given.apply(guard.getAsInt()) + ")";
    }

    /**
     * PostgreSQL checks NOT NULL before it looks for a conflict, so that an upsert without a required column fails even where the row
     * exists and keeps its value. Hence the rows that exist are updated, and only the others inserted.
     */
    private ArrayStatement updateElseInsert(TableInfo table, Shape shape, String onConflict) {
        String keyOfPresent = IntStream.range(0, shape.key().size())
                .mapToObj(i -> "d.k" + (i + 1) + " = " + cast(table, shape, i))
                .collect(joining(" AND "));
        String keys = IntStream.range(0, shape.key().size())
                .mapToObj(i -> "t." + quoted(shape.columns().get(i).name()) + " AS k" + (i + 1))
                .collect(joining(", "));
        String matches = keyMatches(table, shape);
        String select = "SELECT " + keys + " FROM " + quoted(table.id()) + " AS t, " + GIVEN + " AS u WHERE " + matches;
        String update = "UPDATE " + quoted(table.id()) + " AS t SET " + assignments(table, shape) + " FROM " + GIVEN
                + " AS u WHERE " + matches;
        String present;
        if (shape.nonKey().isEmpty()) {
            present = PRESENT + " AS (" + select + ")";
        } else if (shape.guard().isEmpty()) {
            present = PRESENT + " AS (" + update + " RETURNING " + keys + ")";
        } else {
            // A row that is newer is not updated, and is there nevertheless.
            present = PRESENT + " AS (" + select + "), __sluice_updated AS (" + update
                    + guard(shape, " AND ", i -> cast(table, shape, i)) + ")";
        }
        return statement(
                table,
                shape,
                "WITH " + GIVEN + " AS (SELECT * FROM " + unnest(table, shape) + "), " + present + " "
                        + insertInto(table, shape) + " SELECT "
                        + cast(table, shape) + " FROM " + GIVEN + " AS u WHERE NOT EXISTS (SELECT FROM " + PRESENT
                        + " AS d WHERE " + keyOfPresent + ")"
                        + onConflict);
    }

    private String updateText(TableInfo table, Shape shape) {
        return "UPDATE " + quoted(table.id()) + " AS t SET " + assignments(table, shape) + " FROM "
                + unnest(table, shape) + " WHERE " + keyMatches(table, shape)
                + guard(shape, " AND ", i -> cast(table, shape, i));
    }

    /** TRUNCATE, which takes no time once it has the table, unless a foreign key refers to the table, which TRUNCATE refuses. */
    private String truncateText(TableInfo table) {
        String name = quoted(table.id());
        return name.contains(BODY)
                ? "DELETE FROM " + name
                : "DO " + BODY + " BEGIN SET LOCAL lock_timeout = '5s'; TRUNCATE TABLE " + name
                        + "; SET LOCAL lock_timeout TO DEFAULT; EXCEPTION WHEN feature_not_supported THEN"
                        + " DELETE FROM " + name + "; END " + BODY;
    }

    private ArrayStatement delete(TableInfo table, Shape shape) {
        if (shape.guard().isPresent()) {
            return statement(
                    table,
                    shape,
                    "DELETE FROM " + quoted(table.id()) + " AS t USING " + unnest(table, shape) + " WHERE "
                            + keyMatches(table, shape)
                            + guard(shape, " AND ", i -> cast(table, shape, i)));
        }
        Shape key = new Shape(shape.key(), shape.key().size());
        String from = "DELETE FROM " + quoted(table.id()) + " AS t";
        if (key.columns().size() == 1) {
            Shape.Column only = key.columns().get(0);
            TableColumn column = table.column(only.name());
            // An array of arrays cannot be cast from an array of texts; the join below casts each element by itself.
            if (!column.type().endsWith("[]") && PostgresCasts.isPlain(column, only.carrier())) {
                String array = "?::" + elementType(wire(table, only)) + "[]";
                String cast = PostgresCasts.of(column, only.carrier(), array).equals(array)
                        ? array
                        : array + "::" + column.type() + "[]";
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
        return PostgresCasts.of(table.column(given.name()), given.carrier(), "u.c" + (index + 1));
    }

    private static Carrier wire(TableInfo table, Shape.Column given) {
        return PostgresCasts.wire(table.column(given.name()), given.carrier());
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
    public Session session() {
        return SESSION;
    }

    @Override
    public Catalogue catalogue() {
        return new PostgresCatalogue(this);
    }

    @Override
    public Definitions definitions() {
        return new PostgresDefinitions(this);
    }

    @Override
    public Errors errors() {
        return new PostgresFailures();
    }

    @Override
    public boolean tellsApart(TableColumn column, Object value) {
        return PostgresKeys.tellApart(column, value);
    }

    @Override
    public Optional<SessionLocks> sessionLocks() {
        return Optional.of(PostgresLocks.TEXT);
    }
}
