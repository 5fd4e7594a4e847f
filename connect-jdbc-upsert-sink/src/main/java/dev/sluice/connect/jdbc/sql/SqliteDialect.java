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

/** SQLite 3.24 and later. It keeps whatever type a value has, so that the types here are names for readers. */
final class SqliteDialect {
    private static final int MAX_PARAMETERS = 32_766;

    private static final RowTypes TYPES = new RowTypes(
            Map.ofEntries(
                    entry(Kind.BOOLEAN, "boolean"),
                    entry(Kind.INT8, "integer"),
                    entry(Kind.INT16, "integer"),
                    entry(Kind.INT32, "integer"),
                    entry(Kind.INT64, "integer"),
                    entry(Kind.FLOAT32, "real"),
                    entry(Kind.FLOAT64, "real"),
                    entry(Kind.BYTES, "blob"),
                    entry(Kind.TEXT, "text"),
                    entry(Kind.DATE, "text"),
                    entry(Kind.TIME, "text"),
                    entry(Kind.TIMESTAMP, "text"),
                    entry(Kind.ZONED_TIMESTAMP, "text"),
                    entry(Kind.JSON, "text"),
                    entry(Kind.UUID, "text")),
            // As text: a number of more than 15 digits would be rounded.
            new RowTypes.Decimals("text", 0, 0, "text"),
            RowTypes.Floats.NOT_NAN,
            RowText::time,
            instant -> RowText.zoned(instant, "+00:00"));

    private static final Session SESSION = new Session(
            // In milliseconds: one task at a time writes, the others wait for so long.
            Map.of("busy_timeout", "20000"), Map.of("busy_timeout", "5000"), List.of());

    /** The last byte of an error's number says what it is, the others in which way. */
    private static final Errors ERRORS = new PrimaryCodes(ErrorTable.builder()
            .add(TRANSIENT, "the file is locked by another process, full or cannot be reached", 5, 6, 7, 10, 13, 14)
            .add(STRUCTURE, "a table or column is not what the sink took it for", 1, 17)
            .add(DATA, "a value is too large", 18)
            .add(
                    DATA,
                    "a constraint refuses the row: NOT NULL, a unique index, a foreign key, a check, or the type of a STRICT"
                            + " table",
                    19)
            .add(DATA, "a value has not the type that the column asks for", 20)
            .add(PERMANENT, "the file cannot be written, or is no database", 3, 8, 11, 23, 26)
            .locked(5, 6)
            .build());

    private SqliteDialect() {}

    static Dialect create() {
        RowNames names = RowNames.asTheyAre("\"", "\"", true);
        RowSql sql = new RowSql(
                names,
                MAX_PARAMETERS,
                RowSql.Values.PLAIN,
                "",
                SqliteDialect::upsert,
                (rows, table, shape) -> rows.insert(
                        table,
                        shape,
                        "INSERT INTO",
                        " ON CONFLICT " + (shape.key().isEmpty() ? "" : "(" + rows.names(shape.key()) + ") ")
                                + "DO NOTHING"));
        RowDefinitions definitions = new RowDefinitions(
                names,
                "CREATE TABLE IF NOT EXISTS",
                "ADD COLUMN",
                "",
                RowDefinitions::literal,
                hex -> "x'" + hex + "'",
                column -> "",
                new SqliteAlterations(names),
                null);
        return new RowDialect(
                names, TYPES, columnType -> columnType, sql, SESSION, new SqliteCatalogue(), definitions, ERRORS);
    }

    private static WriteStatement upsert(RowSql sql, TableInfo table, Shape shape) {
        String action = shape.nonKey().isEmpty()
                ? "NOTHING"
                : "UPDATE SET " + sql.assignments(shape.nonKey(), column -> "excluded." + column);
        return sql.unlessLacking(
                table,
                shape,
                sql.insert(table, shape, "INSERT INTO", " ON CONFLICT (" + sql.names(shape.key()) + ") DO " + action));
    }

    private record PrimaryCodes(ErrorTable table) implements Errors {
        /** It says no more of a column that is there already than that a statement is wrong, so that the caller reads the table again. */
        private static final int ERROR = 1;

        private static DatabaseError primary(DatabaseError error) {
            return new DatabaseError(null, error.vendorCode() & 0xff);
        }

        @Override
        public FailureKind classify(DatabaseError error) {
            return table.classify(primary(error));
        }

        @Override
        public boolean isAlreadyThere(DatabaseError error) {
            return primary(error).vendorCode() == ERROR;
        }

        @Override
        public boolean isLocked(DatabaseError error) {
            return table.isLocked(primary(error));
        }

        @Override
        public String meaning(DatabaseError error) {
            return table.meaning(primary(error));
        }
    }

    /** Nothing is too wide for a column, whatever its type is called. NOT NULL can be dropped since version 3.53. */
    private record SqliteAlterations(RowNames names) implements Alterations {
        @Override
        public Widening widening() {
            return Widening.NONE;
        }

        @Override
        public List<String> statements(TableId table, ColumnChange change, String declaration) {
            String alter = "ALTER TABLE " + names.quoted(table) + " ALTER COLUMN "
                    + names.quoted(change.column().name());
            return change.statements(type -> alter + " TYPE " + type, alter + " DROP NOT NULL");
        }
    }

    private static final class SqliteCatalogue implements Catalogue {
        @Override
        public Query columns(TableId table) {
            // hidden: 2 and 3 are computed columns.
            return Query.of("""
                    SELECT c.name, \
                    upper(CASE instr(c.type, '(') WHEN 0 THEN c.type ELSE substr(c.type, 1, instr(c.type, '(') - 1) END), \
                    NULL, NULL, \
                    CASE WHEN EXISTS (SELECT 1 FROM pragma_index_list(?1, coalesce(?2, 'main')) l, \
                    pragma_index_xinfo(l.name, coalesce(?2, 'main')) x \
                    WHERE x.name = c.name AND x.key AND x.coll <> 'BINARY') THEN 'UNKNOWN' ELSE 'EXACT' END, \
                    c."notnull" OR c.pk > 0, \
                    (c."notnull" OR c.pk > 0) AND c.dflt_value IS NULL AND NOT (c.pk = 1 AND upper(c.type) = 'INTEGER'), \
                    0, \
                    c.hidden IN (2, 3)
                    FROM pragma_table_xinfo(?1, coalesce(?2, 'main')) c
                    ORDER BY c.cid""", table.name(), table.schema());
        }

        @Override
        public Query deletesCascade(TableId table) {
            return Query.of(
                    "SELECT EXISTS (SELECT 1 FROM sqlite_master s, pragma_foreign_key_list(s.name) f"
                            + " WHERE s.type = 'table' AND f.\"table\" = ? COLLATE NOCASE"
                            + " AND f.on_delete IN ('CASCADE', 'SET NULL', 'SET DEFAULT'))",
                    table.name());
        }

        @Override
        public Query uniqueIndexes(TableId table) {
            // A key of one integer column is the row's own number, and has no index.
            return Query.of("""
                    SELECT l.name, i.name FROM pragma_index_list(?1, coalesce(?2, 'main')) l, \
                    pragma_index_info(l.name, coalesce(?2, 'main')) i \
                    WHERE l."unique" AND NOT l.partial \
                    UNION ALL SELECT 'PRIMARY KEY', name FROM pragma_table_info(?1, coalesce(?2, 'main')) WHERE pk > 0""", table.name(), table.schema());
        }
    }
}
