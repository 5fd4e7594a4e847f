// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.commons.data.UnavailableValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all transforms do with what the worker hands to {@code configure}, and the keys that all have. */
final class Options {
    private static final Logger log = LoggerFactory.getLogger(Options.class);

    static final ConfigKey<Boolean> REPLACE_NULL = ConfigKey.bool("replace.null.with.default")
            .defaultTo(false)
            .displayName("Replace null with the default")
            .doc(
                    "Whether a null becomes the default of its column. What Kafka and Debezium do by default spoils data: a null that"
                            + " was written and a default look the same afterwards.");

    static final ConfigKey<String> UNAVAILABLE = ConfigKey.string("unavailable.value.placeholder")
            .defaultTo(UnavailableValue.DEFAULT_PLACEHOLDER)
            .validatedBy(new ConfigDef.NonEmptyString())
            .importance(ConfigDef.Importance.LOW)
            .doc("What the source sends in place of a value it did not read, as the same option of the Debezium"
                    + " connector says. The names of such columns are listed in the header"
                    + " __unavailable, in every form the placeholder takes: text, bytes, JSON, hstore and"
                    + " arrays.");

    static final ConfigKey<Integer> SCHEMA_CACHE_SIZE = ConfigKey.integer("schema.cache.size")
            .defaultTo(1024)
            .validatedBy(ConfigDef.Range.atLeast(1))
            .importance(ConfigDef.Importance.LOW)
            .doc("How many schemas are kept planned. More than that in use at once costs throughput, and a"
                    + " warning says so.");

    static final ConfigKey<Boolean> STRICT = ConfigKey.bool("config.strict")
            .defaultTo(false)
            .importance(ConfigDef.Importance.LOW)
            .displayName("Refuse unknown options")
            .doc("Whether an option that has no effect stops the connector from starting. Otherwise each is a"
                    + " warning in the worker's log.");

    private Options() {}

    /**
     * @param transform as messages name it
     * @throws ConfigException if a value does not fit, or, where the user wants it so, if a key has no effect
     */
    static ConfigValues read(String transform, ConfigTable table, Map<String, ?> configuration) {
        Map<String, String> written = new HashMap<>();
        configuration.forEach((key, value) -> {
            if (value != null) {
                written.put(key, value.toString());
            }
        });
        ConfigValues values = table.parse(written);
        report(transform, table.withoutEffect(written), values.get(STRICT));
        return values;
    }

    private static void report(String transform, List<ConfigTable.Finding> findings, boolean strict) {
        if (strict && !findings.isEmpty()) {
            throw new ConfigException(findings.stream()
                    .map(ConfigTable.Finding::message)
                    .collect(Collectors.joining(
                            "; ", "With config.strict=true every option must have an effect: ", "")));
        }
        findings.forEach(finding -> log.warn("{}: {}", transform, finding.message()));
    }
}
