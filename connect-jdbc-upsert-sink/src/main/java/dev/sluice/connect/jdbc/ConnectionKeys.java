// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.jdbc.credentials.JdbcCredentialsProvider;
import dev.sluice.connect.jdbc.sql.DatabaseKind;
import dev.sluice.connect.jdbc.write.ConnectionSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** How the database is reached. */
final class ConnectionKeys {
    private static final String CONNECTION_PREFIX = "connection.";
    private static final String CREDENTIALS_PROVIDER_NAME = "jdbc.credentials.provider.class";
    private static final String PROVIDER_PREFIX = "jdbc.credentials.provider.";
    /** What Confluent's sink has by default, and means the same as nothing. */
    private static final String PLAIN_PROVIDER = "io.confluent.connect.jdbc.util.DefaultJdbcCredentialsProvider";

    static final String UNKNOWN_DATABASE = "connection.url begins with none of " + DatabaseKind.urlPrefixes()
            + ". Correct it, or say with dialect.name which of these databases it speaks to";

    static final ConfigKey<String> CONNECTION_URL = ConfigKey.string("connection.url")
            .required()
            .validatedBy(new JdbcUrl())
            .width(ConfigDef.Width.LONG)
            .doc(
                    "The JDBC URL of the database, for example jdbc:postgresql://db.example.com:5432/warehouse. The drivers of"
                            + " PostgreSQL and MariaDB are part of the plugin; others are put into its folder.");

    static final ConfigKey<String> CONNECTION_USER = ConfigKey.string("connection.user")
            .importance(ConfigDef.Importance.HIGH)
            .doc("The database user. Without it, the URL or the driver's defaults say.");

    static final ConfigKey<Password> CONNECTION_PASSWORD = ConfigKey.password("connection.password")
            .importance(ConfigDef.Importance.HIGH)
            .doc("The password of the database user.");

    static final ConfigKey<Optional<Class<? extends JdbcCredentialsProvider>>> CREDENTIALS_PROVIDER = ConfigKey.parsed(
                    CREDENTIALS_PROVIDER_NAME, ConnectionKeys::provider)
            .defaultTo("")
            .importance(ConfigDef.Importance.LOW)
            .width(ConfigDef.Width.LONG)
            .doc("A class that says as whom to connect, for credentials that change: an implementation of"
                    + " dev.sluice.connect.jdbc.credentials.JdbcCredentialsProvider in the plugin's folder. It is asked for each"
                    + " new connection, and configured with the keys below jdbc.credentials.provider. Empty: connection.user"
                    + " and connection.password.");

    static final ConfigKey<Integer> CONNECTION_ATTEMPTS = ConfigKey.integer("connection.attempts")
            .defaultTo(3)
            .validatedBy(ConfigDef.Range.atLeast(1))
            .importance(ConfigDef.Importance.LOW)
            .doc(
                    "How often a connection is tried in a row. After that the batch counts as failed once (see max.retries).");

    static final ConfigKey<Long> CONNECTION_BACKOFF_MS = ConfigKey.longInteger("connection.backoff.ms")
            .defaultTo(10_000L)
            .validatedBy(ConfigDef.Range.atLeast(0))
            .importance(ConfigDef.Importance.LOW)
            .displayName("Connection backoff (ms)")
            .doc("The pause between two of those attempts, in milliseconds.");

    static final ConfigKey<String> DIALECT_NAME = ConfigKey.string("dialect.name")
            .validatedBy(new KnownDialect())
            .importance(ConfigDef.Importance.LOW)
            .doc(
                    "The kind of database, where the URL does not say: postgresql, mariadb, mysql, sqlite, h2, sqlserver or oracle,"
                            + " or the name of Confluent's dialect.");

    static final ConfigKey<Boolean> MSSQL_USE_MERGE_HOLDLOCK = ConfigKey.bool("mssql.use.merge.holdlock")
            .defaultTo(true)
            .importance(ConfigDef.Importance.LOW)
            .doc(
                    "SQL Server only: whether an upsert locks the range of its key. Without it two tasks may insert one key at the"
                            + " same time, and one of them fails.");

