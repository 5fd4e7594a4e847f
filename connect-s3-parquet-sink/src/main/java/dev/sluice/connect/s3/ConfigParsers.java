// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.s3.partition.PartitionerType;
import dev.sluice.connect.s3.partition.Partitioners;
import java.net.URI;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** What the texts of the configuration mean, and whether they go together. */
final class ConfigParsers {
    private static final Set<String> LANGUAGES = Arrays.stream(Locale.getAvailableLocales())
            .map(Locale::getLanguage)
            .collect(Collectors.toUnmodifiableSet());

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

    /** Blank is UTC. Short names such as EST and PST mean what they meant to Joda-Time and the JDK of old. */
    static ZoneId timeZone(String text) {
        try {
            return ZoneId.of(text.isBlank() ? "UTC" : text, ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            throw new ConfigException(
                    "timezone", text, "is not a time zone; name one like UTC, Europe/Berlin or +02:00");
        }
    }

    /** Blank is American English. Underscores do as well as hyphens. */
    static Locale locale(String text) {
        Locale locale = Locale.forLanguageTag(text.isBlank() ? "en-US" : text.replace('_', '-'));
        if (locale.getLanguage().isEmpty() || !LANGUAGES.contains(locale.getLanguage())) {
            throw new ConfigException("locale", text, "is not a language; name one like en, en-US or de_DE");
        }
        return locale;
    }

    static Optional<URI> endpoint(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(text.contains("://") ? text : "https://" + text);
            if (uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException e) {
            // Told below, like an address without a host.
        }
        throw new ConfigException("store.url", text, "is not an address; name one like https://minio.example:9000");
    }

    static void pathFormat(Partitioners partitioners) {
        if (partitioners.type() == PartitionerType.TIME_BASED) {
            if (partitioners.pathFormat().isBlank()) {
                throw new ConfigException(
                        "path.format",
                        partitioners.pathFormat(),
                        "TimeBasedPartitioner needs a pattern, for example 'year'=YYYY/'month'=MM/'day'=dd");
            }
            Object unused = partitioners.create(() -> 0);
        }
    }

    static void duration(Partitioners partitioners) {
        if (partitioners.type() == PartitionerType.TIME_BASED
                && partitioners.partitionDuration().toMillis() < 1) {
            throw new ConfigException(
                    "partition.duration.ms",
                    partitioners.partitionDuration().toMillis(),
                    "TimeBasedPartitioner needs a span of at least 1, for example 3600000 for an hour");
        }
    }

    static void credentials(String accessKey, Password secret) {
        if (accessKey.isEmpty() != secret.value().isEmpty()) {
            throw new ConfigException(
                    "aws.access.key.id and aws.secret.access.key go together: set both, or neither for the SDK's default"
                            + " chain");
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
