// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.RowGroup.Action;
import dev.sluice.connect.jdbc.change.Shape;
import dev.sluice.connect.jdbc.change.TableId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The texts of databases that are written row by row. Those of SQL Server and Oracle have no server here: HSQLDB runs what its compatibility
 * modes take of them.
 */
class RowDialectsTest {
    private static final TableId ID = new TableId("s", "t");
    private static final Shape FULL = new Shape(
            List.of(
                    new Shape.Column("a", Carrier.INTEGER),
                    new Shape.Column("b", Carrier.TEXT),
                    new Shape.Column("c", Carrier.TEXT)),
            2);
    private static final Shape KEY = new Shape(FULL.key(), 2);

    private static TableInfo table(Dialect dialect) {
        return new TableInfo(
                ID,
                List.of(Columns.required("a", "int"), Columns.required("b", "varchar"), Columns.column("c", "varchar")),
                false,
                dialect.ignoresCaseOfColumns(),
                List.of(new TableInfo.Index(
                        List.of(new TableInfo.IndexColumn("a", false), new TableInfo.IndexColumn("b", false)))));
    }

    private static String text(DatabaseKind kind, Action action, Shape shape, int rows) {
        Dialect dialect = kind.dialect(IdentifierQuoting.ALWAYS, true);
        return ((RowStatement) dialect.write(action, table(dialect), shape).orElseThrow()).text(rows);
    }

    @Test
    void mariaDbTakesTheNewValuesByAFunction() {
        assertThat(text(DatabaseKind.MARIADB, Action.UPSERT, FULL, 2))
                .isEqualTo("INSERT INTO `s`.`t` (`a`, `b`, `c`) VALUES (?, ?, ?), (?, ?, ?)"
                        + " ON DUPLICATE KEY UPDATE `c` = VALUES(`c`)");
        assertThat(text(DatabaseKind.MARIADB, Action.UPSERT, KEY, 1))
                .endsWith(" ON DUPLICATE KEY UPDATE `a` = VALUES(`a`)");
    }

    @Test
    void mySqlTakesTheNewValuesByTheRowsAlias() {
        assertThat(text(DatabaseKind.MYSQL, Action.UPSERT, FULL, 1))
                .isEqualTo("INSERT INTO `s`.`t` (`a`, `b`, `c`) VALUES (?, ?, ?)"
                        + " AS given ON DUPLICATE KEY UPDATE `c` = given.`c`");
    }

    @Test
    void sqliteNamesTheConflict() {
        assertThat(text(DatabaseKind.SQLITE, Action.UPSERT, FULL, 1))
                .isEqualTo("INSERT INTO \"s\".\"t\" (\"a\", \"b\", \"c\") VALUES (?, ?, ?)"
                        + " ON CONFLICT (\"a\", \"b\") DO UPDATE SET \"c\" = excluded.\"c\"");
        assertThat(text(DatabaseKind.SQLITE, Action.UPSERT, KEY, 1)).endsWith(" DO NOTHING");
    }

    @Test
    void h2MergesByItsKey() {
        assertThat(text(DatabaseKind.H2, Action.UPSERT, FULL, 2))
                .isEqualTo(
                        "MERGE INTO \"s\".\"t\" (\"a\", \"b\", \"c\") KEY (\"a\", \"b\") VALUES (?, ?, ?), (?, ?, ?)");
    }

    @Test
    void sqlServerMergesUnderALock() {
        assertThat(text(DatabaseKind.SQLSERVER, Action.UPSERT, FULL, 1)).isEqualTo("""
                MERGE INTO [s].[t] WITH (HOLDLOCK) AS target USING (SELECT ? AS [a], ? AS [b], ? AS [c]) AS given \
                ON (target.[a] = given.[a] AND target.[b] = given.[b]) \
                WHEN MATCHED THEN UPDATE SET target.[c] = given.[c] \
                WHEN NOT MATCHED THEN INSERT ([a], [b], [c]) VALUES (given.[a], given.[b], given.[c]);""");
        assertThat(text(DatabaseKind.SQLSERVER, Action.UPSERT, KEY, 1)).doesNotContain("WHEN MATCHED");
    }

    @Test
    void oracleMergesFromDual() {
        assertThat(text(DatabaseKind.ORACLE, Action.UPSERT, FULL, 1)).isEqualTo("""
                MERGE INTO "s"."t" target USING (SELECT ? AS "a", ? AS "b", ? AS "c" FROM dual) given \
                ON (target."a" = given."a" AND target."b" = given."b") \
                WHEN MATCHED THEN UPDATE SET target."c" = given."c" \
                WHEN NOT MATCHED THEN INSERT ("a", "b", "c") VALUES (given."a", given."b", given."c")""");
    }

