// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static java.util.stream.Collectors.joining;

import dev.sluice.connect.jdbc.change.TableId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How tables are made and changed where the statements are those of the standard.
 *
 * @param create up to the table's name
 * @param add what stands before a column that is added
 * @param afterAdded what stands after it
 * @param text the literal of a text
 * @param bytes the literal of bytes, from their hexadecimal digits
 * @param columnSuffix what a definition ends with, such as a comment
 * @param waiting see {@link #patience}; null for none
 */
record RowDefinitions(
        RowNames names,
        String create,
        String add,
        String afterAdded,
        UnaryOperator<String> text,
        UnaryOperator<String> bytes,
        Function<ColumnDefinition, String> columnSuffix,
        Alterations alterations,
        @Nullable Patience waiting)
        implements Definitions {

    @Override
    public Optional<Patience> patience() {
        return Optional.ofNullable(waiting);
    }

    @Override
    public List<String> createTable(TableId table, List<ColumnDefinition> columns, List<String> keyColumns) {
        String definitions = columns.stream().map(this::definition).collect(joining(", "));
        String key = keyColumns.isEmpty()
                ? ""
                : ", PRIMARY KEY (" + keyColumns.stream().map(names::quoted).collect(joining(", ")) + ")";
        return List.of(create + " " + names.quoted(table) + " (" + definitions + key + ")");
    }

    /** Each by itself: where one is there already, the others are still added. */
    @Override
    public List<String> addColumns(TableId table, List<ColumnDefinition> columns) {
        return columns.stream()
                .map(column -> "ALTER TABLE " + names.quoted(table) + " " + add + " " + definition(column) + afterAdded)
                .toList();
    }

    private String definition(ColumnDefinition column) {
        String definition = names.quoted(column.name()) + " " + column.type();
        Object defaultValue = column.defaultValue();
        if (defaultValue != null) {
            definition += " DEFAULT " + valueOf(defaultValue);
        }
        return (column.notNull() ? definition + " NOT NULL" : definition) + columnSuffix.apply(column);
    }

    private String valueOf(Object value) {
        return value instanceof ByteBuffer ? bytes.apply(RowText.of(value)) : text.apply(RowText.of(value));
    }

    /** As the standard writes a text. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
