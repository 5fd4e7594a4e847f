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
                dialect.ignoresCaseOfColumns());
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

    private static void run(Connection connection, String text, Object... values) throws SQLException {
        // HSQLDB knows square brackets only around the names that it was told of.
        try (PreparedStatement statement =
                connection.prepareStatement(text.replace('[', '"').replace(']', '"'))) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
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
