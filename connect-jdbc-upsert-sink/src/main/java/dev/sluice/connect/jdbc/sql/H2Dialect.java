// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static dev.sluice.connect.jdbc.sql.FailureKind.DATA;
import static dev.sluice.connect.jdbc.sql.FailureKind.PERMANENT;
import static dev.sluice.connect.jdbc.sql.FailureKind.STRUCTURE;
import static dev.sluice.connect.jdbc.sql.FailureKind.TRANSIENT;
import static java.util.Map.entry;

import dev.sluice.connect.jdbc.change.Shape;
import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.sql.RowTypes.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** H2 2.0 and later, in its regular mode. */
final class H2Dialect {
    private static final int MAX_PARAMETERS = 100_000;

    private static final RowTypes TYPES = new RowTypes(
            Map.ofEntries(
                    entry(Kind.BOOLEAN, "boolean"),
                    entry(Kind.INT8, "tinyint"),
                    entry(Kind.INT16, "smallint"),
                    entry(Kind.INT32, "integer"),
                    entry(Kind.INT64, "bigint"),
                    entry(Kind.FLOAT32, "real"),
                    entry(Kind.FLOAT64, "double precision"),
                    entry(Kind.BYTES, "binary varying"),
                    entry(Kind.TEXT, "character varying"),
                    entry(Kind.DATE, "date"),
                    entry(Kind.TIME, "time(6)"),
                    entry(Kind.TIMESTAMP, "timestamp(6)"),
                    entry(Kind.ZONED_TIMESTAMP, "timestamp(6) with time zone"),
                    entry(Kind.JSON, "json"),
                    entry(Kind.UUID, "uuid")),
            new RowTypes.Decimals("numeric", 100_000, 100_000, "decfloat(100000)"),
            RowTypes.Floats.ALL,
            RowText::time,
            instant -> RowText.zoned(instant, "+00:00"));

    private static final Session SESSION =
            new Session(Map.of(), Map.of(), List.of("SET TIME ZONE 'UTC'", "SET LOCK_TIMEOUT 10000"));

    private static final Errors ERRORS = ErrorTable.builder()
            .add(
                    TRANSIENT,
                    "the database is locked, closed or cannot be reached",
                    40001,
                    50200,
                    90020,
                    90067,
                    90098,
                    90121,
                    90112,
                    90131,
                    57014)
            .add(DATA, "a text or bytes are longer than the column. Widen the column", 22001)
            .add(DATA, "a number does not fit the column. Widen the column", 22003, 22004)
            .add(
                    DATA,
                    "a value is not in the form that the column's type asks for. Correct the source or the column's type",
                    22007,
                    22018,
                    22025,
                    22030)
            .add(DATA, "a column that is NOT NULL gets no value. Drop NOT NULL or give the column a default", 23502)
            .add(
                    DATA,
                    "a unique index holds the value already. If it is the key's, write with insert.mode=upsert; another one"
                            + " must not be stricter than the source's",
                    23505)
            .add(DATA, "a foreign key points to no row, or is pointed to", 23503, 23506)
            .add(DATA, "a check constraint refuses the row", 23513, 23514)
            .add(STRUCTURE, "there is no such table", 42102, 42103, 42104)
            .add(STRUCTURE, "there is no such column", 42122)
            .add(PERMANENT, "there is no such schema. Create it, or correct table.name.format", 90079)
            .add(PERMANENT, "the user lacks a privilege. Grant it", 90096)
            .alreadyThere(42101, 42121)
            .locked(50200)
            .build();

    private H2Dialect() {}

    static Dialect of(IdentifierQuoting quoting) {
        RowNames names = RowNames.folding(quoting, name -> "\"" + name.replace("\"", "\"\"") + "\"");
        RowSql sql = new RowSql(
                names,
                MAX_PARAMETERS,
                new RowSql.Values(H2Dialect::given, H2Dialect::given, Set.of()),
                "",
                H2Dialect::upsert,
                null);
        RowDefinitions definitions = new RowDefinitions(
                names,
                "CREATE TABLE IF NOT EXISTS",
                "ADD COLUMN IF NOT EXISTS",
                "",
                RowDefinitions::literal,
                hex -> "x'" + hex + "'",
                column -> column.comment() == null ? "" : " COMMENT " + RowDefinitions.literal(column.comment()),
                new H2Alterations(names),
                null);
        return new RowDialect(
                names, TYPES, columnType -> columnType, sql, SESSION, new H2Catalogue(), definitions, ERRORS);
    }

    /** A text is read as JSON only when the statement says so. */
    private static String given(TableColumn column) {
        return column.type().equals("JSON") ? "? FORMAT JSON" : "?";
    }

    private static WriteStatement upsert(RowSql sql, TableInfo table, Shape shape) {
        return sql.insert(table, shape, "MERGE INTO", "")
                .withHead("MERGE INTO " + sql.names().quoted(table.id()) + " (" + sql.names(shape.columns()) + ") KEY ("
                        + sql.names(shape.key()) + ") VALUES ");
    }

    private record H2Alterations(RowNames names) implements Alterations {
        private static final Widening WIDENING = new Widening(
                List.of(List.of("tinyint", "smallint", "integer", "bigint"), List.of("real", "double precision")),
                new Widening.Decimals("numeric", 100_000, false),
                List.of(new Widening.Texts("character varying", 1_048_576, "", null)),
                Widening.Length.UTF16);

        @Override
        public Widening widening() {
            return WIDENING;
        }

        @Override
        public List<String> statements(TableId table, ColumnChange change, String declaration) {
            String alter = "ALTER TABLE " + names.quoted(table) + " ALTER COLUMN "
                    + names.quoted(change.column().name());
            return change.statements(type -> alter + " SET DATA TYPE " + type, alter + " DROP NOT NULL");
        }
    }

    private static final class H2Catalogue implements Catalogue {
        @Override
        public Query columns(TableId table) {
            return Query.of("""
                    SELECT column_name, data_type, \
                    CASE WHEN data_type IN ('NUMERIC', 'DECFLOAT') THEN numeric_precision \
                    WHEN data_type LIKE 'CHARACTER%' OR data_type LIKE 'BINARY%' \
                    THEN least(character_maximum_length, 2147483647) END, \
                    CASE WHEN data_type = 'NUMERIC' THEN numeric_scale ELSE datetime_precision END, \
                    CASE WHEN data_type = 'VARCHAR_IGNORECASE' OR collation_name <> 'OFF' THEN 'UNKNOWN' ELSE 'EXACT' END, \
                    is_nullable = 'NO', \
                    is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO', \
                    FALSE, \
                    is_generated = 'ALWAYS'
                    FROM information_schema.columns
                    WHERE table_schema = coalesce(?, current_schema()) AND table_name = ?
                    ORDER BY ordinal_position""", table.schema(), table.name());
        }

        @Override
        public Query deletesCascade(TableId table) {
            return Query.of("""
                    SELECT EXISTS (SELECT 1 FROM information_schema.referential_constraints r \
                    JOIN information_schema.table_constraints t ON t.constraint_schema = r.unique_constraint_schema \
                    AND t.constraint_name = r.unique_constraint_name \
                    WHERE t.table_schema = coalesce(?, current_schema()) AND t.table_name = ? \
                    AND r.delete_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT'))""", table.schema(), table.name());
        }

        @Override
        public Query uniqueIndexes(TableId table) {
            return Query.of("""
                    SELECT index_name, column_name FROM information_schema.index_columns \
                    WHERE table_schema = coalesce(?, current_schema()) AND table_name = ? AND is_unique""", table.schema(), table.name());
        }
    }
}
