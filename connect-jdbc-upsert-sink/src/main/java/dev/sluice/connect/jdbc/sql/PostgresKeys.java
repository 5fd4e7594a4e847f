// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * Which key values PostgreSQL compares as Java does.
 *
 * <p>It does not where a column rounds, pads or ignores case, or where a text is one of several ways to write a value. To say no of a value
 * that could be told apart costs speed alone, so that only what tables are usually keyed by is listed.
 */
final class PostgresKeys {
    /** One text for each value of the type; other spellings of it do not match. */
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]*");

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIMESTAMP = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.(?!000000)[0-9]{6})?");

    private static final int MICROSECONDS = 6;

    private PostgresKeys() {}

    static boolean tellApart(TableColumn column, Object value) {
        if (value instanceof String text) {
            return tellApartText(column, text);
        }
        if (value instanceof Long) {
            return switch (column.type()) {
                case "smallint", "integer", "bigint" -> true;
                case "text", "character varying", "bpchar" -> column.texts() == TextComparison.EXACT;
                case "numeric" -> keepsDecimals(column, 0);
                default -> false;
            };
        }
        if (value instanceof BigDecimal decimal) {
            return column.type().equals("numeric") && keepsDecimals(column, decimal.scale());
        }
        return (value instanceof Boolean && column.type().equals("boolean"))
                || (value instanceof ByteBuffer && column.type().equals("bytea"));
    }

    private static boolean tellApartText(TableColumn column, String text) {
        return switch (column.type()) {
            case "text" -> column.texts() == TextComparison.EXACT;
            // Spaces at the end are cut off, or do not count.
            case "character varying", "bpchar" -> column.texts() == TextComparison.EXACT && !text.endsWith(" ");
            case "smallint", "integer", "bigint" -> INTEGER.matcher(text).matches();
            case "numeric" -> INTEGER.matcher(text).matches() && keepsDecimals(column, 0);
            case "uuid" -> UUID.matcher(text).matches();
            case "date" -> DATE.matcher(text).matches();
            case "timestamp without time zone" ->
                keepsMicroseconds(column) && TIMESTAMP.matcher(text).matches();
            case "timestamp with time zone" ->
                keepsMicroseconds(column)
                        && text.endsWith("+00")
                        && TIMESTAMP
                                .matcher(text.substring(0, text.length() - 3))
                                .matches();
            default -> false;
        };
    }

    private static boolean keepsMicroseconds(TableColumn column) {
        return column.scale() == null || column.scale() == MICROSECONDS;
    }

    private static boolean keepsDecimals(TableColumn column, int decimals) {
        return column.scale() == null || decimals <= column.scale();
    }
}
