// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A fresh database in a PostgreSQL server that all tests of a JVM share. */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final String name;
    private final Connection connection;

    private TestDatabase(String name, Connection connection) {
        this.name = name;
        this.connection = connection;
    }

    /** Started by the first test that asks, and stopped with the JVM. */
    private static final class Server {
        private static final PostgresServer POSTGRES =
                DevStack.inTemporaryDirectory().startPostgres();
    }

    public static TestDatabase create() throws SQLException {
        String name = "test" + DATABASES.incrementAndGet();
        Server.POSTGRES.createDatabase(name);
        return new TestDatabase(name, DriverManager.getConnection(urlOf(name)));
    }

    /** Another connection to the same database. */
    public TestDatabase again() throws SQLException {
        return new TestDatabase(name, DriverManager.getConnection(url()));
    }

    /** Returns once the query's only row is this. */
    public void await(String query, String row) throws SQLException {
        long giveUp = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!rows(query).equals(List.of(row))) {
            if (System.nanoTime() > giveUp) {
                throw new AssertionError("waited in vain for " + row + " from " + query);
            }
            Thread.onSpinWait();
        }
    }

    private static String urlOf(String database) {
        return Server.POSTGRES.jdbcUrl(database) + "?user=" + PostgresServer.SUPERUSER;
    }

    public String url() {
        return urlOf(name);
    }

    /** Through a network between this machine's port and the server. */
    public String urlThrough(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=" + PostgresServer.SUPERUSER;
    }

    public static int port() {
        return Server.POSTGRES.port();
    }

    public String name() {
        return name;
    }

    public void execute(String... statements) throws SQLException {
        for (String text : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(text);
            }
        }
    }

    /** Each row as the texts of its columns joined by a bar, null as {@code null}. */
    public List<String> rows(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            int columns = results.getMetaData().getColumnCount();
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(results.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        }
    }

    /** Each column of a table as {@code name type}, with {@code NOT NULL} and its default where it has them, in order. */
    public List<String> columns(String table) throws SQLException {
        return rows("SELECT a.attname || ' ' || format_type(a.atttypid, a.atttypmod)"
                + " || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END"
                + " || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')"
                + " FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                + " WHERE a.attrelid = to_regclass('" + table.replace("'", "''")
                + "') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum");
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
