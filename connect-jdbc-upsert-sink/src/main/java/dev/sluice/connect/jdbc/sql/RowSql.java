// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static java.util.stream.Collectors.joining;

import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.RowGroup;
import dev.sluice.connect.jdbc.change.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Statements that give rows one by one, from the words in which databases that do so agree.
 *
 * @param names how they stand in a statement, and whether their case counts
 * @param maxParameters how many question marks a statement of theirs may have
 * @param values how values stand in a statement
 * @param fromNothing what follows a SELECT that reads no table
 * @param upsert what differs in each
 * @param insertIgnore an insert that does nothing where a unique index holds the row already; null where there is none
 */
record RowSql(
        RowNames names,
        int maxParameters,
        Values values,
        String fromNothing,
        Upsert upsert,
        @Nullable Upsert insertIgnore) {
    /** Longer statements gain nothing, and take the server long to read. */
    private static final int MAX_ROWS = 500;

    /**
     * How values stand in a statement.
     *
     * @param given what stands for a value that a column gets
     * @param compared what stands for a value that a column is compared with
     * @param largeObjects types of columns, in capitals, whose values are sent as large objects
     */
    record Values(
            Function<TableColumn, String> given, Function<TableColumn, String> compared, Set<String> largeObjects) {
        static final Values PLAIN = new Values(column -> "?", column -> "?", Set.of());

        Values withLargeObjects(Set<String> types) {
            return new Values(given, compared, types);
        }
    }

    /** Makes the statement for rows of a shape. */
    @FunctionalInterface
    interface Upsert {
        WriteStatement of(RowSql sql, TableInfo table, Shape shape);
    }

    Optional<WriteStatement> write(RowGroup.Action action, TableInfo table, Shape shape) {
        return switch (action) {
            case INSERT -> Optional.of(insert(table, shape, "INSERT INTO", ""));
            case UPSERT ->
                Optional.of(guard(shape).isPresent() ? guardedUpsert(table, shape) : upsert.of(this, table, shape));
            case UPDATE -> shape.nonKey().isEmpty() ? Optional.empty() : Optional.of(update(table, shape));
            case INSERT_IGNORE -> Optional.of(insertIgnore(table, shape));
            case DELETE -> Optional.of(delete(table, shape));
            // TRUNCATE would end the transaction on most of these.
            case TRUNCATE ->
                Optional.of(new RowStatement("DELETE FROM " + names.quoted(table.id()), "", "", "", List.of(), 1));
        };
    }

    private WriteStatement insertIgnore(TableInfo table, Shape shape) {
        return insertIgnore == null ? insertUnlessThere(table, shape) : insertIgnore.of(this, table, shape);
    }

    /** Row by row, and of the key's index alone. */
    WriteStatement insertUnlessThere(TableInfo table, Shape shape) {
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
        return lacking(table, shape).isEmpty() ? upsert : new UpdateElseInsert(update(table, shape), upsert);
    }

    /** What a new row would need and does not get. */
    private List<String> lacking(TableInfo table, Shape shape) {
        return table.columns().stream()
                .filter(column -> column.required() && !column.computed() && !isGiven(column, shape))
                .map(TableColumn::name)
                .toList();
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
        return new RowStatement(
                "UPDATE " + names.quoted(table.id()) + " SET "
                        + equalities(shape, set, ", ", column -> given(table, column)) + " WHERE "
                        + condition(table, shape),
                "",
                "",
                "",
                Stream.concat(set.stream(), conditionColumns(shape))
                        .map(i -> parameter(table, shape, i))
                        .toList(),
                1);
    }

    /**
     * In two steps, of which neither touches a row that is newer. Databases' own upserts could do it in one, each in another way; and those that check NOT NULL
     * first would refuse the row that is not to be written.
     */
    private WriteStatement guardedUpsert(TableInfo table, Shape shape) {
        Shape key = new Shape(shape.key(), shape.key().size());
        String present = "SELECT 1 FROM " + names.quoted(table.id()) + " WHERE " + condition(table, key);
        // MySQL and MariaDB refuse a statement that leaves them out, even if it inserts nothing.
        List<String> lacking = lacking(table, shape);
        String andLacking =
                lacking.stream().map(name -> ", " + names.quoted(name)).collect(joining());
        RowStatement insert = new RowStatement(
                "INSERT INTO " + names.quoted(table.id()) + " (" + names(shape.columns()) + andLacking + ") SELECT "
                        + values(table, shape) + ", NULL".repeat(lacking.size()) + fromNothing + " WHERE NOT EXISTS ("
                        + present + ")",
                "",
                "",
                "",
                Stream.concat(inOrder(table, shape).stream(), inOrder(table, key).stream())
                        .toList(),
                1);
        return new UpdateElseInsert(update(table, shape), insert);
    }

    /** Of a key column nothing is newer: the row of another value is another row. */
    private static OptionalInt guard(Shape shape) {
        OptionalInt guard = shape.guard();
        return guard.isPresent() && guard.getAsInt() >= shape.key().size() ? guard : OptionalInt.empty();
    }

    /** True of the row that the key means, where what is given is not older. */
    private String condition(TableInfo table, Shape shape) {
        List<Integer> key = IntStream.range(0, shape.key().size()).boxed().toList();
        String found = equalities(shape, key, " AND ", column -> compared(table, column));
        OptionalInt guard = guard(shape);
        if (guard.isEmpty()) {
            return found;
        }
        Shape.Column column = shape.columns().get(guard.getAsInt());
        return found + " AND (" + quoted(column) + " IS NULL OR " + quoted(column) + " <= " + compared(table, column)
                + ")";
    }

    private static Stream<Integer> conditionColumns(Shape shape) {
        return IntStream.concat(IntStream.range(0, shape.key().size()), guard(shape).stream())
                .boxed();
    }

    private RowStatement delete(TableInfo table, Shape shape) {
        String from = "DELETE FROM " + names.quoted(table.id()) + " WHERE ";
        if (shape.key().size() == 1 && guard(shape).isEmpty()) {
            Shape key = new Shape(shape.key(), 1);
            Shape.Column only = key.columns().get(0);
            return rows(from + quoted(only) + " IN (", compared(table, only), ", ", ")", inOrder(table, key));
        }
        return rows(
                from,
                "(" + condition(table, shape) + ")",
                " OR ",
                "",
                conditionColumns(shape).map(i -> parameter(table, shape, i)).toList());
    }

    /** {@code MERGE INTO t USING (SELECT ? AS k, …) AS …}: the form of the standard, a row a statement. */
    RowStatement merge(TableInfo table, Shape shape, String hint, String as, String end) {
        String given = IntStream.range(0, shape.columns().size())
                .mapToObj(i -> given(table, shape.columns().get(i)) + " AS "
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
                "MERGE INTO " + names.quoted(table.id()) + hint + as + "target USING (SELECT " + given + fromNothing
                        + ")"
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

    private String equalities(
            Shape shape, List<Integer> columns, String separator, Function<Shape.Column, String> value) {
        return columns.stream()
                .map(i -> shape.columns().get(i))
                .map(column -> quoted(column) + " = " + value.apply(column))
                .collect(joining(separator));
    }

    private String values(TableInfo table, Shape shape) {
        return list(shape.columns(), column -> given(table, column), ", ");
    }

    private String given(TableInfo table, Shape.Column column) {
        return values.given().apply(table.column(column.name()));
    }

    private String compared(TableInfo table, Shape.Column column) {
        return values.compared().apply(table.column(column.name()));
    }

    private List<RowStatement.Parameter> inOrder(TableInfo table, Shape shape) {
        return IntStream.range(0, shape.columns().size())
                .mapToObj(i -> parameter(table, shape, i))
                .toList();
    }

    /** A number or a truth value for a column of texts goes as its text, in the one form that this sink gives it. */
    private RowStatement.Parameter parameter(TableInfo table, Shape shape, int index) {
        Shape.Column given = shape.columns().get(index);
        String type = table.column(given.name()).type();
        Carrier carrier = given.carrier() != Carrier.BYTES && TextTypes.isText(type) ? Carrier.TEXT : given.carrier();
        boolean largeObject = (carrier == Carrier.TEXT || carrier == Carrier.BYTES)
                && values.largeObjects().contains(type.toUpperCase(Locale.ROOT));
        return new RowStatement.Parameter(index, carrier, largeObject);
    }

    private String quoted(Shape.Column column) {
        return names.quoted(column.name());
    }

    private static String list(List<Shape.Column> columns, Function<Shape.Column, String> text, String separator) {
        return columns.stream().map(text).collect(joining(separator));
    }
}
