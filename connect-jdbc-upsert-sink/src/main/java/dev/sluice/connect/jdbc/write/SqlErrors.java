// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.sql.DatabaseError;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** What may be said of a driver's exceptions. */
final class SqlErrors {
    private SqlErrors() {}

    /** By what the error is known; of a batch, that of the row which failed. */
    static DatabaseError of(SQLException e) {
        SQLException cause = e;
        // A batch's own exception knows no more than that one of its rows failed.
        while (cause.getSQLState() == null && cause.getErrorCode() == 0 && cause.getNextException() != null) {
            cause = cause.getNextException();
        }
        return new DatabaseError(cause.getSQLState(), cause.getErrorCode());
    }

    /** The exception where it is only what the driver says by itself, such as a lost connection: a server's words may quote values. */
    static @Nullable SQLException driversOwn(SQLException e) {
        if (e instanceof PSQLException postgres) {
            return postgres.getServerErrorMessage() == null ? e : null;
        }
        String state = e.getSQLState();
        return state != null && state.startsWith("08") ? e : null;
    }
}
