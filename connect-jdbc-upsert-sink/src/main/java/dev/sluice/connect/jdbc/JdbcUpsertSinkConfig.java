// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.jdbc.change.InsertMode;
import dev.sluice.connect.jdbc.change.PrimaryKeyMode;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import dev.sluice.connect.jdbc.write.ConnectionSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** The sink's keys, each declared once, and their values in one configuration. */
record JdbcUpsertSinkConfig(
        ConnectionSettings connection,
        InsertMode insertMode,
        int batchSize,
        boolean deleteEnabled,
        String tableNameFormat,
        PrimaryKeyMode primaryKeyMode,
        List<String> primaryKeyFields,
        Set<String> fieldsWhitelist,
        boolean autoCreate,
        boolean autoEvolve,
        IdentifierQuoting quoting,
        boolean replaceNullWithDefault,
        int maxRetries,
        Duration retryBackoff) {

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

    static final ConfigKey<InsertMode> INSERT_MODE = ConfigKey.oneOf("insert.mode", InsertMode.class, '-')
            .defaultTo("insert")
            .importance(ConfigDef.Importance.HIGH)
            .dependents("pk.mode")
            .doc(
                    "What a record does to its table: insert adds a row, and a second one with the same key is a bad record; upsert"
                            + " adds the row or changes it where the key exists; update changes it, and does nothing where the key does"
                            + " not exist.");

    static final ConfigKey<Integer> BATCH_SIZE = ConfigKey.integer("batch.size")
            .defaultTo(3_000)
            .validatedBy(ConfigDef.Range.atLeast(0))
            .doc(
                    "How many rows one statement writes at the most. The consumer hands over max.poll.records (500) at a time, so"
                            + " raise consumer.override.max.poll.records along with it.");

    static final ConfigKey<Boolean> DELETE_ENABLED = ConfigKey.bool("delete.enabled")
            .defaultTo(false)
            .dependents("pk.mode")
            .doc(
                    "Whether a record without a value (a tombstone) deletes the row of its key. Needs pk.mode=record_key. When"
                            + " false, such a record is a bad record.");

    static final ConfigKey<String> TABLE_NAME_FORMAT = ConfigKey.string("table.name.format")
            .defaultTo("${topic}")
            .validatedBy(new ConfigDef.NonEmptyString())
            .doc(
                    "The table for a topic, where ${topic} stands for the topic. A dot parts schema and table; of more parts the"
                            + " last two count, so that server.public.orders is the table orders in the schema public.");

    static final ConfigKey<PrimaryKeyMode> PK_MODE = ConfigKey.oneOf("pk.mode", PrimaryKeyMode.class, '_')
            .defaultTo("none")
            .importance(ConfigDef.Importance.HIGH)
            .dependents("pk.fields")
            .doc(
                    "Where the key columns come from: none; kafka (topic, partition and offset); record_key (the record's key: its"
                            + " fields, or the single value it is); record_value (fields of the value).");

    static final ConfigKey<List<String>> PK_FIELDS = ConfigKey.list("pk.fields")
            .doc("The names of the key columns. With kafka: three, or none for __connect_topic, __connect_partition and"
                    + " __connect_offset. With record_key: the fields of the key to use, none for all, exactly one where the key"
                    + " is a single value. With record_value: the fields of the value to use, none for all. An index must be"
                    + " unique on exactly these columns.");

    static final ConfigKey<List<String>> FIELDS_WHITELIST = ConfigKey.list("fields.whitelist")
            .doc("The fields of the value to write. None: all. Key columns are always written.");

    static final ConfigKey<Boolean> AUTO_CREATE = ConfigKey.bool("auto.create")
            .defaultTo(false)
            .doc("Whether to create a table that does not exist, with a primary key on the key columns.");

    static final ConfigKey<Boolean> AUTO_EVOLVE = ConfigKey.bool("auto.evolve")
            .defaultTo(false)
            .doc(
                    "Whether to add a column for a field that the table lacks. The column is nullable. Nothing is ever dropped.");

    static final ConfigKey<IdentifierQuoting> QUOTE_SQL_IDENTIFIERS = ConfigKey.oneOf(
                    "quote.sql.identifiers", IdentifierQuoting.class, '-')
            .defaultTo("always")
            .doc(
                    "always: table and column names keep their case. never: they are stored as the database stores unquoted names,"
                            + " in PostgreSQL in lower case.");

    static final ConfigKey<Boolean> REPLACE_NULL_WITH_DEFAULT = ConfigKey.bool("replace.null.with.default")
            .defaultTo(true)
            .doc("Whether a null becomes the default of the field's schema, where there is one.");

    static final ConfigKey<String> DB_TIMEZONE = ConfigKey.string("db.timezone")
            .defaultTo("UTC")
            .validatedBy(new OnlyUtc())
            .importance(ConfigDef.Importance.LOW)
            .doc("The time zone of columns without one. Only UTC yet.");

    static final ConfigKey<Integer> MAX_RETRIES = ConfigKey.integer("max.retries")
            .defaultTo(10)
            .validatedBy(ConfigDef.Range.atLeast(0))
            .doc(
                    "How often a batch is tried again before the task fails, when the database cannot be reached, is busy, or breaks"
                            + " a deadlock. Bad records are never tried again.");

    static final ConfigKey<Integer> RETRY_BACKOFF_MS = ConfigKey.integer("retry.backoff.ms")
            .defaultTo(3_000)
            .validatedBy(ConfigDef.Range.atLeast(0))
            .displayName("Retry backoff (ms)")
            .doc("The pause before a batch is tried again, in milliseconds. The task keeps its partitions meanwhile.");

    static final ConfigTable KEYS = ConfigTable.builder()
            .group(
                    "Connection",
                    CONNECTION_URL,
                    CONNECTION_USER,
                    CONNECTION_PASSWORD,
                    DIALECT_NAME,
                    CONNECTION_ATTEMPTS,
                    CONNECTION_BACKOFF_MS)
            .group("Writes", INSERT_MODE, BATCH_SIZE, DELETE_ENABLED)
            .group(
                    "Data mapping",
                    TABLE_NAME_FORMAT,
                    PK_MODE,
                    PK_FIELDS,
                    FIELDS_WHITELIST,
                    REPLACE_NULL_WITH_DEFAULT,
                    DB_TIMEZONE)
            .group("Tables", AUTO_CREATE, AUTO_EVOLVE, QUOTE_SQL_IDENTIFIERS)
            .group("Retries", MAX_RETRIES, RETRY_BACKOFF_MS)
            .passedOn(CONNECTION_PREFIX)
            .acceptedWithoutEffect("date.timezone", "dates are written as calendar days, which have no time zone")
            .acceptedWithoutEffect(
                    "date.calendar.system", "dates are always written in the calendar that the database uses")
            .acceptedWithoutEffect("table.types", "tables, partitioned tables, views and foreign tables are all found")
            .acceptedWithoutEffect("trim.sensitive.log", "no message of this plugin holds a value of a record")
            .acceptedWithoutEffect("mssql.use.merge.holdlock", "it is about SQL Server")
            .build();

    /** @throws ConfigException on the first value that does not fit, or combination that breaks a guarantee */
    static JdbcUpsertSinkConfig of(Map<String, String> configuration) {
        ConfigValues values = KEYS.parse(configuration);
        ConfigRules.problems(values, Set.of()).stream().findFirst().ifPresent(problem -> {
            throw new ConfigException(problem.message());
        });
        return new JdbcUpsertSinkConfig(
                connection(values),
                values.get(INSERT_MODE),
                Math.max(1, values.get(BATCH_SIZE)),
                values.get(DELETE_ENABLED),
                values.get(TABLE_NAME_FORMAT),
                values.get(PK_MODE),
                values.get(PK_FIELDS),
                Set.copyOf(values.get(FIELDS_WHITELIST)),
                values.get(AUTO_CREATE),
                values.get(AUTO_EVOLVE),
                values.get(QUOTE_SQL_IDENTIFIERS),
                values.get(REPLACE_NULL_WITH_DEFAULT),
                values.get(MAX_RETRIES),
                Duration.ofMillis(values.get(RETRY_BACKOFF_MS)));
    }

    private static ConnectionSettings connection(ConfigValues values) {
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

    /** Another zone would be taken in vain, and shift what is written. */
    private static final class OnlyUtc implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            if (!"UTC".equals(value)) {
                throw new ConfigException(name, value, "this sink writes columns without a time zone in UTC alone");
            }
        }

        @Override
        public String toString() {
            return "UTC";
        }
    }
}
