// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.jdbc.change.NameCase;
import dev.sluice.connect.jdbc.change.TableNaming;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Which table a topic is written to, and how tables, names and types come about. */
final class TableKeys {
    record TableSettings(Names names, boolean autoCreate, boolean autoEvolve, IdentifierQuoting quoting, ZoneId zone) {}

    /** How names of tables come about, and how those of columns are spelt. */
    record Names(TableNaming.Rules rules, NameCase letters) {}

    static final ConfigKey<String> TABLE_NAME_FORMAT = ConfigKey.string("table.name.format")
            .defaultTo("${topic}")
            .validatedBy(new ConfigDef.NonEmptyString())
            .doc("The table for a record, where ${topic} stands for its topic, and ${source.db}, ${source.schema} and"
                    + " ${source.table} for where its row comes from: as a Debezium envelope says in its field source, or a flat"
                    + " row in headers or fields __db, __schema and __table (add.headers of the transform). A dot parts schema"
                    + " and table; of more parts the last two count, so that server.public.orders is the table orders in the"
                    + " schema public.");

    static final ConfigKey<List<String>> TOPICS_TO_TABLES_MAPPING = ConfigKey.list("topics.to.tables.mapping")
            .validatedBy(new TopicsAndTables())
            .doc("Tables of single topics, as topic:table. All other topics follow table.name.format.");

    static final ConfigKey<String> TABLE_NAME_REGEX = ConfigKey.string("table.name.regex")
            .validatedBy(new RegularExpression())
            .dependents("table.name.replacement")
            .doc("A regular expression (java.util.regex). Where it matches the whole name that table.name.format gives,"
                    + " table.name.replacement takes the name's place.");

    static final ConfigKey<String> TABLE_NAME_REPLACEMENT = ConfigKey.string("table.name.replacement")
            .doc("What a matched name becomes; $1 stands for the first group of table.name.regex.");

    static final ConfigKey<Boolean> TABLE_NAME_NORMALIZE = ConfigKey.bool("table.name.normalize")
            .defaultTo(false)
            .doc(
                    "Whether every character that a placeholder of table.name.format brings becomes an underscore, but for letters"
                            + " of ASCII, digits and underscores: the topic a.b-c gives the table a_b_c.");

    static final ConfigKey<NameCase> NAME_CASE = ConfigKey.oneOf("name.case", NameCase.class, '-')
            .defaultTo("as-is")
            .importance(ConfigDef.Importance.LOW)
            .doc(
                    "Whether names of tables, schemas and columns are written in lower or upper case, whatever the source's.");

    static final ConfigKey<Boolean> AUTO_CREATE = ConfigKey.bool("auto.create")
            .defaultTo(false)
            .doc(
                    "Whether to create a table that does not exist: a primary key on the key columns, NOT NULL, defaults, and as"
                            + " comments what the schema says of its fields.");

    static final ConfigKey<Boolean> AUTO_EVOLVE = ConfigKey.bool("auto.evolve")
            .defaultTo(false)
            .doc(
                    "Whether to change a table to what records need. A field that the table lacks becomes a nullable column."
                            + " A column gets a wider type of its family (integers, floating"
                            + " point, decimals with more digits, varchar with more characters), and loses NOT NULL where its field"
                            + " may be null or is gone. No column is ever dropped or made narrower. A wider type makes PostgreSQL"
                            + " write the table anew in most cases, while nobody reads or writes it: widen columns of large tables"
                            + " yourself, at a quiet time. The sink waits a few seconds for the table to be free, then tries again"
                            + " later, and up to an hour for the change.");

    static final ConfigKey<IdentifierQuoting> QUOTE_SQL_IDENTIFIERS = ConfigKey.oneOf(
                    "quote.sql.identifiers", IdentifierQuoting.class, '-')
            .defaultTo("always")
            .doc(
                    "always: table and column names keep their case. never: they are stored as the database stores unquoted names,"
                            + " in PostgreSQL in lower case.");

