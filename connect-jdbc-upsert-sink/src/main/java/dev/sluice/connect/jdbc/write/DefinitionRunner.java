// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.sql.Alterations;
import dev.sluice.connect.jdbc.sql.ColumnChange;
import dev.sluice.connect.jdbc.sql.DatabaseError;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.FailureKind;
import dev.sluice.connect.jdbc.sql.Patience;
import dev.sluice.connect.jdbc.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements that make tables and change them, outside of the batch's transaction; in one of their own where the database takes such
 * statements back.
 */
record DefinitionRunner(Dialect dialect) {
    private static final Logger log = LoggerFactory.getLogger(DefinitionRunner.class);

    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Makes a table or columns of it; where another task has just made the same, that is enough. */
    void make(Connection connection, TableId table, List<String> statements) throws SQLException {
        begin(
                connection,
                dialect.definitions().patience().map(Patience::transaction).orElse(false));
        for (String text : statements) {
            try {
                execute(connection, text);
            } catch (SQLException e) {
                if (!dialect.errors().isAlreadyThere(SqlErrors.of(e))) {
                    throw failure(connection, table, text, e);
                }
                log.info("Another task makes the same change to table {}", table);
                if (undo(connection)) {
                    return;
                }
            }
        }
        end(connection);
    }

    /**
     * Does what changes the columns of a table while nobody else does, as far as the database can see to it.
     *
     * @throws ConnectException if the database refuses a change; the connection is as it was before
     * @throws TableInUseException if others use the table
     */
    <T> T exclusively(Connection connection, TableId table, Work<T> work) throws SQLException {
        Alterations alterations = dialect.definitions().alterations();
        Optional<String> lock = alterations.lock(table);
        begin(connection, lock.isPresent() && alterations.unlock().isEmpty());
        try {
            change(connection, table, lock.stream().toList());
            T result = work.run();
            release(connection, alterations);
            end(connection);
            return result;
        } catch (RetriableException e) {
            throw e;
        } catch (ConnectException e) {
            // The connection is well, and others may be waiting.
            undo(connection);
            release(connection, alterations);
            end(connection);
            throw e;
        }
    }

    private static void release(Connection connection, Alterations alterations) throws SQLException {
        Optional<String> unlock = alterations.unlock();
        if (unlock.isPresent()) {
            execute(connection, unlock.get());
        }
    }

    /** Within {@link #exclusively}. */
    void change(Connection connection, TableId table, List<String> statements) throws SQLException {
        for (String text : statements) {
            try {
                execute(connection, text);
            } catch (SQLException e) {
                throw failure(connection, table, text, e);
            }
        }
    }

    /** The statements that change a column so; none where the database cannot, or does not say to this user how the column is declared. */
    static List<String> statements(Connection connection, Dialect dialect, TableId table, ColumnChange change)
            throws SQLException {
        Alterations alterations = dialect.definitions().alterations();
        Optional<Query> declaration = alterations.declaration(table, change.column());
        if (declaration.isEmpty()) {
            return alterations.statements(table, change, "");
        }
        try {
            List<String> answers = Queries.rows(connection, declaration.get(), row -> row.getString(2));
            return answers.isEmpty() ? List.of() : alterations.statements(table, change, answers.get(0));
        } catch (SQLException e) {
            if (dialect.errors().classify(SqlErrors.of(e)) == FailureKind.PERMANENT) {
                return List.of();
            }
            throw e;
        }
    }

    private void begin(Connection connection, boolean transaction) throws SQLException {
        if (transaction) {
            connection.setAutoCommit(false);
        }
        Optional<Patience> patience = dialect.definitions().patience();
        if (patience.isPresent()) {
            execute(connection, patience.get().begin());
        }
    }

    private void end(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
            connection.setAutoCommit(true);
        }
        String last = dialect.definitions().patience().map(Patience::end).orElse("");
        if (!last.isEmpty()) {
            execute(connection, last);
        }
    }

    /** @return whether there was something to take back */
    private boolean undo(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            return false;
        }
        connection.rollback();
        connection.setAutoCommit(true);
        return true;
    }

    private static void execute(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            LongRunning.run(connection, () -> statement.execute(text));
        }
    }

    private ConnectException failure(Connection connection, TableId table, String text, SQLException e)
            throws SQLException {
        DatabaseError error = SqlErrors.of(e);
        if (dialect.errors().isLocked(error)) {
            return new TableInUseException("table " + dialect.quoted(table) + " is to be changed, and "
                    + holders(connection, table) + " (" + error + "). The statement that waits is: " + text);
        }
        if (dialect.errors().classify(error) == FailureKind.TRANSIENT) {
            throw e;
        }
        return new ConnectException(
                "table " + dialect.quoted(table) + " could not be created or changed (" + error + "): "
                        + dialect.errors().meaning(error) + ". The statement was: " + text,
                e);
    }

    /** Who they are, if they are still there. */
    private String holders(Connection connection, TableId table) throws SQLException {
        undo(connection);
        Optional<Query> query = dialect.catalogue().holders(table);
        List<String> holders =
                query.isPresent() ? Queries.rows(connection, query.get(), row -> row.getString(1)) : List.of();
        return holders.isEmpty() ? "others use it" : "is used by " + String.join("; ", holders);
    }
}
