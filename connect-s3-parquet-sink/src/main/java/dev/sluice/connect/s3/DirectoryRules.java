// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.s3.partition.Partitioners;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What the texts about directories mean, and whether they go together. */
final class DirectoryRules {
    /** The directory of nulls, to Hive, Spark, Trino, Athena and DuckDB. */
    static final String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";

    private static final Set<String> LANGUAGES = Arrays.stream(Locale.getAvailableLocales())
            .map(Locale::getLanguage)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Map<String, String> SHORT_NAMES = shortNames();

    static final ConfigDef.Validator DELIMITER = new Delimiter();

    private DirectoryRules() {}

    /** Encoded values hold letters, digits and percent signs, and levels hold equals signs: a delimiter must not look like them. */
    private static final class Delimiter implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, @Nullable Object value) {
            String text = value == null ? "" : (String) value;
            if (text.isEmpty()
                    || text.chars().anyMatch(c -> Character.isLetterOrDigit(c) || c == '%' || c == '=' || c == '_')) {
                throw new ConfigException(
                        name, value, "must not be empty, and hold no letters, digits, '%', '=' or '_'; use /");
            }
        }

        @Override
        public String toString() {
            return "no letters, digits, %, = or _";
        }
    }

    /** What a user interface offers; other names are understood as well. */
    static final class Offered implements ConfigDef.Recommender {
        private final List<Object> names;

        Offered(List<String> names) {
            this.names = List.copyOf(names);
        }

        @Override
        public List<Object> validValues(String name, Map<String, Object> parsedConfig) {
            return names;
        }

        @Override
        public boolean visible(String name, Map<String, Object> parsedConfig) {
            return true;
        }
    }

    private static Map<String, String> shortNames() {
        Map<String, String> names = new HashMap<>(ZoneId.SHORT_IDS);
        // The one name that Joda-Time has and java.time has not.
        names.put("ROC", "Asia/Taipei");
        return Map.copyOf(names);
    }

    /** Blank is UTC. Short names such as EST and PST mean what they meant to Joda-Time and the JDK of old. */
    static ZoneId timeZone(String text) {
        try {
            return ZoneId.of(text.isBlank() ? "UTC" : text, SHORT_NAMES);
        } catch (DateTimeException e) {
            throw new ConfigException(
                    "timezone", text, "is not a time zone; name one like UTC, Europe/Berlin or +02:00");
        }
    }

    /** Blank is American English. Underscores do as well as hyphens, and a country that is no language is that English. */
    static Locale locale(String text) {
        Locale locale = Locale.forLanguageTag(text.isBlank() ? "en-US" : text.replace('_', '-'));
        if (LANGUAGES.contains(locale.getLanguage()) && !locale.getLanguage().isEmpty()) {
            return locale;
        }
        if (COUNTRIES.contains(text)) {
            return new Locale("en", text);
        }
        throw new ConfigException("locale", text, "is not a language; name one like en, en-US or de_DE");
    }

    static void fields(Partitioners partitioners) {
        List<String> columns = partitioners.columns();
        if (partitioners.type().isByFields()) {
            if (columns.isEmpty() || columns.stream().anyMatch(String::isBlank)) {
                throw new ConfigException(
                        "partition.field.name",
                        columns,
                        "this partitioner needs the names of one field or more, separated by commas");
            }
            if (new HashSet<>(columns).size() < columns.size()) {
                throw new ConfigException("partition.field.name", columns, "names a field twice");
            }
        }
    }

    static void nullText(Partitioners partitioners) {
        String text = partitioners.fields().nullText();
        if (!Partitioners.isLevel(text, partitioners.directoryDelimiter())) {
            throw new ConfigException(
                    "partition.field.null",
                    text,
                    "cannot stand in a directory as it is; use letters, digits and underscores, and not __EMPTY__");
        }
    }

    static void columns(Partitioners partitioners, boolean kept) {
        if (!kept && partitioners.type().isByFields() && !partitioners.fields().named()) {
            throw new ConfigException(
                    "partition.columns.keep",
                    false,
                    "leaves the fields' values to their directories, and partition.field.format.path=false leaves out there whose"
                            + " they are, so no reader finds them; set one of the two to true");
        }
    }

    static void pathFormat(Partitioners partitioners) {
        if (partitioners.type().hasPattern()) {
            if (partitioners.pathFormat().isBlank()) {
                throw new ConfigException(
                        "path.format",
                        partitioners.pathFormat(),
                        "this partitioner needs a pattern, for example 'year'=YYYY/'month'=MM/'day'=dd");
            }
            Object unused = partitioners.create(() -> 0);
        }
    }

    static void duration(Partitioners partitioners) {
        if (partitioners.type().hasPattern() && partitioners.partitionDuration().toMillis() < 1) {
            throw new ConfigException(
                    "partition.duration.ms",
                    partitioners.partitionDuration().toMillis(),
                    "this partitioner needs a span of at least 1, for example 3600000 for an hour");
        }
    }
}
