// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.MariaDbServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A fresh, empty database of any kind. */
record ForeignDatabase(String url, Connection connection, Dialect dialect) implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** Started by the first test that asks, and stopped with the JVM. */
    private static final class MariaDb {
        private static final MariaDbServer SERVER =
                DevStack.inTemporaryDirectory().startMariaDb();
    }

    static ForeignDatabase mariaDb(Dialect dialect) throws SQLException {
        String name = "test" + DATABASES.incrementAndGet();
        MariaDb.SERVER.createDatabase(name);
        return at(MariaDb.SERVER.jdbcUrl(name) + "?user=" + MariaDbServer.SUPERUSER, dialect);
    }

    static ForeignDatabase sqlite(Path directory, Dialect dialect) throws SQLException {
        return at("jdbc:sqlite:" + directory.resolve("test" + DATABASES.incrementAndGet() + ".db"), dialect);
    }

    /** It does not look at them unless told. */
    static ForeignDatabase sqliteWithForeignKeys(Path directory, Dialect dialect) throws SQLException {
        return at(
                "jdbc:sqlite:" + directory.resolve("test" + DATABASES.incrementAndGet() + ".db") + "?foreign_keys=true",
                dialect);
    }

    static ForeignDatabase h2(Dialect dialect) throws SQLException {
        return at("jdbc:h2:mem:test" + DATABASES.incrementAndGet(), dialect);
    }

    static ForeignDatabase postgres(TestDatabase database, Dialect dialect) throws SQLException {
        return at(database.url(), dialect);
    }

    private static ForeignDatabase at(String url, Dialect dialect) throws SQLException {
        return new ForeignDatabase(url, DriverManager.getConnection(url), dialect);
    }

    /** Backticks stand for the quotes of the database. */
    void execute(String... statements) throws SQLException {
        for (String text : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(quoted(text));
            }
        }
    }

    /** Each row as the texts of its columns joined by a bar, null as {@code null}; backticks as above. */
    List<String> rows(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(quoted(query))) {
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

    private String quoted(String text) {
        String quote = dialect.quoted("x").substring(0, 1);
        return text.replace("`", quote);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
