// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Which table a topic is written to, and how tables, names and types come about. */
final class TableKeys {
    record TableSettings(String nameFormat, boolean autoCreate, boolean autoEvolve, IdentifierQuoting quoting) {}

    static final ConfigKey<String> TABLE_NAME_FORMAT = ConfigKey.string("table.name.format")
            .defaultTo("${topic}")
            .validatedBy(new ConfigDef.NonEmptyString())
            .doc(
                    "The table for a topic, where ${topic} stands for the topic. A dot parts schema and table; of more parts the"
                            + " last two count, so that server.public.orders is the table orders in the schema public.");

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

    static final ConfigKey<String> DB_TIMEZONE = ConfigKey.string("db.timezone")
            .defaultTo("UTC")
            .validatedBy(new OnlyUtc())
            .importance(ConfigDef.Importance.LOW)
            .doc("The time zone of columns without one. Only UTC yet.");

    private TableKeys() {}

    static void addTo(ConfigTable.Builder table) {
        table.group("Tables", TABLE_NAME_FORMAT, AUTO_CREATE, AUTO_EVOLVE, QUOTE_SQL_IDENTIFIERS, DB_TIMEZONE)
                .acceptedWithoutEffect("date.timezone", "dates are written as calendar days, which have no time zone")
                .acceptedWithoutEffect(
                        "date.calendar.system", "dates are always written in the calendar that the database uses")
                .acceptedWithoutEffect(
                        "table.types", "tables, partitioned tables, views and foreign tables are all found");
    }

    static TableSettings settings(ConfigValues values) {
        return new TableSettings(
                values.get(TABLE_NAME_FORMAT),
                values.get(AUTO_CREATE),
                values.get(AUTO_EVOLVE),
                values.get(QUOTE_SQL_IDENTIFIERS));
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
