// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What the texts of the configuration mean, and whether they go together. */
final class ConfigParsers {
    private static final Set<String> PARQUET_FORMATS =
            Set.of("parquet", "io.confluent.connect.s3.format.parquet.ParquetFormat");
    static final ConfigDef.Validator NOT_EMPTY = new ConfigDef.NonEmptyString();
    static final ConfigDef.Validator OFF_OR_POSITIVE = new OffOrPositive();

    private ConfigParsers() {}

    private static final class OffOrPositive implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, @Nullable Object value) {
            long number = value == null ? 0 : ((Number) value).longValue();
            if (number != -1 && number < 1) {
                throw new ConfigException(name, value, "must be at least 1, or -1 for none");
            }
        }

        @Override
        public String toString() {
            return "-1, or at least 1";
        }
    }

    static String format(String text) {
        if (!PARQUET_FORMATS.contains(text)) {
            throw new ConfigException("format.class", text, "only parquet is written");
        }
        return text;
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
