// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The way from a struct to one value inside it, by position: reading looks up no name. */
final class SourcePath {
    private final List<Field> fields;
    private final Field[] steps;

    private SourcePath(List<Field> fields, Field[] steps) {
        this.fields = fields;
        this.steps = steps;
    }

    /** A path on which a null is a null, whatever default its schema has; only where null is no value at all, the default stands in. */
    static SourcePath keepingNulls(List<Field> fields) {
        return new SourcePath(
                List.copyOf(fields),
                fields.stream().map(SourcePath::withoutDefault).toArray(Field[]::new));
    }

    /** A path on which a null means the default of its schema, where that has one. */
    static SourcePath withDefaults(List<Field> fields) {
        return new SourcePath(List.copyOf(fields), fields.toArray(Field[]::new));
    }

    /** The fields of these names, each in the struct that the one before it holds. */
    static Optional<List<Field>> find(Schema struct, List<String> names) {
        Schema within = struct;
        Field[] found = new Field[names.size()];
        for (int i = 0; i < found.length; i++) {
            Field field = within.type() == Schema.Type.STRUCT ? within.field(names.get(i)) : null;
            if (field == null) {
                return Optional.empty();
            }
            found[i] = field;
            within = field.schema();
        }
        return Optional.of(List.of(found));
    }

    /** Null where the value is null, and where any struct on the way to it is. */
    @Nullable Object read(@Nullable Struct from) {
        Object value = from;
        for (Field step : steps) {
            if (value == null) {
                return null;
            }
            value = ((Struct) value).get(step);
        }
        return value;
    }

    /** As error messages name it: {@code address.city}. */
    @Override
    public String toString() {
        return describe(fields);
    }

    static String describe(List<Field> fields) {
        return fields.stream().map(Field::name).collect(Collectors.joining("."));
    }

    /**
     * {@code Struct} reads without defaults only by name. By position it takes the default from the field that it is handed, so this one
     * has none.
     */
    private static Field withoutDefault(Field field) {
        return field.schema().isOptional() && field.schema().defaultValue() != null
                ? new Field(field.name(), field.index(), Schema.OPTIONAL_BYTES_SCHEMA)
                : field;
    }
}