    @Test
    void severalRowsAreDeletedByOneStatement() {
        Shape single = new Shape(List.of(new Shape.Column("a", Carrier.INTEGER)), 1);

        assertThat(text(DatabaseKind.MYSQL, Action.DELETE, single, 3))
                .isEqualTo("DELETE FROM `s`.`t` WHERE `a` IN (?, ?, ?)");
        assertThat(text(DatabaseKind.SQLSERVER, Action.DELETE, FULL, 2))
                .isEqualTo("DELETE FROM [s].[t] WHERE ([a] = ? AND [b] = ?) OR ([a] = ? AND [b] = ?)");
    }

    @Test
    void aRowThatLacksARequiredColumnIsUpdatedElseInsertedWhereNotNullIsCheckedFirst() {
        Shape lacking =
                new Shape(List.of(new Shape.Column("a", Carrier.INTEGER), new Shape.Column("c", Carrier.TEXT)), 1);
        for (DatabaseKind kind : List.of(DatabaseKind.MARIADB, DatabaseKind.MYSQL, DatabaseKind.SQLITE)) {
            Dialect dialect = kind.dialect(IdentifierQuoting.ALWAYS, true);
            assertThat(dialect.write(Action.UPSERT, table(dialect), lacking).orElseThrow())
                    .as(kind.name())
                    .isInstanceOfSatisfying(UpdateElseInsert.class, both -> {
                        assertThat(both.update().parameters())
                                .extracting(RowStatement.Parameter::column)
                                .containsExactly(1, 0);
                        assertThat(both.insert().text(1)).contains("INSERT");
                    });
        }
    }

    private static final Shape GUARDED = new Shape(
            List.of(
                    new Shape.Column("a", Carrier.INTEGER),
                    new Shape.Column("c", Carrier.TEXT),
                    new Shape.Column("n", Carrier.TEXT)),
            1,
            "n");

    /** One that has a number to guard it by, and requires a column that is not given. */
    private static TableInfo guarded(Dialect dialect) {
        return new TableInfo(
                ID,
                List.of(
                        Columns.required("a", "int"),
                        Columns.column("c", "varchar"),
                        Columns.sized("n", "decimal", 20, 0),
                        Columns.required("d", "varchar")),
                false,
                dialect.ignoresCaseOfColumns());
    }

    private static UpdateElseInsert guardedUpsert(DatabaseKind kind) {
        Dialect dialect = kind.dialect(IdentifierQuoting.ALWAYS, true);
        return (UpdateElseInsert)
                dialect.write(Action.UPSERT, guarded(dialect), GUARDED).orElseThrow();
    }

    private static List<Integer> columns(RowStatement statement) {
        return statement.parameters().stream()
                .map(RowStatement.Parameter::column)
                .toList();
    }

    @Test
    void aGuardedRowIsUpdatedWhereItIsNotNewerAndInsertedWhereThereIsNone() {
        UpdateElseInsert sqlServer = guardedUpsert(DatabaseKind.SQLSERVER);
        assertThat(sqlServer.update().text(1)).isEqualTo("""
                UPDATE [s].[t] SET [c] = ?, [n] = ? WHERE [a] = ? AND ([n] IS NULL OR [n] <= ?)""");
        assertThat(columns(sqlServer.update())).containsExactly(1, 2, 0, 2);
        assertThat(sqlServer.insert().text(1)).isEqualTo("""
                INSERT INTO [s].[t] ([a], [c], [n], [d]) SELECT ?, ?, ?, NULL WHERE NOT EXISTS \
                (SELECT 1 FROM [s].[t] WHERE [a] = ?)""");
        assertThat(columns(sqlServer.insert())).containsExactly(0, 1, 2, 0);

        UpdateElseInsert oracle = guardedUpsert(DatabaseKind.ORACLE);
        assertThat(oracle.update().text(1)).isEqualTo("""
                UPDATE "s"."t" SET "c" = ?, "n" = ? WHERE "a" = ? AND ("n" IS NULL OR "n" <= ?)""");
        assertThat(oracle.insert().text(1)).isEqualTo("""
                INSERT INTO "s"."t" ("a", "c", "n", "d") SELECT ?, ?, ?, NULL FROM dual WHERE NOT EXISTS \
                (SELECT 1 FROM "s"."t" WHERE "a" = ?)""");
    }

