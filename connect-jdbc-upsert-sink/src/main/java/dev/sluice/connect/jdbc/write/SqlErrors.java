// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.sql.DatabaseError;
import java.sql.SQLException;

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
}
