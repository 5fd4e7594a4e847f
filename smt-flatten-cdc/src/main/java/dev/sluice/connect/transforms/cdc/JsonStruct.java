// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** How a struct that is kept is copied with the JSON inside it expanded in its place. */
final class JsonStruct {
    private final Schema schema;
    private final List<Part> parts;

    private JsonStruct(Schema schema, List<Part> parts) {
        this.schema = schema;
        this.parts = parts;
    }

    /** What a field of the new struct is made of: the old value of this name, and the JSON. */
    @FunctionalInterface
    private interface Maker {
        @Nullable Object make(@Nullable Object old, Struct json);
    }

    private record Part(String name, Maker maker) {}

    /**
     * @param places those inside the struct's column
     * @param depth how many of their names lead to this struct
     * @param expanded has a field for each place of which something is known
     */
    static JsonStruct of(Schema struct, List<JsonPlace> places, int depth, Schema expanded) {
        SchemaBuilder builder = Schemas.copyOfStruct(struct);
        if (struct.isOptional()) {
            builder.optional();
        }
        List<Part> parts = new ArrayList<>();
        for (Field field : struct.fields()) {
            List<JsonPlace> within = places.stream()
                    .filter(place -> place.inside().get(depth).equals(field.name()))
                    .toList();
            Optional<JsonPlace> itself = within.stream()
                    .filter(place -> place.inside().size() == depth + 1)
                    .findFirst();
            if (itself.isPresent()) {
                Field json = expanded.field(itself.get().slot());
                if (json != null) {
                    builder.field(field.name(), json.schema());
                    parts.add(new Part(field.name(), (old, values) -> values.get(json)));
                }
            } else if (within.isEmpty()) {
                builder.field(field.name(), field.schema());
                parts.add(new Part(field.name(), (old, values) -> old));
            } else {
                JsonStruct nested = of(field.schema(), within, depth + 1, expanded);
                builder.field(field.name(), nested.schema());
                parts.add(new Part(field.name(), nested::copy));
            }
        }
        return new JsonStruct(builder.build(), List.copyOf(parts));
    }

    Schema schema() {
        return schema;
    }

    @Nullable Object copy(@Nullable Object old, Struct json) {
        if (old == null) {
            return null;
        }
        Struct copy = new Struct(schema);
        for (Part part : parts) {
            Object value = part.maker().make(((Struct) old).getWithoutDefault(part.name()), json);
            copy.put(part.name(), value);
        }
        return copy;
    }
}
