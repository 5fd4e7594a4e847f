// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which key values a database that is written row by row compares as Java does.
 *
 * <p>To say no of a value that could be told apart costs speed alone, so that only what tables are usually keyed by is listed.
 */
final class RowKeys {
    private static final Set<String> INTEGERS =
            Set.of("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER", "BIGINT", "INT8", "INT4", "INT2");
    private static final Set<String> DECIMALS = Set.of("DECIMAL", "NUMERIC", "NUMBER");
    private static final Set<String> BYTES =
            Set.of("VARBINARY", "BINARY VARYING", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB", "RAW");
    private static final Set<String> UUIDS = Set.of("UUID", "UNIQUEIDENTIFIER");

    /** One text for each value of the type; other spellings of it do not match. */
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]*");

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9-]*");

    private RowKeys() {}

    static boolean tellApart(TableColumn column, Object value) {
        String type = column.type().toUpperCase(Locale.ROOT);
        if (TextTypes.isText(type)) {
            return value instanceof String text
                    ? tellApart(column.texts(), text)
                    : value instanceof Long && column.texts() != TextComparison.UNKNOWN;
        }
        if (value instanceof Long) {
            return INTEGERS.contains(type) || keepsDecimals(column, type, 0);
        }
        if (value instanceof BigDecimal decimal) {
            return keepsDecimals(column, type, decimal.scale());
        }
        if (value instanceof String text) {
            return (INTEGERS.contains(type) && INTEGER.matcher(text).matches())
                    || (UUIDS.contains(type) && UUID.matcher(text).matches());
        }
        return (value instanceof Boolean && type.equals("BOOLEAN"))
                || (value instanceof ByteBuffer && BYTES.contains(type));
    }

    private static boolean tellApart(TextComparison texts, String text) {
        return switch (texts) {
            // Spaces at the end are cut off by some types, and do not count to some collations.
            case EXACT -> !text.endsWith(" ");
            case PLAIN_IS_EXACT -> PLAIN.matcher(text).matches();
            case UNKNOWN -> false;
        };
    }

    private static boolean keepsDecimals(TableColumn column, String type, int decimals) {
        return DECIMALS.contains(type) && (column.scale() == null || decimals <= column.scale());
    }
}
