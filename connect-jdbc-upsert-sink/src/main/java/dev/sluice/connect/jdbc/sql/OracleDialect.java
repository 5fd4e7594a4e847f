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
import java.util.Set;

/**
 * Oracle 12.2 and later, where names may be 128 bytes long.
 *
 * <p>Its statements have never run on a real server of ours; see the page on databases. To Oracle an empty text is null.
 */
final class OracleDialect {
    /** An IN may list a thousand values. */
    private static final int MAX_PARAMETERS = 1_000;

    private static final RowTypes TYPES = new RowTypes(
            Map.ofEntries(
                    entry(Kind.BOOLEAN, "number(1)"),
                    entry(Kind.INT8, "number(3)"),
                    entry(Kind.INT16, "number(5)"),
                    entry(Kind.INT32, "number(10)"),
                    entry(Kind.INT64, "number(19)"),
                    entry(Kind.FLOAT32, "binary_float"),
                    entry(Kind.FLOAT64, "binary_double"),
                    entry(Kind.BYTES, "blob"),
                    entry(Kind.TEXT, "clob"),
                    entry(Kind.DATE, "date"),
                    entry(Kind.TIME, "varchar2(15)"),
                    entry(Kind.TIMESTAMP, "timestamp(6)"),
                    entry(Kind.ZONED_TIMESTAMP, "timestamp(6) with time zone"),
                    entry(Kind.JSON, "clob"),
                    entry(Kind.UUID, "varchar2(36)")),
            new RowTypes.Decimals("number", 38, 127, "number"),
            RowTypes.Floats.ALL,
            RowText::time,
            instant -> RowText.zoned(instant, " +00:00"));

    /** Values come as texts, which the server reads by these patterns. */
    private static final Session SESSION = new Session(
            Map.of("oracle.net.CONNECT_TIMEOUT", "10000", "oracle.jdbc.ReadTimeout", "60000"),
            Map.of("oracle.net.CONNECT_TIMEOUT", "5000", "oracle.jdbc.ReadTimeout", "5000"),
            List.of(
                    "ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY-MM-DD' NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF6'"
                            + " NLS_TIMESTAMP_TZ_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF6 TZH:TZM' NLS_NUMERIC_CHARACTERS = '.,'"
                            + " NLS_COMP = BINARY TIME_ZONE = '+00:00'"));

    private static final Errors ERRORS = ErrorTable.builder()
            .add(
                    TRANSIENT,
                    "the database is busy, restarting or read-only",
                    18,
                    20,
                    51,
                    54,
                    60,
                    1012,
                    1033,
                    1034,
                    1089,
                    1090,
                    1092,
                    1109,
                    3113,
                    3114,
                    3135,
                    4021,
                    8176,
                    8177,
                    12153,
                    12170,
                    12514,
                    12516,
                    12518,
                    12519,
                    12520,
                    12521,
                    12526,
                    12527,
                    12528,
                    12537,
                    12541,
                    12543,
                    12545,
                    12571,
                    16000,
                    16456,
                    17002,
                    17008,
                    17009,
                    17410,
                    17447,
                    25408,
                    30006)
            .add(DATA, "a text is longer than the column. Widen the column", 12899, 1461)
            .add(DATA, "a number does not fit the column. Widen the column", 1426, 1438)
            .add(
                    DATA,
                    "a value is not in the form that the column's type asks for. Correct the source or the column's type",
                    932,
                    1722,
                    1830,
                    1839,
                    1840,
                    1841,
                    1843,
                    1847,
                    1850,
                    1858,
                    1861,
                    1873)
            .add(
                    DATA,
                    "a column that is NOT NULL gets no value, or an empty text, which Oracle takes for none. Drop NOT NULL or give"
                            + " the column a default",
                    1400,
                    1407)
            .add(
                    DATA,
                    "a unique index holds the value already. If it is the key's, write with insert.mode=upsert; another one"
                            + " must not be stricter than the source's",
                    1)
            .add(DATA, "a foreign key points to no row, or is pointed to", 2291, 2292)
            .add(DATA, "a check constraint refuses the row", 2290)
            .add(STRUCTURE, "there is no such table, or the user lacks a privilege on it", 942)
            .add(STRUCTURE, "there is no such column", 904)
            .add(PERMANENT, "the user lacks a privilege. Grant it", 1031, 1950)
            .add(
                    PERMANENT,
                    "the database refuses the user or the password. Correct connection.user and connection.password",
                    1005,
                    1017,
                    28000)
            .alreadyThere(955, 1430)
            .locked(54, 30006)
            .build();

