// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.driver;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** PostgreSQL's driver hands on what the server says of an error, part by part. */
final class PostgresWords implements DriverWords {
    private final PlainWords plain = new PlainWords();

    @Override
    public boolean isDriversOwn(SQLException e) {
        return e instanceof PSQLException postgres ? postgres.getServerErrorMessage() == null : plain.isDriversOwn(e);
    }

    @Override
    public Optional<String> column(SQLException refusal) {
        return serverMessage(refusal).map(ServerErrorMessage::getColumn);
    }

    @Override
    public Optional<String> constraint(SQLException refusal) {
        return serverMessage(refusal).map(ServerErrorMessage::getConstraint);
    }

    @Override
    public OptionalInt sessionNumber(Connection connection) throws SQLException {
        return OptionalInt.of(connection.unwrap(PGConnection.class).getBackendPID());
    }

    private static Optional<ServerErrorMessage> serverMessage(SQLException refusal) {
        return refusal instanceof PSQLException postgres
                ? Optional.ofNullable(postgres.getServerErrorMessage())
                : Optional.empty();
    }
}
