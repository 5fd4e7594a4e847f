// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static dev.sluice.connect.jdbc.sql.FailureKind.DATA;
import static dev.sluice.connect.jdbc.sql.FailureKind.PERMANENT;
import static dev.sluice.connect.jdbc.sql.FailureKind.STRUCTURE;
import static dev.sluice.connect.jdbc.sql.FailureKind.TRANSIENT;
import static java.util.Map.entry;

import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.sql.RowTypes.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SQL Server 2016 and later.
 *
 * <p>Its statements have never run on a real server of ours; see the page on databases.
 */
final class SqlServerDialect {
    private static final int MAX_PARAMETERS = 2_000;

    private static final RowTypes TYPES = new RowTypes(
            Map.ofEntries(
                    entry(Kind.BOOLEAN, "bit"),
                    // Its tinyint knows no negative numbers.
                    entry(Kind.INT8, "smallint"),
                    entry(Kind.INT16, "smallint"),
                    entry(Kind.INT32, "int"),
                    entry(Kind.INT64, "bigint"),
                    entry(Kind.FLOAT32, "real"),
                    entry(Kind.FLOAT64, "float"),
                    entry(Kind.BYTES, "varbinary(max)"),
                    entry(Kind.TEXT, "nvarchar(max)"),
                    entry(Kind.DATE, "date"),
                    entry(Kind.TIME, "time(6)"),
                    entry(Kind.TIMESTAMP, "datetime2(6)"),
                    entry(Kind.ZONED_TIMESTAMP, "datetimeoffset(6)"),
                    entry(Kind.JSON, "nvarchar(max)"),
                    entry(Kind.UUID, "uniqueidentifier")),
            new RowTypes.Decimals("decimal", 38, 38, "nvarchar(max)"),
            RowTypes.Floats.FINITE,
            RowText::time,
            instant -> RowText.zoned(instant, " +00:00"));

    private static final Session SESSION = new Session(
            Map.of("applicationName", "sluice-jdbc-upsert-sink", "loginTimeout", "10", "socketTimeout", "60000"),
            Map.of("loginTimeout", "5", "socketTimeout", "5000"),
            // Texts of dates are read year first whatever the user's language; an error undoes its statement alone.
            List.of("SET DATEFORMAT ymd", "SET XACT_ABORT OFF"));

    private static final Errors ERRORS = ErrorTable.builder()
            .add(
                    TRANSIENT,
                    "the database is busy, restarting or read-only",
                    701,
                    1204,
                    1205,
                    1222,
                    3906,
                    3908,
                    3960,
                    4060,
                    4221,
                    8645,
                    10928,
                    10929,
                    10053,
                    10054,
                    10060,
                    40143,
                    40197,
                    40501,
                    40540,
                    40613,
                    49918,
                    49919,
                    49920)
            .add(DATA, "a text or bytes are longer than the column. Widen the column", 2628, 8152)
            .add(DATA, "a number does not fit the column. Widen the column", 220, 8115, 1007)
            .add(
                    DATA,
                    "a value is not in the form that the column's type asks for. Correct the source or the column's type",
                    241,
                    242,
                    245,
                    248,
                    257,
                    8114,
                    8169)
            .add(DATA, "a column that is NOT NULL gets no value. Drop NOT NULL or give the column a default", 515)
            .add(
                    DATA,
                    "a unique index holds the value already. If it is the key's, write with insert.mode=upsert; another one"
                            + " must not be stricter than the source's",
                    2601,
                    2627)
            .add(DATA, "a foreign key or check constraint refuses the row", 547)
            .add(DATA, "a row is written twice by one statement", 8672)
            .add(DATA, "an identity column is given a value. Leave the field out with fields.whitelist", 544, 8102)
            .add(STRUCTURE, "there is no such table", 208)
            .add(STRUCTURE, "there is no such column", 207)
            .add(PERMANENT, "the user lacks a privilege. Grant it", 229, 230, 262, 297)
            .add(
                    PERMANENT,
                    "the database refuses the user or the password. Correct connection.user and connection.password",
                    18456)
            .alreadyThere(2714, 2705)
            .locked(1222)
            .build();

    private SqlServerDialect() {}

    /** @param holdlock whether a MERGE keeps the range of its key locked, without which two tasks may both insert */
    static Dialect of(boolean holdlock) {
        RowNames names = RowNames.asTheyAre("[", "]", true);
        RowSql sql = new RowSql(
                names,
                MAX_PARAMETERS,
                RowSql.Values.PLAIN,
                "",
                (rows, table, shape) -> rows.merge(table, shape, holdlock ? " WITH (HOLDLOCK)" : "", " AS ", ";"),
                null);
        RowDefinitions definitions = new RowDefinitions(
                names,
                "CREATE TABLE",
                "ADD",
                "",
                text -> "N" + RowDefinitions.literal(text),
                hex -> "0x" + hex,
                column -> "",
                new SqlServerAlterations(names),
                new Patience(false, "SET LOCK_TIMEOUT 5000", "SET LOCK_TIMEOUT -1"));
        return new RowDialect(
                names,
                TYPES,
                SqlServerDialect::keyType,
                sql,
                SESSION,
                new SqlServerCatalogue(names),
                definitions,
                ERRORS);
    }

