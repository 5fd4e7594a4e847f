// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;

/**
 * All keys of one plugin, in the groups and the order in which users see them.
 *
 * <p>From it come the {@code ConfigDef} for Connect, the typed values for the code, the list of what a user wrote in vain, and the
 * Markdown reference.
 */
public final class ConfigTable {
    /** What Connect itself reads from a connector's configuration (ConnectorConfig and SinkConnectorConfig of Kafka 3.6 to 4.3). */
    private static final Set<String> CONNECT_KEYS = Set.of(
            "name",
            "connector.class",
            "connector.plugin.version",
            "tasks.max",
            "tasks.max.enforce",
            "topics",
            "topics.regex",
            "transforms",
            "predicates",
            "key.converter",
            "value.converter",
            "header.converter",
            "config.action.reload",
            "type",
            "plugin.version",
            "predicate",
            "negate",
            // What Connect adds to a task's configuration.
            "task.class",
            "task.id");

    private static final List<String> CONNECT_PREFIXES = List.of(
            "transforms.",
            "predicates.",
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "errors.",
            "consumer.override.",
            "producer.override.",
            "admin.override.");

    private final Map<String, List<ConfigKey<?>>> groups;
    private final Map<String, String> ignored;
    private final List<String> prefixes;

    private ConfigTable(Map<String, List<ConfigKey<?>>> groups, Map<String, String> ignored, List<String> prefixes) {
        this.groups = groups;
        this.ignored = ignored;
        this.prefixes = prefixes;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A key that was set and has no effect, with what to tell the user. */
    public record Finding(String key, String message) {}

    public ConfigDef toConfigDef() {
        ConfigDef target = new ConfigDef();
        groups.forEach((group, keys) -> {
            int order = 0;
            for (ConfigKey<?> key : keys) {
                key.define(target, group, ++order);
            }
        });
        return target;
    }

    /**
     * Parses and checks each value.
     *
     * @throws org.apache.kafka.common.config.ConfigException on the first value that does not fit
     */
    public ConfigValues parse(Map<String, String> configuration) {
        Map<String, String> given = withoutNulls(configuration);
        return new ConfigValues(toConfigDef().parse(given), given);
    }

    /** What was set: a null, as JSON can hold one, counts as absent. */
    public static Map<String, String> withoutNulls(Map<String, String> configuration) {
        Map<String, String> set = new HashMap<>(configuration);
        set.values().removeIf(Objects::isNull);
        return Map.copyOf(set);
    }

    /** Keys that other connectors know and this one has no use for, and keys that nobody knows. In order of name. */
    public List<Finding> withoutEffect(Map<String, String> configuration) {
        List<Finding> findings = new ArrayList<>();
        for (String key : new TreeSet<>(configuration.keySet())) {
            String why = ignored.get(key);
            if (why != null) {
                findings.add(new Finding(key, "'" + key + "' has no effect: " + why));
            } else if (!isKnown(key)) {
                String hint = nearest(key)
                        .map(name -> "; did you mean '" + name + "'?")
                        .orElse("");
                findings.add(new Finding(key, "'" + key + "' is not a key of this plugin" + hint));
            }
        }
        return List.copyOf(findings);
    }

    /** The reference in Markdown: a table a group, in order. */
    public String toMarkdown() {
        Map<String, ConfigDef.ConfigKey> definitions = toConfigDef().configKeys();
        StringBuilder out = new StringBuilder();
        groups.forEach((group, keys) -> {
            out.append("## ").append(group).append("\n\n");
            out.append("| key | type | default | importance | |\n|---|---|---|---|---|\n");
            for (ConfigKey<?> key : keys) {
                ConfigDef.ConfigKey definition = Objects.requireNonNull(definitions.get(key.name()));
                out.append("| `").append(key.name()).append("` | ");
                out.append(definition.type().toString().toLowerCase(Locale.ROOT))
                        .append(" | ");
                out.append(shownDefault(definition)).append(" | ");
                out.append(definition.importance.toString().toLowerCase(Locale.ROOT))
                        .append(" | ");
                out.append(cell(definition.documentation));
                if (definition.validator != null
                        && !definition.validator.toString().isEmpty()) {
                    out.append(" Valid: ")
                            .append(cell(definition.validator.toString()))
                            .append('.');
                }
                out.append(" |\n");
            }
            out.append('\n');
        });
        if (!ignored.isEmpty()) {
            out.append("## Accepted without effect\n\n| key | why |\n|---|---|\n");
            ignored.forEach((key, why) -> out.append("| `")
                    .append(key)
                    .append("` | ")
                    .append(cell(why))
                    .append(" |\n"));
            out.append('\n');
        }
        return out.toString();
    }

    private static String shownDefault(ConfigDef.ConfigKey definition) {
        if (!definition.hasDefault()) {
            return "required";
        }
        Object value = definition.defaultValue;
        if (definition.type() == ConfigDef.Type.PASSWORD || value == null) {
            return "";
        }
        String text = ConfigDef.convertToString(value, definition.type());
        return text == null || text.isEmpty() ? "" : "`" + text.replace("|", "\\|") + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private boolean isKnown(String key) {
        return CONNECT_KEYS.contains(key)
                || keys().anyMatch(known -> known.name().equals(key))
                || Stream.concat(CONNECT_PREFIXES.stream(), prefixes.stream()).anyMatch(key::startsWith);
    }

    private Stream<ConfigKey<?>> keys() {
        return groups.values().stream().flatMap(List::stream);
    }

    private Optional<String> nearest(String unknown) {
        // More edits than a third of the name make another name, not a slip.
        int limit = Math.max(1, unknown.length() / 3);
        Comparator<String> byDistance = Comparator.comparingInt((String name) -> EditDistance.between(unknown, name))
                .thenComparing(Comparator.naturalOrder());
        return keys().map(ConfigKey::name)
                .filter(name -> EditDistance.between(unknown, name) <= limit)
                .min(byDistance)
                // Or the rest of the name was left off.
                .or(() -> keys().map(ConfigKey::name)
                        .filter(name -> name.startsWith(unknown + "."))
                        .min(byDistance));
    }

    /** Collects a table; groups and keys keep the order in which they are added. */
    public static final class Builder {
        private final Map<String, List<ConfigKey<?>>> groups = new LinkedHashMap<>();
        private final Map<String, String> ignored = new LinkedHashMap<>();
        private final List<String> prefixes = new ArrayList<>();
        private final Map<String, String> seen = new HashMap<>();

        private Builder() {}

        public Builder group(String name, ConfigKey<?>... keys) {
            for (ConfigKey<?> key : keys) {
                String other = seen.putIfAbsent(key.name(), name);
                if (other != null) {
                    throw new IllegalArgumentException(key + " is declared twice, in " + other + " and in " + name);
                }
            }
            groups.put(name, List.of(keys));
            return this;
        }

        /** A key that a migrated configuration brings and that means nothing here: accepted, with one WARN that says why. */
        public Builder acceptedWithoutEffect(String key, String why) {
            ignored.put(key, why);
            return this;
        }

        /** Keys below this prefix are handed on, for example to a driver. */
        public Builder passedOn(String prefix) {
            prefixes.add(prefix);
            return this;
        }

        public ConfigTable build() {
            return new ConfigTable(new LinkedHashMap<>(groups), new LinkedHashMap<>(ignored), List.copyOf(prefixes));
        }
    }
}
