// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.Carrier;
import java.util.Set;

/** How a value becomes one of the type that the table's column has: what is sent, and what the statement makes of it. */
final class PostgresCasts {
    private static final Set<String> NUMBERS =
            Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision");
    /** The catalogue quotes the name of bit, as without quotes it would have the length one. */
    private static final Set<String> WHOLE =
            Set.of("smallint", "integer", "bigint", "numeric", "\"bit\"", "bit varying");

    private static final Set<String> TEXTS = Set.of("text", "character varying", "bpchar", "\"char\"", "name");
    private static final String HSTORE = "hstore";

    private PostgresCasts() {}

    /** In its own type where the column's is near enough, else as text. */
    static Carrier wire(TableColumn column, Carrier given) {
        boolean direct =
                switch (given) {
                    case BOOLEAN -> column.type().equals("boolean") || WHOLE.contains(column.type());
                    case INTEGER -> NUMBERS.contains(column.type());
                    case FLOAT, DOUBLE ->
                        column.type().equals("real") || column.type().equals("double precision");
                    // As a text, bytes are the digits that PostgreSQL shows of them.
                    case BYTES -> !TEXTS.contains(column.type());
                    case TEXT -> true;
                };
        return direct ? given : Carrier.TEXT;
    }

    /** True where a cast to the column's type, or none, is all that it takes. */
    static boolean isPlain(TableColumn column, Carrier given) {
        return switch (wire(column, given)) {
            case BOOLEAN -> column.type().equals("boolean");
            case BYTES -> column.type().equals("bytea");
            case TEXT -> !isHstore(column);
            case INTEGER, FLOAT, DOUBLE -> true;
        };
    }

    /** @param value an expression of the type that is sent */
    static String of(TableColumn column, Carrier given, String value) {
        String type = column.type();
        return switch (wire(column, given)) {
            // Debezium sends a bit(1) as a truth value.
            case BOOLEAN -> type.equals("boolean") ? value : value + "::integer::" + ofOneDigit(type);
            case INTEGER -> type.equals("bigint") ? value : value + "::" + type;
            case FLOAT -> type.equals("real") ? value : value + "::" + type;
            case DOUBLE -> type.equals("double precision") ? value : value + "::" + type;
            // Debezium sends the text of a type that it does not know as bytes.
            case BYTES -> type.equals("bytea") ? value : "convert_from(" + value + ", 'UTF8')::" + type;
            case TEXT -> isHstore(column) ? hstore(type, value) : type.equals("text") ? value : value + "::" + type;
        };
    }

    /** Of a longer bit string, a number would be all the digits. */
    private static String ofOneDigit(String type) {
        return type.contains("bit") ? "bit(1)::" + type : type;
    }

    /** Its name is with the schema where that is not on the search path. */
    private static boolean isHstore(TableColumn column) {
        return column.type().equals(HSTORE) || column.type().endsWith("." + HSTORE);
    }

    /** Debezium sends it as JSON, others in its own form. */
    private static String hstore(String type, String value) {
        return "CASE WHEN " + value + " LIKE '{%' THEN coalesce((SELECT " + type
                + "(array_agg(e.key), array_agg(e.value))"
                + " FROM jsonb_each_text(" + value + "::jsonb) AS e), ''::" + type + ") ELSE " + value + "::" + type
                + " END";
    }
}