    /** Keys of a pool, which this sink has none of; the driver would not know them either. */
    private static final List<String> OF_POOLS = List.of(
            "connection.pool.min_size",
            "connection.pool.max_size",
            "connection.pool.acquire_increment",
            "connection.pool.timeout",
            "connection.restart.on.errors",
            "connection.provider");

    private ConnectionKeys() {}

    static void addTo(ConfigTable.Builder table) {
        table.group(
                        "Connection",
                        CONNECTION_URL,
                        CONNECTION_USER,
                        CONNECTION_PASSWORD,
                        CREDENTIALS_PROVIDER,
                        DIALECT_NAME,
                        CONNECTION_ATTEMPTS,
                        CONNECTION_BACKOFF_MS,
                        MSSQL_USE_MERGE_HOLDLOCK)
                .passedOn(CONNECTION_PREFIX)
                .passedOn(PROVIDER_PREFIX);
        OF_POOLS.forEach(key ->
                table.acceptedWithoutEffect(key, "each task has one connection, which is made again when it is lost"));
    }

    /** Given a URL that is valid, or the name of a dialect. */
    static DatabaseKind kind(ConfigValues values) {
        String name = values.get(DIALECT_NAME);
        String url = values.get(CONNECTION_URL);
        return (name.isEmpty() ? DatabaseKind.ofUrl(url) : DatabaseKind.named(name))
                .orElseThrow(() -> new ConfigException(UNKNOWN_DATABASE));
    }

    static boolean isOfNoKind(ConfigValues values) {
        return values.get(DIALECT_NAME).isEmpty()
                && DatabaseKind.ofUrl(values.get(CONNECTION_URL)).isEmpty();
    }

    static ConnectionSettings settings(ConfigValues values) {
        Map<String, String> driverProperties = new HashMap<>(values.withPrefix(CONNECTION_PREFIX));
        List.of("url", "user", "password", "attempts", "backoff.ms").forEach(driverProperties::remove);
        OF_POOLS.forEach(key -> driverProperties.remove(key.substring(CONNECTION_PREFIX.length())));
        return new ConnectionSettings(
                values.get(CONNECTION_URL),
                values.get(CONNECTION_USER),
                values.get(CONNECTION_PASSWORD),
                Map.copyOf(driverProperties),
                values.get(CONNECTION_ATTEMPTS),
                Duration.ofMillis(values.get(CONNECTION_BACKOFF_MS)),
                values.get(CREDENTIALS_PROVIDER)
                        .map(type -> new ConnectionSettings.Provider(type, providerOptions(values)))
                        .orElse(null));
    }

    private static Map<String, String> providerOptions(ConfigValues values) {
        Map<String, String> options = new HashMap<>(values.withPrefix(PROVIDER_PREFIX));
        options.remove("class");
        return Map.copyOf(options);
    }

    private static Optional<Class<? extends JdbcCredentialsProvider>> provider(String name) {
        if (name.isBlank() || name.equals(PLAIN_PROVIDER)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Class.forName(name, true, ConnectionKeys.class.getClassLoader())
                    .asSubclass(JdbcCredentialsProvider.class));
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ConfigException(
                    CREDENTIALS_PROVIDER_NAME,
                    name,
                    "cannot be loaded. Put its jar into the plugin's folder on every worker");
        } catch (ClassCastException e) {
            throw new ConfigException(
                    CREDENTIALS_PROVIDER_NAME, name, "does not implement " + JdbcCredentialsProvider.class.getName());
        }
    }

    /** Never repeats the URL, which may hold a password. */
    private static final class JdbcUrl implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            if (!((String) value).startsWith("jdbc:")) {
                throw new ConfigException(name + " must begin with jdbc:, for example " + DatabaseKind.urlPrefixes());
            }
        }

        @Override
        public String toString() {
            return "begins with jdbc:";
        }
    }

    private static final class KnownDialect implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            String dialect = (String) value;
            if (!dialect.isEmpty() && DatabaseKind.named(dialect).isEmpty()) {
                throw new ConfigException(name, value, "must be empty, or one of " + DatabaseKind.names());
            }
        }

        @Override
        public String toString() {
            return "empty, or one of " + DatabaseKind.names();
        }
    }
}
