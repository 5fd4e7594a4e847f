// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.jdbc.write.ConnectionSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** How the database is reached. */
final class ConnectionKeys {
    private static final String CONNECTION_PREFIX = "connection.";
    private static final String POSTGRES_URL = "jdbc:postgresql:";

    static final ConfigKey<String> CONNECTION_URL = ConfigKey.string("connection.url")
            .required()
            .validatedBy(new PostgresUrl())
            .width(ConfigDef.Width.LONG)
            .doc("The JDBC URL of the database, for example jdbc:postgresql://db.example.com:5432/warehouse.");

    static final ConfigKey<String> CONNECTION_USER = ConfigKey.string("connection.user")
            .importance(ConfigDef.Importance.HIGH)
            .doc("The database user. Without it, the URL or the driver's defaults say.");

    static final ConfigKey<Password> CONNECTION_PASSWORD = ConfigKey.password("connection.password")
            .importance(ConfigDef.Importance.HIGH)
            .doc("The password of the database user.");

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
            .validatedBy(ConfigDef.ValidString.in("", "PostgreSqlDatabaseDialect"))
            .importance(ConfigDef.Importance.LOW)
            .doc("The kind of database. Empty: the URL says.");

    private ConnectionKeys() {}

    static void addTo(ConfigTable.Builder table) {
        table.group(
                        "Connection",
                        CONNECTION_URL,
                        CONNECTION_USER,
                        CONNECTION_PASSWORD,
                        DIALECT_NAME,
                        CONNECTION_ATTEMPTS,
                        CONNECTION_BACKOFF_MS)
                .passedOn(CONNECTION_PREFIX)
                .acceptedWithoutEffect("mssql.use.merge.holdlock", "it is about SQL Server");
    }

    static ConnectionSettings settings(ConfigValues values) {
        Map<String, String> driverProperties = new HashMap<>(values.withPrefix(CONNECTION_PREFIX));
        List.of("url", "user", "password", "attempts", "backoff.ms").forEach(driverProperties::remove);
        return new ConnectionSettings(
                values.get(CONNECTION_URL),
                values.get(CONNECTION_USER),
                values.get(CONNECTION_PASSWORD),
                Map.copyOf(driverProperties),
                values.get(CONNECTION_ATTEMPTS),
                Duration.ofMillis(values.get(CONNECTION_BACKOFF_MS)));
    }

    /** Says which databases there are, and never repeats the URL, which may hold a password. */
    private static final class PostgresUrl implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            if (!((String) value).startsWith(POSTGRES_URL)) {
                throw new ConfigException(name + " must begin with " + POSTGRES_URL
                        + ", because PostgreSQL is the only database that this sink writes to yet");
            }
        }

        @Override
        public String toString() {
            return "begins with " + POSTGRES_URL;
        }
    }
}