    static final ConfigKey<ZoneId> DB_TIMEZONE = ConfigKey.parsed("db.timezone", TableKeys::zone)
            .defaultTo("UTC")
            .importance(ConfigDef.Importance.LOW)
            .doc(
                    "The time zone whose wall clock columns without a zone show, for Connect's Timestamp. Debezium's timestamps are of a"
                            + " wall clock already, or have a zone; both stay what they are.");

    private TableKeys() {}

    static void addTo(ConfigTable.Builder table) {
        table.group(
                        "Tables",
                        TABLE_NAME_FORMAT,
                        TOPICS_TO_TABLES_MAPPING,
                        TABLE_NAME_REGEX,
                        TABLE_NAME_REPLACEMENT,
                        TABLE_NAME_NORMALIZE,
                        NAME_CASE,
                        AUTO_CREATE,
                        AUTO_EVOLVE,
                        QUOTE_SQL_IDENTIFIERS,
                        DB_TIMEZONE)
                .acceptedWithoutEffect("date.timezone", "dates are written as calendar days, which have no time zone")
                .acceptedWithoutEffect(
                        "date.calendar.system", "dates are always written in the calendar that the database uses")
                .acceptedWithoutEffect(
                        "table.types", "tables, partitioned tables, views and foreign tables are all found");
    }

    static TableSettings settings(ConfigValues values) {
        return new TableSettings(
                new Names(
                        new TableNaming.Rules(
                                values.get(TABLE_NAME_FORMAT),
                                tables(values.get(TOPICS_TO_TABLES_MAPPING)),
                                Pattern.compile(values.get(TABLE_NAME_REGEX)),
                                values.get(TABLE_NAME_REPLACEMENT),
                                values.get(TABLE_NAME_NORMALIZE)),
                        values.get(NAME_CASE)),
                values.get(AUTO_CREATE),
                values.get(AUTO_EVOLVE),
                values.get(QUOTE_SQL_IDENTIFIERS),
                values.get(DB_TIMEZONE));
    }

    static boolean isReplacementUnfit(ConfigValues values) {
        try {
            // It matches the empty text, whatever else, and has the groups.
            String unused = Pattern.compile("(?:" + values.get(TABLE_NAME_REGEX) + ")|")
                    .matcher("")
                    .replaceFirst(values.get(TABLE_NAME_REPLACEMENT));
            return unused == null;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return true;
        }
    }

    private static ZoneId zone(String text) {
        try {
            // Zones of one name are equal; UTC is written in several ways.
            ZoneId zone = ZoneId.of(text);
            return zone.normalized().equals(ZoneOffset.UTC) ? ZoneOffset.UTC : zone;
        } catch (DateTimeException e) {
            throw new ConfigException("'" + text + "' is no time zone. Write one as Europe/Berlin, UTC or +02:00");
        }
    }

    private static Map<String, String> tables(List<String> entries) {
        Map<String, String> tables = new HashMap<>();
        for (String entry : entries) {
            int colon = entry.indexOf(':');
            tables.put(entry.substring(0, colon), entry.substring(colon + 1));
        }
        return tables;
    }

    private static final class TopicsAndTables implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            for (Object entry : (List<?>) value) {
                String text = (String) entry;
                int colon = text.indexOf(':');
                if (colon < 1 || colon == text.length() - 1) {
                    throw new ConfigException(name, text, "must be a topic and a table with a colon between them");
                }
            }
        }

        @Override
        public String toString() {
            return "topic:table, …";
        }
    }

    private static final class RegularExpression implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            try {
                Pattern.compile((String) value);
            } catch (PatternSyntaxException e) {
                throw new ConfigException(name, value, "is no regular expression: " + e.getDescription());
            }
        }

        @Override
        public String toString() {
            return "a regular expression";
        }
    }
}
