// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import dev.sluice.connect.commons.data.SemanticType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Turns a value of one reduced schema into one of another that holds it, as {@link SchemaUnion} decides. */
@FunctionalInterface
interface Conversion {
    Object apply(Object value);

    /** Null where values need no conversion. */
    static @Nullable Conversion between(Schema from, Schema to) {
        return between(from, to, false);
    }

    /** @param exact whether structs must be of the very schema, as those within a new struct must, and not only be read like it */
    private static @Nullable Conversion between(Schema from, Schema to, boolean exact) {
        return switch (to.type()) {
            case INT16 -> from.type() == to.type() ? null : value -> ((Number) value).shortValue();
            case INT32 -> from.type() == to.type() ? null : value -> ((Number) value).intValue();
            case INT64 -> from.type() == to.type() ? null : value -> ((Number) value).longValue();
            case FLOAT32 -> from.type() == to.type() ? null : value -> ((Number) value).floatValue();
            case FLOAT64 -> from.type() == to.type() ? null : value -> ((Number) value).doubleValue();
            case INT8, BOOLEAN, STRING, BYTES -> null;
            case ARRAY -> list(from, to, exact);
            case MAP -> map(from, to, exact);
            case STRUCT -> !exact && isSameLayout(from, to) ? null : struct(from, to);
        };
    }

    /** Null stays null. */
    static @Nullable Object convert(@Nullable Conversion conversion, @Nullable Object value) {
        return conversion == null || value == null ? value : conversion.apply(value);
    }

    private static @Nullable Conversion list(Schema from, Schema to, boolean exact) {
        Conversion element = between(from.valueSchema(), to.valueSchema(), exact);
        if (element == null) {
            return null;
        }
        return value -> {
            List<@Nullable Object> converted = new ArrayList<>(((List<?>) value).size());
            for (Object item : (List<?>) value) {
                converted.add(convert(element, item));
            }
            return converted;
        };
    }

    private static @Nullable Conversion map(Schema from, Schema to, boolean exact) {
        Conversion keys = between(from.keySchema(), to.keySchema(), exact);
        Conversion values = between(from.valueSchema(), to.valueSchema(), exact);
        if (keys == null && values == null) {
            return null;
        }
        return value -> {
            Map<@Nullable Object, @Nullable Object> converted = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, item) -> converted.put(convert(keys, key), convert(values, item)));
            return converted;
        };
    }

    private static Conversion struct(Schema from, Schema to) {
        List<Field> sources = new ArrayList<>();
        List<@Nullable Conversion> conversions = new ArrayList<>();
        List<Field> targets = new ArrayList<>();
        for (Field target : to.fields()) {
            Field source = from.field(target.name());
            if (source != null) {
                targets.add(target);
                sources.add(source);
                conversions.add(between(source.schema(), target.schema(), true));
            }
        }
        return value -> {
            Struct converted = new Struct(to);
            for (int i = 0; i < sources.size(); i++) {
                Object field = ((Struct) value).get(sources.get(i));
                converted.put(targets.get(i), convert(conversions.get(i), field));
            }
            return converted;
        };
    }

    /** Whether a struct of one schema can be read by the other's fields. */
    private static boolean isSameLayout(Schema from, Schema to) {
        if (from.fields().size() != to.fields().size()) {
            return false;
        }
        for (Field target : to.fields()) {
            Field source = from.fields().get(target.index());
            if (!source.name().equals(target.name())
                    || (source.schema().defaultValue() != null
                            && !source.schema()
                                    .defaultValue()
                                    .equals(target.schema().defaultValue()))
                    || between(source.schema(), target.schema()) != null) {
                return false;
            }
        }
        return true;
    }

    /** How a value without a schema becomes one of the schema that {@link Shape} found for it. */
    static Conversion ofSchemaless(Schema to) {
        return switch (SemanticType.of(to)) {
            case INT64 -> value -> ((Number) value).longValue();
            case FLOAT64 -> value -> ((Number) value).doubleValue();
            case STRING -> value -> JsonText.textOf(null, value);
            case ARRAY -> schemalessList(to);
            case STRUCT -> schemalessStruct(to);
            default -> value -> value;
        };
    }

    private static Conversion schemalessList(Schema to) {
        Conversion element = ofSchemaless(to.valueSchema());
        return value -> {
            List<@Nullable Object> converted = new ArrayList<>();
            for (Object item : (Iterable<?>) value) {
                converted.add(convert(element, item));
            }
            return converted;
        };
    }

    private static Conversion schemalessStruct(Schema to) {
        List<Conversion> conversions =
                to.fields().stream().map(field -> ofSchemaless(field.schema())).toList();
        return value -> {
            Struct converted = new Struct(to);
            for (Field field : to.fields()) {
                Object item = ((Map<?, ?>) value).get(field.name());
                converted.put(field, convert(conversions.get(field.index()), item));
            }
            return converted;
        };
    }
}