    private OracleDialect() {}

    static Dialect of(IdentifierQuoting quoting) {
        // A name cannot hold a quote there.
        RowNames names = RowNames.folding(quoting, name -> "\"" + name.replace("\"", "_") + "\"");
        RowSql sql = new RowSql(
                names,
                MAX_PARAMETERS,
                RowSql.Values.PLAIN.withLargeObjects(Set.of("CLOB", "NCLOB", "BLOB")),
                " FROM dual",
                (rows, table, shape) -> rows.merge(table, shape, "", " ", ""),
                null);
        RowDefinitions definitions = new RowDefinitions(
                names,
                "CREATE TABLE",
                "ADD (",
                ")",
                RowDefinitions::literal,
                hex -> "hextoraw('" + hex + "')",
                column -> "",
                new OracleAlterations(names),
                null);
        return new RowDialect(
                names, TYPES, OracleDialect::keyType, sql, SESSION, new OracleCatalogue(), definitions, ERRORS);
    }

    private static String keyType(String columnType) {
        return switch (columnType) {
            case "clob" -> "varchar2(255 char)";
            case "blob" -> "raw(255)";
            default -> columnType;
        };
    }

    /** A column with rows takes no other type, only more digits or characters. */
    private record OracleAlterations(RowNames names) implements Alterations {
        private static final Widening WIDENING = new Widening(
                List.of(),
                new Widening.Decimals("number", 38, false),
                List.of(
                        new Widening.Texts("varchar2", 4_000, " char", null),
                        new Widening.Texts("nvarchar2", 2_000, "", null)),
                Widening.Length.CHARACTERS);

        @Override
        public Widening widening() {
            return WIDENING;
        }

        @Override
        public List<String> statements(TableId table, ColumnChange change, String declaration) {
            String column = names.quoted(change.column().name());
            String alter = "ALTER TABLE " + names.quoted(table) + " MODIFY (" + column + " ";
            return change.statements(type -> alter + type + ")", alter + "NULL)");
        }
    }

    private static final class OracleCatalogue implements Catalogue {
        private static final String OWNER = "coalesce(?, sys_context('USERENV', 'CURRENT_SCHEMA'))";

        @Override
        public Query columns(TableId table) {
            return Query.of("""
                    SELECT column_name, regexp_replace(data_type, '\\([0-9]+\\)', ''), \
                    CASE WHEN data_type LIKE '%CHAR%' THEN char_length WHEN data_type = 'RAW' THEN data_length \
                    ELSE data_precision END, \
                    data_scale, \
                    'EXACT', \
                    CASE WHEN nullable = 'N' THEN 1 ELSE 0 END, \
                    CASE WHEN nullable = 'N' AND default_length IS NULL AND identity_column = 'NO' THEN 1 ELSE 0 END, \
                    0, \
                    CASE WHEN virtual_column = 'YES' THEN 1 ELSE 0 END
                    FROM all_tab_cols
                    WHERE hidden_column = 'NO' AND owner = coalesce(?, sys_context('USERENV', 'CURRENT_SCHEMA'))
                    AND table_name = ?
                    ORDER BY column_id""", table.schema(), table.name());
        }

        @Override
        public Query deletesCascade(TableId table) {
            return Query.of(
                    "SELECT count(*) FROM all_constraints r JOIN all_constraints p"
                            + " ON p.owner = r.r_owner AND p.constraint_name = r.r_constraint_name WHERE p.owner = "
                            + OWNER
                            + " AND p.table_name = ? AND r.delete_rule IN ('CASCADE', 'SET NULL') AND rownum = 1",
                    table.schema(),
                    table.name());
        }

        @Override
        public Query uniqueIndexes(TableId table) {
            return Query.of(
                    "SELECT i.index_name, c.column_name FROM all_indexes i JOIN all_ind_columns c"
                            + " ON c.index_owner = i.owner AND c.index_name = i.index_name WHERE i.table_owner = "
                            + OWNER
                            + " AND i.table_name = ? AND i.uniqueness = 'UNIQUE' AND i.index_type = 'NORMAL'",
                    table.schema(),
                    table.name());
        }
    }
}
