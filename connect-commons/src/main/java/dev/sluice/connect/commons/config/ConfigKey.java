// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * One configuration key, declared once: how Connect shows and checks it, and the type in which the code reads it.
 *
 * <p>Immutable; the {@code with}-like methods answer a changed copy, so that a declaration reads as one sentence:
 *
 * <pre>{@code
 * static final ConfigKey<Integer> BATCH_SIZE = ConfigKey.integer("batch.size")
 *         .defaultTo(3000)
 *         .validatedBy(ConfigDef.Range.atLeast(1))
 *         .doc("How many rows are written with one statement at the most.");
 * }</pre>
 *
 * @param <T> the type of the value as {@link ConfigValues#get} answers it
 */
public final class ConfigKey<T> {
    private final String name;
    private final ConfigDef.Type type;
    private final Reader<T> reader;
    private final @Nullable Object defaultValue;
    private final ConfigDef.@Nullable Validator validator;
    private final ConfigDef.Importance importance;
    private final ConfigDef.Width width;
    private final @Nullable String displayName;
    private final List<String> dependents;
    private final ConfigDef.@Nullable Recommender recommender;
    private final String doc;

    /** Turns what {@code ConfigDef} parsed into the typed value. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(Object parsed);
    }

    private ConfigKey(
            String name,
            ConfigDef.Type type,
            Reader<T> reader,
            @Nullable Object defaultValue,
            ConfigDef.@Nullable Validator validator,
            ConfigDef.Importance importance,
            ConfigDef.Width width,
            @Nullable String displayName,
            List<String> dependents,
            ConfigDef.@Nullable Recommender recommender,
            String doc) {
        this.name = name;
        this.type = type;
        this.reader = reader;
        this.defaultValue = defaultValue;
        this.validator = validator;
        this.importance = importance;
        this.width = width;
        this.displayName = displayName;
        this.dependents = dependents;
        this.recommender = recommender;
        this.doc = doc;
    }

    /** A text; empty unless set or given another default. */
    public static ConfigKey<String> string(String name) {
        return key(name, ConfigDef.Type.STRING, parsed -> (String) parsed, ConfigDef.Width.MEDIUM)
                .defaultTo("");
    }

    public static ConfigKey<Integer> integer(String name) {
        return key(name, ConfigDef.Type.INT, parsed -> (Integer) parsed, ConfigDef.Width.SHORT);
    }

    public static ConfigKey<Long> longInteger(String name) {
        return key(name, ConfigDef.Type.LONG, parsed -> (Long) parsed, ConfigDef.Width.SHORT);
    }

    public static ConfigKey<Boolean> bool(String name) {
        return key(name, ConfigDef.Type.BOOLEAN, parsed -> (Boolean) parsed, ConfigDef.Width.SHORT);
    }

    /** A secret: never shown by REST, never in {@code toString}. */
    public static ConfigKey<Password> password(String name) {
        return key(name, ConfigDef.Type.PASSWORD, parsed -> (Password) parsed, ConfigDef.Width.MEDIUM)
                .defaultTo("");
    }

    public static ConfigKey<List<String>> list(String name) {
        return key(
                        name,
                        ConfigDef.Type.LIST,
                        parsed -> ((List<?>) parsed)
                                .stream()
                                        .map(String.class::cast)
                                        .map(String::trim)
                                        .toList(),
                        ConfigDef.Width.LONG)
                .defaultTo("");
    }

    /**
     * One of the constants of an enum, whatever the case; {@code DELETE_TO_TOMBSTONE} is written {@code delete-to-tombstone} when
     * {@code separator} is {@code '-'}.
     */
    public static <E extends Enum<E>> ConfigKey<E> oneOf(String name, Class<E> type, char separator) {
        Map<String, E> constants = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(
                        constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', separator),
                        constant -> constant,
                        (first, second) -> first,
                        LinkedHashMap::new));
        ConfigKey<E> key = key(
                name,
                ConfigDef.Type.STRING,
                parsed -> {
                    E constant = constants.get(((String) parsed).toLowerCase(Locale.ROOT));
                    if (constant == null) {
                        throw new ConfigException(
                                name, parsed, "must be one of " + String.join(", ", constants.keySet()));
                    }
                    return constant;
                },
                ConfigDef.Width.SHORT);
        return key.validatedBy(new OneOf(constants.keySet()));
    }

    /** Any type that a short text stands for; {@code parse} says with a ConfigException what is wrong with it. */
    public static <T> ConfigKey<T> parsed(String name, Function<String, T> parse) {
        ConfigKey<T> key = key(name, ConfigDef.Type.STRING, text -> parse.apply((String) text), ConfigDef.Width.MEDIUM);
        return key.validatedBy(new Parses(parse));
    }

    private static <T> ConfigKey<T> key(String name, ConfigDef.Type type, Reader<T> reader, ConfigDef.Width width) {
        return new ConfigKey<>(
                name, type, reader, null, null, ConfigDef.Importance.MEDIUM, width, null, List.of(), null, "");
    }

    /** The value when the user sets none, in the form a user would write or the form {@code ConfigDef} parses to. */
    public ConfigKey<T> defaultTo(Object value) {
        return copy(value, validator, importance, width, displayName, dependents, recommender, doc);
    }

    /** The user must set it. */
    public ConfigKey<T> required() {
        return copy(
                ConfigDef.NO_DEFAULT_VALUE,
                validator,
                ConfigDef.Importance.HIGH,
                width,
                displayName,
                dependents,
                recommender,
                doc);
    }

    public ConfigKey<T> validatedBy(ConfigDef.Validator check) {
        return copy(defaultValue, check, importance, width, displayName, dependents, recommender, doc);
    }

    public ConfigKey<T> importance(ConfigDef.Importance value) {
        return copy(defaultValue, validator, value, width, displayName, dependents, recommender, doc);
    }

    public ConfigKey<T> width(ConfigDef.Width value) {
        return copy(defaultValue, validator, importance, value, displayName, dependents, recommender, doc);
    }

    /** What a UI shows; without it, the name with its dots as spaces. */
    public ConfigKey<T> displayName(String value) {
        return copy(defaultValue, validator, importance, width, value, dependents, recommender, doc);
    }

    /** The keys whose values or visibility hang on this one. */
    public ConfigKey<T> dependents(String... names) {
        return copy(defaultValue, validator, importance, width, displayName, List.of(names), recommender, doc);
    }

    public ConfigKey<T> recommendedBy(ConfigDef.Recommender value) {
        return copy(defaultValue, validator, importance, width, displayName, dependents, value, doc);
    }

    /** What the key does, for users: units, limits, what happens otherwise. */
    public ConfigKey<T> doc(String text) {
        return copy(defaultValue, validator, importance, width, displayName, dependents, recommender, text);
    }

    public String name() {
        return name;
    }

    T read(Map<String, Object> parsed) {
        Object value = parsed.get(name);
        if (value == null) {
            throw new IllegalStateException("no value for " + name + ": it was read from a configuration without it");
        }
        return reader.read(value);
    }

    void define(ConfigDef target, String group, int orderInGroup) {
        target.define(
                name,
                type,
                defaultValue,
                validator,
                importance,
                doc,
                group,
                orderInGroup,
                width,
                displayName == null ? defaultDisplayName() : displayName,
                dependents,
                recommender);
    }

    private String defaultDisplayName() {
        String spaced = name.replace('.', ' ');
        return Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
    }

    private ConfigKey<T> copy(
            @Nullable Object defaultValue,
            ConfigDef.@Nullable Validator validator,
            ConfigDef.Importance importance,
            ConfigDef.Width width,
            @Nullable String displayName,
            List<String> dependents,
            ConfigDef.@Nullable Recommender recommender,
            String doc) {
        return new ConfigKey<>(
                name,
                type,
                reader,
                defaultValue,
                validator,
                importance,
                width,
                displayName,
                dependents,
                recommender,
                doc);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Accepts what can be parsed. What that is, the key's doc says. */
    private record Parses(Function<String, ?> parse) implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, @Nullable Object value) {
            if (value != null) {
                Object unused = parse.apply((String) value);
            }
        }

        @Override
        public String toString() {
            return "";
        }
    }

    /** Accepts any case, and lists the values when none fits. */
    private record OneOf(Set<String> values) implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, @Nullable Object value) {
            if (value == null || !values.contains(((String) value).toLowerCase(Locale.ROOT))) {
                throw new ConfigException(name, value, "must be one of " + String.join(", ", values));
            }
        }

        @Override
        public String toString() {
            return "one of " + String.join(", ", values);
        }
    }
}
