// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What the texts of the configuration mean, and whether they go together. */
final class ConfigParsers {
    static final ConfigDef.Validator NOT_EMPTY = new ConfigDef.NonEmptyString();
    static final ConfigDef.Validator OFF_OR_POSITIVE = new OffOrAtLeast(1);
    static final ConfigDef.Validator OFF_OR_NOT_NEGATIVE = new OffOrAtLeast(0);

    private ConfigParsers() {}

    private record OffOrAtLeast(long least) implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, @Nullable Object value) {
            long number = value == null ? least : ((Number) value).longValue();
            if (number != -1 && number < least) {
                throw new ConfigException(name, value, "must be at least " + least + ", or -1 for none");
            }
        }

        @Override
        public String toString() {
            return "-1, or at least " + least;
        }
    }

    static Optional<Finding> problem(ConfigKey<?> key, Runnable check) {
        try {
            check.run();
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(new Finding(key.name(), String.valueOf(e.getMessage())));
        }
    }
}
