// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.predicates;

import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all predicates do with what the worker hands to {@code configure}. */
final class Configurations {
    private static final Logger log = LoggerFactory.getLogger(Configurations.class);

    private Configurations() {}

    /** @throws ConfigException on a value that does not fit; keys that have no effect are only reported in the log */
    static ConfigValues read(String predicate, ConfigTable table, Map<String, ?> configuration) {
        Map<String, String> written = new HashMap<>();
        configuration.forEach((key, value) -> {
            if (value != null) {
                written.put(key, value.toString());
            }
        });
        table.withoutEffect(written).forEach(finding -> log.warn("{}: {}", predicate, finding.message()));
        return table.parse(written);
    }

    /** Accepts a list of one or more of these words. */
    record SomeOf(List<String> words) implements ConfigDef.Validator {
        SomeOf {
            words = List.copyOf(words);
        }

        @Override
        public void ensureValid(String key, Object value) {
            Collection<?> written = (Collection<?>) value;
            if (written.isEmpty() || !words.containsAll(written)) {
                throw new ConfigException(key, value, "must be one or more of " + String.join(", ", words));
            }
        }

        @Override
        public String toString() {
            return "one or more of " + String.join(", ", words);
        }
    }
}