    @Test
    void hsqldbRunsOraclesGuardedStatements() throws SQLException {
        UpdateElseInsert both = guardedUpsert(DatabaseKind.ORACLE);
        try (Connection connection = DriverManager.getConnection("jdbc:hsqldb:mem:guarded;sql.syntax_ora=true");
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE SCHEMA \"s\"");
            sql.execute("CREATE TABLE \"s\".\"t\""
                    + " (\"a\" int PRIMARY KEY, \"c\" varchar(10), \"n\" number(20), \"d\" varchar(10))");
            sql.execute("INSERT INTO \"s\".\"t\" VALUES (1, 'first', 9, 'kept')");
            for (String version : List.of("10", "9", "8")) {
                assertThat(run(connection, both.update().text(1), "v" + version, version, 1, version))
                        .isEqualTo(version.equals("10") ? 1 : 0);
                run(connection, both.insert().text(1), 1, "v" + version, version, 1);
            }
            run(connection, both.insert().text(1), 2, "new", "1", 2);
            try (ResultSet rows = sql.executeQuery("SELECT * FROM \"s\".\"t\" ORDER BY 1")) {
                assertThat(rows.next()).isTrue();
                assertThat(List.of(rows.getString(2), rows.getString(3), rows.getString(4)))
                        .containsExactly("v10", "10", "kept");
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(2)).isEqualTo("new");
            }
        }
    }

    @Test
    void mySqlComparesDecimalsAsDecimals() {
        for (DatabaseKind kind : List.of(DatabaseKind.MARIADB, DatabaseKind.MYSQL)) {
            assertThat(guardedUpsert(kind).update().text(1)).isEqualTo("""
                    UPDATE `s`.`t` SET `c` = ?, `n` = ? WHERE `a` = ? AND (`n` IS NULL OR `n` <= CAST(? AS decimal(20,0)))""");
        }
        Dialect dialect = DatabaseKind.MYSQL.dialect(IdentifierQuoting.ALWAYS, true);
        Shape key = new Shape(List.of(new Shape.Column("n", Carrier.TEXT)), 1);
        assertThat(((RowStatement) dialect.write(Action.DELETE, guarded(dialect), key)
                                .orElseThrow())
                        .text(2))
                .isEqualTo("DELETE FROM `s`.`t` WHERE `n` IN (CAST(? AS decimal(20,0)), CAST(? AS decimal(20,0)))");
    }

    @Test
    void aDeleteIsGuardedToo() {
        Shape shape =
                new Shape(List.of(GUARDED.columns().get(0), GUARDED.columns().get(2)), 1, "n");
        for (DatabaseKind kind : List.of(DatabaseKind.SQLSERVER, DatabaseKind.ORACLE)) {
            Dialect dialect = kind.dialect(IdentifierQuoting.ALWAYS, true);
            RowStatement delete = (RowStatement)
                    dialect.write(Action.DELETE, guarded(dialect), shape).orElseThrow();
            assertThat(delete.text(1).replace('[', '"').replace(']', '"'))
                    .isEqualTo("DELETE FROM \"s\".\"t\" WHERE (\"a\" = ? AND (\"n\" IS NULL OR \"n\" <= ?))");
            assertThat(columns(delete)).containsExactly(0, 1);
        }
    }

    /** A long text in a SELECT is else a LONG to it, which it takes only in the VALUES of an INSERT. */
    @Test
    void oracleGetsWhatIsLargeAsALargeObject() {
        Dialect dialect = DatabaseKind.ORACLE.dialect(IdentifierQuoting.ALWAYS, true);
        TableInfo table = new TableInfo(
                ID,
                List.of(
                        Columns.required("a", "NUMBER"),
                        Columns.column("b", "CLOB"),
                        Columns.column("c", "BLOB"),
                        Columns.column("d", "VARCHAR2"),
                        Columns.column("e", "NCLOB")),
                false,
                false);
        Shape shape = new Shape(
                List.of(
                        new Shape.Column("a", Carrier.INTEGER),
                        new Shape.Column("b", Carrier.TEXT),
                        new Shape.Column("c", Carrier.BYTES),
                        new Shape.Column("d", Carrier.TEXT),
                        new Shape.Column("e", Carrier.INTEGER)),
                1);

        assertThat(((RowStatement) dialect.write(Action.UPSERT, table, shape).orElseThrow()).parameters())
                .extracting(RowStatement.Parameter::largeObject)
                .containsExactly(false, true, true, false, true);
        assertThat(((RowStatement) DatabaseKind.H2
                                .dialect(IdentifierQuoting.ALWAYS, true)
                                .write(Action.UPSERT, table, shape)
                                .orElseThrow())
                        .parameters())
                .extracting(RowStatement.Parameter::largeObject)
                .containsOnly(false);
    }

    /** Given NULL, they would be refused. */
    @Test
    void sqlServerGivesNoValueToRowVersionsAndPeriods() {
        Catalogue catalogue =
                DatabaseKind.SQLSERVER.dialect(IdentifierQuoting.ALWAYS, true).catalogue();

        assertThat(catalogue.columns(ID).text())
                .contains(
                        "CASE WHEN c.is_computed = 1 OR c.generated_always_type <> 0 OR t.name = 'timestamp' THEN 1 ELSE 0 END\nFROM");
    }

    @Test
    void mySqlUpsertsInOneStatementOnlyWhereItFindsTheRowByTheKeyAlone() {
        TableInfo.Index onKey = new TableInfo.Index(
                List.of(new TableInfo.IndexColumn("B", false), new TableInfo.IndexColumn("a", false)));
        TableInfo.Index drawn = new TableInfo.Index(List.of(new TableInfo.IndexColumn("id", true)));
        TableInfo.Index other = new TableInfo.Index(List.of(new TableInfo.IndexColumn("id", false)));
        TableInfo.Index given = new TableInfo.Index(List.of(new TableInfo.IndexColumn("c", true)));
        TableInfo.Index unclear = new TableInfo.Index(List.of(new TableInfo.IndexColumn(null, false)));
        assertThat(upsertWith(onKey)).isInstanceOf(RowStatement.class);
        assertThat(upsertWith(onKey, drawn)).isInstanceOf(RowStatement.class);
        assertThat(upsertWith(onKey, other)).isInstanceOf(UpdateElseInsert.class);
        assertThat(upsertWith(onKey, given)).isInstanceOf(UpdateElseInsert.class);
        assertThat(upsertWith(onKey, unclear)).isInstanceOf(UpdateElseInsert.class);
        assertThat(upsertWith(drawn)).isInstanceOf(UpdateElseInsert.class);
        assertThat(upsertWith()).isInstanceOf(UpdateElseInsert.class);
    }

    private static WriteStatement upsertWith(TableInfo.Index... indexes) {
        Dialect dialect = DatabaseKind.MYSQL.dialect(IdentifierQuoting.ALWAYS, true);
        TableInfo table = new TableInfo(ID, table(dialect).columns(), false, true, List.of(indexes));
        return dialect.write(Action.UPSERT, table, FULL).orElseThrow();
    }

    @Test
    void noStatementHasMoreParametersThanTheDatabaseTakes() {
        List<Shape.Column> columns = new ArrayList<>();
        List<TableColumn> stored = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            columns.add(new Shape.Column("c" + i, Carrier.TEXT));
            stored.add(Columns.column("c" + i, "varchar"));
        }
        Dialect dialect = DatabaseKind.MARIADB.dialect(IdentifierQuoting.ALWAYS, true);
        RowStatement insert = (RowStatement)
                dialect.write(Action.INSERT, new TableInfo(ID, stored, false, true), new Shape(columns, 1))
                        .orElseThrow();

        assertThat(insert.maxRows()).isEqualTo(65_535 / 300);
    }

    @Test
    void hsqldbRunsOraclesStatements() throws SQLException {
        assertThat(writtenTo("jdbc:hsqldb:mem:oracle;sql.syntax_ora=true", DatabaseKind.ORACLE, true))
                .containsExactly("1|x|new", "2|y|other");
    }

    @Test
    void hsqldbRunsSqlServersStatementsWithoutTheLock() throws SQLException {
        assertThat(writtenTo("jdbc:hsqldb:mem:sqlserver;sql.syntax_mss=true", DatabaseKind.SQLSERVER, false))
                .containsExactly("1|x|new", "2|y|other");
    }

    /** Upserts three rows and one of them anew, deletes one. */
    private static List<String> writtenTo(String url, DatabaseKind kind, boolean holdlock) throws SQLException {
        Dialect dialect = kind.dialect(IdentifierQuoting.ALWAYS, holdlock);
        try (Connection connection = DriverManager.getConnection(url);
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE SCHEMA \"s\"");
            sql.execute(
                    "CREATE TABLE \"s\".\"t\" (\"a\" int, \"b\" varchar(10), \"c\" varchar(10), PRIMARY KEY (\"a\", \"b\"))");
            RowStatement upsert = (RowStatement)
                    dialect.write(Action.UPSERT, table(dialect), FULL).orElseThrow();
            run(connection, upsert.text(1), 1, "x", "old");
            run(connection, upsert.text(1), 2, "y", "other");
            run(connection, upsert.text(1), 3, "z", "gone");
            run(connection, upsert.text(1), 1, "x", "new");
            RowStatement delete = (RowStatement)
                    dialect.write(Action.DELETE, table(dialect), KEY).orElseThrow();
            run(connection, delete.text(2), 3, "z", 4, "absent");
            RowStatement update = (RowStatement)
                    dialect.write(Action.UPDATE, table(dialect), FULL).orElseThrow();
            run(connection, update.text(1), "absent", 5, "v");
            List<String> rows = new ArrayList<>();
            try (ResultSet results = sql.executeQuery("SELECT * FROM \"s\".\"t\" ORDER BY 1")) {
                while (results.next()) {
                    rows.add(results.getString(1) + "|" + results.getString(2) + "|" + results.getString(3));
                }
            }
            return rows;
        }
    }

    private static int run(Connection connection, String text, Object... values) throws SQLException {
        // HSQLDB knows square brackets only around the names that it was told of.
        try (PreparedStatement statement =
                connection.prepareStatement(text.replace('[', '"').replace(']', '"'))) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MARIADB, 40001, 1213, TRANSIENT",
        "MARIADB, HY000, 1205, TRANSIENT",
        "MARIADB, HY000, 1290, TRANSIENT",
        "MARIADB, 08000, 0, TRANSIENT",
        "MARIADB, 22001, 1406, DATA",
        "MARIADB, HY000, 1366, DATA",
        "MARIADB, 45000, 1644, DATA",
        "MARIADB, HY000, 99999, UNKNOWN",
        "MARIADB, 42S02, 1146, STRUCTURE",
        "MARIADB, 42000, 1142, PERMANENT",
        "MARIADB, 28000, 1045, PERMANENT",
        "SQLITE, , 5, TRANSIENT",
        "SQLITE, , 517, TRANSIENT",
        "SQLITE, , 2067, DATA",
        "SQLITE, , 1, STRUCTURE",
        "SQLITE, , 8, PERMANENT",
        "H2, 40001, 40001, TRANSIENT",
        "H2, HYT00, 50200, TRANSIENT",
        "H2, 23505, 23505, DATA",
        "H2, 42S02, 42102, STRUCTURE",
        "SQLSERVER, 40001, 1205, TRANSIENT",
        "SQLSERVER, S0001, 40613, TRANSIENT",
        "SQLSERVER, 08S01, 0, TRANSIENT",
        "SQLSERVER, 23000, 2627, DATA",
        "SQLSERVER, S0001, 2628, DATA",
        "SQLSERVER, S0001, 229, PERMANENT",
        "SQLSERVER, S0001, 50000, UNKNOWN",
        "ORACLE, 61000, 60, TRANSIENT",
        "ORACLE, 08003, 17008, TRANSIENT",
        "ORACLE, 72000, 12899, DATA",
        "ORACLE, 23000, 1, DATA",
        "ORACLE, 42000, 942, STRUCTURE",
        "ORACLE, 72000, 20001, UNKNOWN",
        "ORACLE, 72000, 1017, PERMANENT",
        "ORACLE, , 0, PERMANENT"
    })
    void eachErrorAsksForOneThing(DatabaseKind kind, String state, int code, FailureKind expected) {
        Errors errors = kind.dialect(IdentifierQuoting.ALWAYS, true).errors();
        assertThat(errors.classify(new DatabaseError(state, code))).isEqualTo(expected);
        assertThat(errors.meaning(new DatabaseError(state, code))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PostgreSqlDatabaseDialect, POSTGRESQL",
        "postgresql, POSTGRESQL",
        "MySqlDatabaseDialect, MYSQL",
        "mariadb, MARIADB",
        "SqlServerDatabaseDialect, SQLSERVER",
        "OracleDatabaseDialect, ORACLE",
        "SqliteDatabaseDialect, SQLITE",
        "H2, H2"
    })
    void aDialectIsKnownByItsShortNameAndByConfluents(String name, DatabaseKind kind) {
        assertThat(DatabaseKind.named(name)).contains(kind);
        assertThat(DatabaseKind.named("GenericDatabaseDialect")).isEmpty();
    }
}
