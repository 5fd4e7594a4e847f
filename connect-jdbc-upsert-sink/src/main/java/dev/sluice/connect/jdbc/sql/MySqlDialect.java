// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static dev.sluice.connect.jdbc.sql.FailureKind.DATA;
import static dev.sluice.connect.jdbc.sql.FailureKind.PERMANENT;
import static dev.sluice.connect.jdbc.sql.FailureKind.STRUCTURE;
import static dev.sluice.connect.jdbc.sql.FailureKind.TRANSIENT;
import static java.util.Map.entry;

import dev.sluice.connect.jdbc.change.Shape;
import dev.sluice.connect.jdbc.sql.RowTypes.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * MariaDB 10.2 and later, MySQL 8.0.19 and later.
 *
 * <p>An upsert of theirs changes the row of any unique index that the new row meets, not only of the key.
 */
final class MySqlDialect {
    /** Which of the two, where they differ. */
    enum Product {
        MARIADB,
        MYSQL
    }

    /** The protocol counts parameters of a prepared statement with 16 bits. */
    private static final int MAX_PARAMETERS = 65_535;

    private static final RowTypes TYPES = new RowTypes(
            Map.ofEntries(
                    entry(Kind.BOOLEAN, "boolean"),
                    entry(Kind.INT8, "tinyint"),
                    entry(Kind.INT16, "smallint"),
                    entry(Kind.INT32, "int"),
                    entry(Kind.INT64, "bigint"),
                    entry(Kind.FLOAT32, "float"),
                    entry(Kind.FLOAT64, "double"),
                    entry(Kind.BYTES, "longblob"),
                    entry(Kind.TEXT, "longtext"),
                    entry(Kind.DATE, "date"),
                    entry(Kind.TIME, "time(6)"),
                    entry(Kind.TIMESTAMP, "datetime(6)"),
                    // In UTC: the type timestamp ends with the year 2038.
                    entry(Kind.ZONED_TIMESTAMP, "datetime(6)"),
                    entry(Kind.JSON, "json"),
                    entry(Kind.UUID, "char(36)")),
            new RowTypes.Decimals("decimal", 65, 30, "decimal(65,30)"),
            RowTypes.Floats.FINITE,
            RowText::longTime,
            instant -> RowText.zoned(instant, ""));

