// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;

/** Statements that work through a whole table, for which the driver's patience with a silent server is too short. */
final class LongRunning {
    private static final int LIMIT = Math.toIntExact(Duration.ofHours(1).toMillis());

    private LongRunning() {}

    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    static void run(Connection connection, Work work) throws SQLException {
        int before = timeout(connection);
        if (before == 0 || before >= LIMIT) {
            work.run();
            return;
        }
        connection.setNetworkTimeout(Runnable::run, LIMIT);
        try {
            work.run();
        } finally {
            // A closed one is given up anyway, and must not hide why.
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, before);
            }
        }
    }

    private static int timeout(Connection connection) throws SQLException {
        try {
            return connection.getNetworkTimeout();
        } catch (SQLFeatureNotSupportedException e) {
            // Such a driver talks to no network.
            return 0;
        }
    }
}
