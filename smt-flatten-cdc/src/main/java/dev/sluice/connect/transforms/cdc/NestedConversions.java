// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * How arrays, maps and structs that are kept go on: with their parts converted; empty where no part is.
 *
 * @param depth how many of them are around these
 */
record NestedConversions(TypeConversions types, int depth) {
    private static final int DEEPEST = 64;

    /** The placeholder for an array that the source did not send has no form of its own once the elements are converted, so it becomes null. */
    Optional<Converted> ofArray(Schema array) {
        return inside(array.valueSchema()).map(element -> {
            Optional<Predicate<Object>> placeholder = types.unavailable().testFor(array);
            Predicate<Object> missing = placeholder.orElse(value -> false);
            return Converted.of(
                    array,
                    placeholder.isPresent(),
                    Schemas.named(array, SchemaBuilder.array(element.schema())),
                    value -> missing.test(value) ? null : elements((List<?>) value, element.conversion()));
        });
    }

    Optional<Converted> ofMap(Schema map) {
        Optional<Converted> key = inside(map.keySchema());
        Optional<Converted> value = inside(map.valueSchema());
        if (key.isEmpty() && value.isEmpty()) {
            return Optional.empty();
        }
        Converted newKey = key.orElseGet(() -> Converted.not(map.keySchema()));
        Converted newValue = value.orElseGet(() -> Converted.not(map.valueSchema()));
        return Optional.of(Converted.of(
                map,
                Schemas.named(map, SchemaBuilder.map(newKey.schema(), newValue.schema())),
                entries -> entries((Map<?, ?>) entries, newKey.conversion(), newValue.conversion())));
    }

    Optional<Converted> ofStruct(Schema struct) {
        SchemaBuilder builder = Schemas.copyOfStruct(struct);
        List<Conversion> conversions = new ArrayList<>();
        boolean any = false;
        for (Field field : struct.fields()) {
            Optional<Converted> converted = inside(field.schema());
            any |= converted.isPresent();
            builder.field(field.name(), converted.map(Converted::schema).orElseGet(field::schema));
            conversions.add(converted.map(Converted::conversion).orElse(Conversion.NONE));
        }
        if (!any) {
            return Optional.empty();
        }
        if (struct.isOptional()) {
            builder.optional();
        }
        // A SchemaBuilder takes no struct for a default: none has the schema that is yet to be built.
        Schema bare = builder.build();
        Object defaultValue = struct.defaultValue() == null
                ? null
                : Converted.orNull(value -> fields((Struct) value, bare, conversions), struct.defaultValue());
        Schema schema = defaultValue == null ? bare : Schemas.withDefault(bare, defaultValue);
        return Optional.of(new Converted(schema, value -> fields((Struct) value, schema, conversions)));
    }

    private Optional<Converted> inside(Schema part) {
        if (depth == DEEPEST) {
            throw new DataException("a value is nested deeper than " + DEEPEST
                    + " levels, or its schema contains itself, so that its types cannot be converted");
        }
        return types.of(part, depth + 1);
    }

    private static List<@Nullable Object> elements(List<?> list, Conversion conversion) {
        List<@Nullable Object> converted = new ArrayList<>(list.size());
        for (Object element : list) {
            converted.add(element == null ? null : conversion.convert(element));
        }
        return converted;
    }

    private static Map<Object, @Nullable Object> entries(Map<?, ?> map, Conversion keys, Conversion values) {
        Map<Object, @Nullable Object> converted = new LinkedHashMap<>();
        map.forEach((key, value) ->
                converted.put(key == null ? null : keys.convert(key), value == null ? null : values.convert(value)));
        if (converted.size() < map.size()) {
            throw new DataException("two keys of a map become one when they are converted");
        }
        return converted;
    }

    private static Struct fields(Struct struct, Schema schema, List<Conversion> conversions) {
        Struct converted = new Struct(schema);
        for (Field field : schema.fields()) {
            Object value = struct.getWithoutDefault(field.name());
            try {
                converted.put(
                        field,
                        value == null ? null : conversions.get(field.index()).convert(value));
            } catch (DataException e) {
                throw new DataException("in its field '" + field.name() + "': " + e.getMessage(), e);
            }
        }
        return converted;
    }
}
