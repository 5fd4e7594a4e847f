// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.credentials.JdbcCredentials;
import dev.sluice.connect.jdbc.credentials.JdbcCredentialsProvider;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.FailureKind;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.LongSupplier;
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

    private static final String UNREADABLE_URL =
            "the driver cannot read connection.url. Write it as the driver's manual says, for example"
                    + " jdbc:postgresql://host:port/database";

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int VALIDITY_SECONDS = 5;

    private final Driver driver;
    private final Dialect dialect;
    private final ConnectionSettings settings;
    private final LongSupplier nanoTime;
    private @Nullable Connection connection;
    private long lastUse;
    private @Nullable JdbcCredentialsProvider provider;

    /** @throws ConfigException if no driver takes the URL */
    public static Database of(Dialect dialect, ConnectionSettings settings) {
        return new Database(Drivers.of(settings.url()), dialect, settings, System::nanoTime);
    }

    Database(Driver driver, Dialect dialect, ConnectionSettings settings, LongSupplier nanoTime) {
        this.driver = driver;
        this.dialect = dialect;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** What keeps the database from being reached, or its tables from being written. Answers within seconds. */
    public List<Inspection.Problem> problems(Inspection inspection) {
        if (!isUrlReadable()) {
            return List.of(new Inspection.Problem(Inspection.Subject.CONNECTION, UNREADABLE_URL));
        }
        Properties properties = properties();
        dialect.session().validation().forEach((name, value) -> {
            if (!settings.driverProperties().containsKey(name)) {
                properties.put(name, value);
            }
        });
        try (Connection probe = open(properties)) {
            return inspection.problems(probe);
        } catch (SQLException e) {
            return List.of(new Inspection.Problem(Inspection.Subject.CONNECTION, unreachable(e)));
        }
    }

    /** The open connection, with every statement a transaction of its own unless the caller says otherwise. */
    Connection connection() throws SQLException {
        Connection current = connection;
        if (current != null && isStale() && !current.isValid(VALIDITY_SECONDS)) {
            log.info("The connection was lost while it was idle: making a new one");
            close();
            current = null;
        }
        if (current == null) {
            current = connect();
            connection = current;
        }
        lastUse = nanoTime.getAsLong();
        return current;
    }

    /** A firewall may have dropped it without a word, and the first statement would wait for the driver's whole patience. */
    private boolean isStale() {
        return nanoTime.getAsLong() - lastUse > IDLE.toNanos();
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
        JdbcCredentials current = credentials();
        putUnlessEmpty(properties, "user", current.user());
        putUnlessEmpty(properties, "password", current.password().value());
        return properties;
    }

    /** Asked for each connection, because a provider's may have changed. */
    private JdbcCredentials credentials() {
        ConnectionSettings.Provider configured = settings.provider();
        if (configured == null) {
            return new JdbcCredentials(settings.user(), settings.password());
        }
        JdbcCredentialsProvider made = provider;
        if (made == null) {
            made = configured.create();
            provider = made;
        }
        return made.credentials();
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
