// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static java.util.stream.Collectors.joining;

import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.RowGroup;
import dev.sluice.connect.jdbc.change.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Statements that give rows one by one, from the words in which databases that do so agree.
 *
 * @param names how they stand in a statement, and whether their case counts
 * @param maxParameters how many question marks a statement of theirs may have
 * @param placeholder what stands for a value of a column
 * @param fromNothing what follows a SELECT that reads no table
 * @param upsert what differs in each
 * @param insertIgnore an insert that does nothing where a unique index holds the row already; null where there is none
 */
record RowSql(
        RowNames names,
        int maxParameters,
        Function<TableColumn, String> placeholder,
        String fromNothing,
        Upsert upsert,
        @Nullable Upsert insertIgnore) {
    /** Longer statements gain nothing, and take the server long to read. */
    private static final int MAX_ROWS = 500;

    /** Makes the statement for rows of a shape. */
    @FunctionalInterface
    interface Upsert {
        WriteStatement of(RowSql sql, TableInfo table, Shape shape);
    }

    Optional<WriteStatement> write(RowGroup.Action action, TableInfo table, Shape shape) {
        return switch (action) {
            case INSERT -> Optional.of(insert(table, shape, "INSERT INTO", ""));
            case UPSERT -> Optional.of(upsert.of(this, table, shape));
            case UPDATE -> shape.nonKey().isEmpty() ? Optional.empty() : Optional.of(update(table, shape));
            case INSERT_IGNORE -> Optional.of(insertIgnore(table, shape));
            case DELETE -> Optional.of(delete(table, shape));
            // TRUNCATE would end the transaction on most of these.
            case TRUNCATE ->
                Optional.of(new RowStatement("DELETE FROM " + names.quoted(table.id()), "", "", "", List.of(), 1));
        };
    }

    /** Where the database has no such insert, row by row, and of the key's index alone. */
    private WriteStatement insertIgnore(TableInfo table, Shape shape) {
        if (insertIgnore != null) {
            return insertIgnore.of(this, table, shape);
        }
        RowStatement insert = insert(table, shape, "INSERT INTO", "");
        return shape.key().isEmpty()
                ? insert
                : new UpdateElseInsert(
                        update(table, new Shape(shape.key(), shape.key().size())), insert);
    }

    /** {@code INSERT INTO t (…) VALUES (…), (…)} and whatever follows. */
    RowStatement insert(TableInfo table, Shape shape, String verb, String tail) {
        String head = verb + " " + names.quoted(table.id()) + " (" + names(shape.columns()) + ") VALUES ";
        return rows(head, "(" + values(table, shape) + ")", ", ", tail, inOrder(table, shape));
    }

    /** The same in two steps, for databases that check NOT NULL before they look for the key. */
    WriteStatement unlessLacking(TableInfo table, Shape shape, RowStatement upsert) {
        boolean lacksRequired = table.columns().stream()
                .anyMatch(column -> column.required() && !column.computed() && !isGiven(column, shape));
        return lacksRequired ? new UpdateElseInsert(update(table, shape), upsert) : upsert;
    }

    private boolean isGiven(TableColumn column, Shape shape) {
        return shape.columns().stream().anyMatch(given -> isNamed(column, given));
    }

    private boolean isNamed(TableColumn column, Shape.Column given) {
        return names.ignoresCase()
                ? column.name().equalsIgnoreCase(given.name())
                : column.name().equals(given.name());
    }

    /** A row a statement, the driver sends them together. Without other columns the key is set to itself, which tells whether the row is there. */
    RowStatement update(TableInfo table, Shape shape) {
        int keys = shape.key().size();
        int columns = shape.columns().size();
        List<Integer> set =
                IntStream.range(keys == columns ? 0 : keys, columns).boxed().toList();
        List<Integer> where = IntStream.range(0, keys).boxed().toList();
        return new RowStatement(
                "UPDATE " + names.quoted(table.id()) + " SET " + equalities(table, shape, set, ", ") + " WHERE "
                        + equalities(table, shape, where, " AND "),
                "",
                "",
                "",
                Stream.concat(set.stream(), where.stream())
                        .map(i -> parameter(table, shape, i))
                        .toList(),
                1);
    }

    private RowStatement delete(TableInfo table, Shape shape) {
        Shape key = new Shape(shape.key(), shape.key().size());
        String from = "DELETE FROM " + names.quoted(table.id()) + " WHERE ";
        if (key.columns().size() == 1) {
            String name = names.quoted(key.columns().get(0).name());
            return rows(from + name + " IN (", values(table, key), ", ", ")", inOrder(table, key));
        }
        List<Integer> all = IntStream.range(0, key.columns().size()).boxed().toList();
        return rows(from, "(" + equalities(table, key, all, " AND ") + ")", " OR ", "", inOrder(table, key));
    }

    /** {@code MERGE INTO t USING (SELECT ? AS k, …) AS …}: the form of the standard, a row a statement. */
    RowStatement merge(TableInfo table, Shape shape, String hint, String as, String end) {
        String given = IntStream.range(0, shape.columns().size())
                .mapToObj(i -> placeholder(table, shape.columns().get(i)) + " AS "
                        + names.quoted(shape.columns().get(i).name()))
                .collect(joining(", "));
        String on = list(shape.key(), column -> "target." + quoted(column) + " = given." + quoted(column), " AND ");
        String update = shape.nonKey().isEmpty()
                ? ""
                : " WHEN MATCHED THEN UPDATE SET "
                        + list(
                                shape.nonKey(),
                                column -> "target." + quoted(column) + " = given." + quoted(column),
                                ", ");
        return new RowStatement(
                "MERGE INTO " + names.quoted(table.id()) + hint + as + "target USING (SELECT " + given + fromNothing + ")"
                        + as
                        + "given ON (" + on + ")" + update + " WHEN NOT MATCHED THEN INSERT (" + names(shape.columns())
                        + ") VALUES (" + list(shape.columns(), column -> "given." + quoted(column), ", ") + ")" + end,
                "",
                "",
                "",
                inOrder(table, shape),
                1);
    }

    String assignments(List<Shape.Column> columns, Function<String, String> newValue) {
        return list(columns, column -> quoted(column) + " = " + newValue.apply(quoted(column)), ", ");
    }

    String names(List<Shape.Column> columns) {
        return list(columns, this::quoted, ", ");
    }

    private RowStatement rows(
            String head, String row, String separator, String tail, List<RowStatement.Parameter> parameters) {
        int maxRows = Math.max(1, Math.min(MAX_ROWS, maxParameters / Math.max(1, parameters.size())));
        return new RowStatement(head, row, separator, tail, parameters, maxRows);
    }

    private String equalities(TableInfo table, Shape shape, List<Integer> columns, String separator) {
        return columns.stream()
                .map(i -> shape.columns().get(i))
                .map(column -> quoted(column) + " = " + placeholder(table, column))
                .collect(joining(separator));
    }

    private String values(TableInfo table, Shape shape) {
        return list(shape.columns(), column -> placeholder(table, column), ", ");
    }

    private String placeholder(TableInfo table, Shape.Column given) {
        return placeholder.apply(table.column(given.name()));
    }

    private List<RowStatement.Parameter> inOrder(TableInfo table, Shape shape) {
        return IntStream.range(0, shape.columns().size())
                .mapToObj(i -> parameter(table, shape, i))
                .toList();
    }

    /** A number or a truth value for a column of texts goes as its text, in the one form that this sink gives it. */
    private static RowStatement.Parameter parameter(TableInfo table, Shape shape, int index) {
        Shape.Column given = shape.columns().get(index);
        boolean asText = given.carrier() != Carrier.BYTES
                && TextTypes.isText(table.column(given.name()).type());
        return new RowStatement.Parameter(index, asText ? Carrier.TEXT : given.carrier());
    }

    private String quoted(Shape.Column column) {
        return names.quoted(column.name());
    }

    private static String list(List<Shape.Column> columns, Function<Shape.Column, String> text, String separator) {
        return columns.stream().map(text).collect(joining(separator));
    }
}