    /** An index takes 900 bytes. */
    private static String keyType(String columnType) {
        return switch (columnType) {
            // Neither case nor accents nor width make two keys one.
            case "nvarchar(max)" -> "nvarchar(450) COLLATE Latin1_General_100_BIN2";
            case "varbinary(max)" -> "varbinary(900)";
            default -> columnType;
        };
    }

    /** It states type and nullability together, and a text's collation with them. */
    private record SqlServerAlterations(RowNames names) implements Alterations {
        private static final Widening WIDENING = new Widening(
                List.of(List.of("tinyint", "smallint", "int", "bigint"), List.of("real", "float")),
                new Widening.Decimals("decimal", 38, false),
                List.of(
                        new Widening.Texts("nvarchar", 4_000, "", "nvarchar(max)"),
                        new Widening.Texts("varchar", 8_000, "", "varchar(max)")),
                Widening.Length.UTF16);

        private static final String COLLATE = " COLLATE ";

        @Override
        public Widening widening() {
            return WIDENING;
        }

        /** Without it, a task that read the table earlier could make a decimal narrower again. */
        @Override
        public Optional<String> lock(TableId table) {
            return Optional.of("SELECT TOP (1) 1 FROM " + names.quoted(table) + " WITH (TABLOCKX, HOLDLOCK)");
        }

        @Override
        public Optional<Query> declaration(TableId table, TableColumn column) {
            return Optional.of(Query.of("""
                    SELECT c.name, t.name \
                    + CASE WHEN t.name LIKE '%char' OR t.name LIKE '%binary' THEN '(' + CASE c.max_length WHEN -1 THEN 'max' \
                    ELSE CAST(CASE WHEN t.name LIKE 'n%' THEN c.max_length / 2 ELSE c.max_length END AS varchar(9)) END + ')' \
                    WHEN t.name IN ('decimal', 'numeric') \
                    THEN '(' + CAST(c.precision AS varchar(9)) + ',' + CAST(c.scale AS varchar(9)) + ')' \
                    WHEN t.name IN ('datetime2', 'time', 'datetimeoffset') THEN '(' + CAST(c.scale AS varchar(9)) + ')' \
                    ELSE '' END + coalesce(' COLLATE ' + c.collation_name, '')
                    FROM sys.columns c JOIN sys.types t ON t.user_type_id = c.user_type_id
                    WHERE c.object_id = OBJECT_ID(?) AND c.name = ?""", names.quoted(table), column.name()));
        }

        @Override
        public List<String> statements(TableId table, ColumnChange change, String declaration) {
            int collation = declaration.indexOf(COLLATE);
            String type = change.type() == null
                    ? declaration
                    : change.type() + (collation < 0 ? "" : declaration.substring(collation));
            boolean notNull = change.column().notNull() && !change.dropNotNull();
            return List.of("ALTER TABLE " + names.quoted(table) + " ALTER COLUMN "
                    + names.quoted(change.column().name()) + " " + type + (notNull ? " NOT NULL" : " NULL"));
        }
    }

    private record SqlServerCatalogue(RowNames names) implements Catalogue {
        /** No value is given to a row version, which is called timestamp here, nor to the period of a temporal table. */
        @Override
        public Query columns(TableId table) {
            return Query.of("""
                    SELECT c.name, t.name, \
                    CASE WHEN t.name IN ('nvarchar', 'nchar') AND c.max_length > 0 THEN c.max_length / 2 \
                    WHEN t.name IN ('varchar', 'char', 'binary', 'varbinary') AND c.max_length > 0 THEN c.max_length \
                    WHEN t.name IN ('decimal', 'numeric') THEN c.precision END, \
                    CASE WHEN t.name IN ('decimal', 'numeric', 'datetime2', 'time', 'datetimeoffset') THEN c.scale END, \
                    CASE WHEN c.collation_name IS NULL OR c.collation_name LIKE '%[_]BIN%' THEN 'EXACT' ELSE 'UNKNOWN' END, \
                    CASE WHEN c.is_nullable = 0 THEN 1 ELSE 0 END, \
                    CASE WHEN c.is_nullable = 0 AND c.default_object_id = 0 AND c.is_identity = 0 THEN 1 ELSE 0 END, \
                    0, \
                    CASE WHEN c.is_computed = 1 OR c.generated_always_type <> 0 OR t.name = 'timestamp' THEN 1 ELSE 0 END
                    FROM sys.columns c JOIN sys.types t ON t.user_type_id = c.user_type_id
                    WHERE c.object_id = OBJECT_ID(?)
                    ORDER BY c.column_id""", names.quoted(table));
        }

        @Override
        public Query deletesCascade(TableId table) {
            return Query.of(
                    "SELECT CASE WHEN EXISTS (SELECT 1 FROM sys.foreign_keys WHERE referenced_object_id = OBJECT_ID(?)"
                            + " AND delete_referential_action <> 0) THEN 1 ELSE 0 END",
                    names.quoted(table));
        }

        @Override
        public Query uniqueIndexes(TableId table) {
            return Query.of("""
                    SELECT i.name, c.name
                    FROM sys.indexes i JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id
                    JOIN sys.columns c ON c.object_id = x.object_id AND c.column_id = x.column_id
                    WHERE i.object_id = OBJECT_ID(?) AND i.is_unique = 1 AND i.has_filter = 0 \
                    AND x.is_included_column = 0""", names.quoted(table));
        }
    }
}