    private static final Session SESSION = new Session(
            Map.of(
                    // In milliseconds, in both drivers; see PostgreSQL's.
                    "connectTimeout",
                    "10000",
                    "socketTimeout",
                    "60000",
                    "tcpKeepAlive",
                    "true",
                    // The server must not be able to ask for files of the worker.
                    "allowLoadLocalInfile",
                    "false"),
            Map.of("connectTimeout", "5000", "socketTimeout", "5000"),
            List.of(
                    "SET SESSION time_zone = '+00:00'",
                    // Not strict, the server would cut and clip values without a word.
                    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
                    // The default locks gaps between keys, over which tasks that write different keys block each other.
                    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"));

    private static final Errors ERRORS = ErrorTable.builder()
            .add(
                    TRANSIENT,
                    "the database is busy, restarting or read-only",
                    1020,
                    1040,
                    1042,
                    1047,
                    1053,
                    1105,
                    1152,
                    1158,
                    1159,
                    1160,
                    1161,
                    1180,
                    1203,
                    1205,
                    1213,
                    1226,
                    1290,
                    1317,
                    1614,
                    1637,
                    1792,
                    1836,
                    1927,
                    1969,
                    2006,
                    2013,
                    3024,
                    3058,
                    3572)
            .add(DATA, "a text or bytes are longer than the column. Widen the column", 1406)
            .add(DATA, "a number does not fit the column. Widen the column", 1264, 1690)
            .add(
                    DATA,
                    "a value is not in the form that the column's type asks for. Correct the source or the column's type",
                    1265,
                    1292,
                    1366,
                    1411,
                    3140,
                    3141,
                    3156)
            .add(
                    DATA,
                    "a column that is NOT NULL gets no value. Drop NOT NULL or give the column a default",
                    1048,
                    1364)
            .add(
                    DATA,
                    "a unique index holds the value already. If it is the key's, write with insert.mode=upsert; another one"
                            + " must not be stricter than the source's",
                    1062,
                    1169,
                    1586)
            .add(
                    DATA,
                    "a foreign key points to no row, or is pointed to. Write both tables with one connector, or drop the"
                            + " constraint",
                    1216,
                    1217,
                    1451,
                    1452)
            .add(DATA, "a check constraint refuses the row", 3819, 4025)
            .add(DATA, "a trigger refuses the row", 1644)
            .add(DATA, "a row is larger than max_allowed_packet of the server. Raise it", 1153, 1301)
            .add(STRUCTURE, "there is no such table", 1146)
            .add(STRUCTURE, "there is no such column", 1054)
            .add(STRUCTURE, "a record has two fields whose names differ in case alone. Leave one out", 1110)
            .add(PERMANENT, "there is no such database. Correct connection.url, or table.name.format", 1049)
            .add(PERMANENT, "the user lacks a privilege. Grant it", 1044, 1142, 1143, 1227)
            .add(
                    PERMANENT,
                    "the database refuses the user or the password. Correct connection.user and connection.password",
                    1045,
                    1698,
                    1130)
            .alreadyThere(1050, 1060)
            .locked(1205)
            .build();

    private MySqlDialect() {}

    static Dialect of(Product product) {
        RowNames names = RowNames.asTheyAre("`", "`", true);
        RowSql sql = new RowSql(
                names,
                MAX_PARAMETERS,
                new RowSql.Values(column -> "?", MySqlDialect::compared, Set.of()),
                " FROM DUAL",
                (rows, table, shape) -> upsert(product, rows, table, shape),
                MySqlDialect::insertIgnore);
        RowDefinitions definitions = new RowDefinitions(
                names,
                "CREATE TABLE IF NOT EXISTS",
                "ADD COLUMN",
                "",
                // In brackets, which makes it an expression: columns of long texts take no other default.
                text -> "(" + literal(text) + ")",
                hex -> "x'" + hex + "'",
                column -> column.comment() == null ? "" : " COMMENT " + literal(column.comment()),
                new MySqlAlterations(names),
                // In seconds; else a day.
                new Patience(false, "SET SESSION lock_wait_timeout = 5", "SET SESSION lock_wait_timeout = DEFAULT"));
        return new RowDialect(
                names,
                TYPES,
                columnType -> keyType(product, columnType),
                sql,
                SESSION,
                new MySqlCatalogue(),
                definitions,
                ERRORS);
    }

    private static WriteStatement upsert(Product product, RowSql sql, TableInfo table, Shape shape) {
        if (!findsByKeyAlone(table, shape)) {
            // ON DUPLICATE KEY would change the row of another key, where that one's value is not freed yet.
            return new UpdateElseInsert(sql.update(table, shape), sql.insert(table, shape, "INSERT INTO", ""));
        }
        // Without other columns one of the key's is set to itself: INSERT IGNORE would swallow errors of all kinds.
        List<Shape.Column> set = shape.nonKey().isEmpty() ? shape.key().subList(0, 1) : shape.nonKey();
        String tail =
                switch (product) {
                    case MARIADB ->
                        " ON DUPLICATE KEY UPDATE " + sql.assignments(set, column -> "VALUES(" + column + ")");
                    case MYSQL ->
                        " AS given ON DUPLICATE KEY UPDATE " + sql.assignments(set, column -> "given." + column);
                };
        return sql.unlessLacking(table, shape, sql.insert(table, shape, "INSERT INTO", tail));
    }

    private static boolean findsByKeyAlone(TableInfo table, Shape shape) {
        return table.findsByKeyAlone(names(shape.key()), names(shape.columns()));
    }

    private static Set<String> names(List<Shape.Column> columns) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        columns.forEach(column -> names.add(column.name()));
        return names;
    }

    /**
     * Not with the word IGNORE, which turns errors of all kinds into warnings: a column is set to itself. A row that meets another index than the key's is to be
     * refused and not passed over.
     */
    private static WriteStatement insertIgnore(RowSql sql, TableInfo table, Shape shape) {
        if (!shape.key().isEmpty() && !findsByKeyAlone(table, shape)) {
            return sql.insertUnlessThere(table, shape);
        }
        String column = sql.names().quoted(shape.columns().get(0).name());
        return sql.insert(
                table,
                shape,
                "INSERT INTO",
                " ON DUPLICATE KEY UPDATE " + column + " = " + sql.names().quoted(table.id()) + "." + column);
    }

    /** MySQL would compare a text and a decimal as floating-point numbers, to which neighbours of 17 digits are equal; MariaDB would not. */
    private static String compared(TableColumn column) {
        return column.type().equalsIgnoreCase("decimal") ? "CAST(? AS " + column.declaredType() + ")" : "?";
    }

    /** Types without a length cannot be keys; and a key that ignores case or spaces would make one row of two. */
    private static String keyType(Product product, String columnType) {
        String exact =
                switch (product) {
                    case MARIADB -> "utf8mb4_nopad_bin";
                    case MYSQL -> "utf8mb4_0900_bin";
                };
        return switch (columnType) {
            case "longtext", "json" -> "varchar(255) CHARACTER SET utf8mb4 COLLATE " + exact;
            case "longblob" -> "varbinary(255)";
            case "char(36)" -> "char(36) CHARACTER SET ascii COLLATE ascii_bin";
            default -> columnType;
        };
    }

    /** A backslash escapes in the session's mode. */
    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
