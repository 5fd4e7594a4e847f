// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.FailureKind;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, made when it is first needed and made again after a failure.
 *
 * <p>The driver is called by itself: {@code DriverManager} would search it with the worker's class loader, and not find it.
 */
public final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    /** In seconds, as the driver's properties are. */
    private static final String VALIDATION_TIMEOUT = "5";

    private static final String UNREADABLE_URL =
            "the driver cannot read connection.url. Write it as jdbc:postgresql://host:port/database";

    private final Driver driver;
    private final Dialect dialect;
    private final ConnectionSettings settings;
    private @Nullable Connection connection;

    public static Database postgres(Dialect dialect, ConnectionSettings settings) {
        return new Database(new org.postgresql.Driver(), dialect, settings);
    }

    Database(Driver driver, Dialect dialect, ConnectionSettings settings) {
        this.driver = driver;
        this.dialect = dialect;
        this.settings = settings;
    }

    /** What keeps the database from being reached, in a sentence; empty if nothing does. Answers within seconds. */
    public Optional<String> problem() {
        if (!isUrlReadable()) {
            return Optional.of(UNREADABLE_URL);
        }
        Properties properties = properties();
        properties.putIfAbsent("loginTimeout", VALIDATION_TIMEOUT);
        properties.putIfAbsent("connectTimeout", VALIDATION_TIMEOUT);
        properties.putIfAbsent("socketTimeout", VALIDATION_TIMEOUT);
        try (Connection probe = open(properties)) {
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(unreachable(e));
        }
    }

    /** The open connection, with every statement a transaction of its own unless the caller says otherwise. */
    Connection connection() throws SQLException {
        Connection current = connection;
        if (current == null) {
            current = connect();
            connection = current;
        }
        return current;
    }

    private Connection connect() throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return open(properties());
            } catch (SQLException e) {
                if (dialect.errors().classify(SqlErrors.of(e)) != FailureKind.TRANSIENT
                        || attempt >= settings.attempts()) {
                    throw e;
                }
                log.warn("Attempt {} of {}: {}", attempt, settings.attempts(), unreachable(e));
                pause();
            }
        }
    }

    private Connection open(Properties properties) throws SQLException {
        Connection opened = isUrlReadable() ? driver.connect(settings.url(), properties) : null;
        if (opened == null) {
            throw new ConfigException(UNREADABLE_URL);
        }
        try (Statement statement = opened.createStatement()) {
            for (String setting : dialect.session().statements()) {
                statement.execute(setting);
            }
            return opened;
        } catch (SQLException e) {
            close(opened, e);
            throw e;
        }
    }

    /** Asked first, because the driver's own complaint repeats the URL, which may hold a password. */
    private boolean isUrlReadable() {
        try {
            return driver.acceptsURL(settings.url());
        } catch (SQLException e) {
            return false;
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.putAll(dialect.session().driverProperties());
        properties.putAll(settings.driverProperties());
        putUnlessEmpty(properties, "user", settings.user());
        putUnlessEmpty(properties, "password", settings.password().value());
        return properties;
    }

    /** Each by itself: the URL may name the user, and the password stand in its key. */
    private static void putUnlessEmpty(Properties properties, String name, String value) {
        if (!value.isEmpty()) {
            properties.put(name, value);
        }
    }

    String unreachable(SQLException e) {
        return "cannot connect to the database (SQLSTATE " + e.getSQLState() + ", " + e.getMessage() + ")";
    }

    private void pause() {
        try {
            Thread.sleep(settings.backoff().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while waiting for the database", e);
        }
    }

    /** Closes the connection, so that the next use makes a new one. */
    @Override
    public void close() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            try {
                current.close();
            } catch (SQLException e) {
                // It is given up anyway, and the server rolls back what is open.
                log.debug("The connection did not close in order", e);
            }
        }
    }

    private static void close(Connection opened, SQLException cause) {
        try {
            opened.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
