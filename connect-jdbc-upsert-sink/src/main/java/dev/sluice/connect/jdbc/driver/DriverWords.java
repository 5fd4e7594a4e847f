// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.driver;

import dev.sluice.connect.jdbc.sql.DatabaseKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;

/** What the driver of one kind of database says beyond {@code java.sql}. */
public interface DriverWords {

    /**
     * Of this kind. The classes of its driver are asked for only then, so that each database is written without the drivers of others.
     */
    static DriverWords of(DatabaseKind kind) {
        return switch (kind) {
            case POSTGRESQL -> new PostgresWords();
            case MARIADB, MYSQL, SQLITE, H2, SQLSERVER, ORACLE -> new PlainWords();
        };
    }

    /** True for what the driver says by itself, such as a lost connection: a server's words may quote values. */
    boolean isDriversOwn(SQLException e);

    /** The column that the database blames. */
    Optional<String> column(SQLException refusal);

    /** The constraint that refuses the row. */
    Optional<String> constraint(SQLException refusal);

    /** The number under which whoever answers the connection knows it. */
    OptionalInt sessionNumber(Connection connection) throws SQLException;
}
