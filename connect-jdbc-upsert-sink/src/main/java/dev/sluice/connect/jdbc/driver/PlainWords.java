// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.driver;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;

/** A driver that says no more than {@code java.sql} has words for. */
final class PlainWords implements DriverWords {
    @Override
    public boolean isDriversOwn(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.startsWith("08");
    }

    @Override
    public Optional<String> column(SQLException refusal) {
        return Optional.empty();
    }

    @Override
    public Optional<String> constraint(SQLException refusal) {
        return Optional.empty();
    }

    @Override
    public OptionalInt sessionNumber(Connection connection) {
        return OptionalInt.empty();
    }
}
