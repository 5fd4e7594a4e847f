// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;

/** Savepoints where not every driver can release one. */
final class Savepoints {
    private Savepoints() {}

    /** Done with it; where the database knows no release, the end of the transaction does. */
    static void release(Connection connection, Savepoint savepoint) throws SQLException {
        try {
            connection.releaseSavepoint(savepoint);
        } catch (SQLFeatureNotSupportedException atTheEndThen) {
            // As Oracle's driver says, and SQL Server's.
        }
    }
}
