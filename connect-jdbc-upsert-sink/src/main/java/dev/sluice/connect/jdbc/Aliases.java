// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.config.ConfigTable.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Keys of Debezium's and Aiven's sinks, and what they are called here. They work, with a word to the user. */
final class Aliases {
    private static final List<Alias> ALIASES = List.of(
            new Alias("connection.username", "connection.user"),
            new Alias("primary.key.mode", "pk.mode"),
            new Alias("primary.key.fields", "pk.fields"),
            new Alias("collection.name.format", "table.name.format"),
            new Alias("use.time.zone", "db.timezone"),
            new Alias("database.time_zone", "db.timezone"),
            new Alias("flush.max.retries", "max.retries"),
            new Alias("flush.retry.delay.ms", "retry.backoff.ms"),
            new Alias("quote.identifiers", "quote.sql.identifiers", Aliases::quoting),
            new Alias("sql.quote.identifiers", "quote.sql.identifiers", Aliases::quoting),
            new Alias("schema.evolution", "auto.create", Aliases::evolution),
            new Alias("schema.evolution", "auto.evolve", Aliases::evolution));

    private Aliases() {}

    private record Alias(String name, String key, UnaryOperator<String> value) {
        private Alias(String name, String key) {
            this(name, key, UnaryOperator.identity());
        }
    }

    private static String quoting(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> "always";
            case "false" -> "never";
            default -> value;
        };
    }

    /** Debezium's {@code basic} creates and changes; a value that is neither is left for the key's own check. */
    private static String evolution(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "basic" -> "true";
            case "none" -> "false";
            default -> value;
        };
    }

    /** The configuration in the names of this sink. Where a key is given under both names, this sink's own counts. */
    static Map<String, String> resolved(Map<String, String> configuration) {
        Map<String, String> resolved = new HashMap<>(configuration);
        used(configuration).forEach(alias -> {
            resolved.remove(alias.name);
            String value = configuration.get(alias.name);
            if (value != null) {
                resolved.putIfAbsent(alias.key, alias.value.apply(value));
            }
        });
        return resolved;
    }

    /** What to tell the user, one finding an alias, in order of name. */
    static List<Finding> findings(Map<String, String> configuration) {
        Map<String, List<String>> keys = new TreeMap<>();
        used(configuration).forEach(alias -> keys.computeIfAbsent(alias.name, name -> new ArrayList<>())
                .add("'" + alias.key + "'"
                        + (configuration.containsKey(alias.key) ? " (set as well, and counts)" : "")));
        return keys.entrySet().stream()
                .map(entry -> new Finding(
                        entry.getKey(),
                        "'" + entry.getKey() + "' is taken for " + String.join(" and ", entry.getValue())))
                .toList();
    }

    private static Stream<Alias> used(Map<String, String> configuration) {
        return ALIASES.stream().filter(alias -> configuration.containsKey(alias.name));
    }
}
