// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import dev.sluice.connect.commons.data.SemanticType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The way to a field of a record's value, in structs and in schemaless maps.
 *
 * <p>Dots lead into nested values, unless a field bears the whole name, dots included, as flattened records have them. The way through a
 * struct is looked up once per schema.
 */
final class FieldPath {
    private final String key;
    private final String name;
    private final List<String> steps;
    private @Nullable Plan plan;

    /**
     * @param key the configuration key that names the field, for messages
     * @param name the field
     */
    FieldPath(String key, String name) {
        this.key = key;
        this.name = name;
        this.steps = List.of(name.split("\\.", -1));
    }

    private record Plan(Schema schema, List<Field> fields, SemanticType type) {}

    String name() {
        return name;
    }

    /** @throws DataException if the value cannot have such a field */
    @Nullable Object valueIn(@Nullable Object value) {
        if (value instanceof Struct struct) {
            Object at = struct;
            for (Field field : plan(struct.schema()).fields) {
                at = ((Struct) at).get(field);
                if (at == null) {
                    return null;
                }
            }
            return at;
        }
        if (value instanceof Map<?, ?> map) {
            return valueIn(map);
        }
        throw new DataException(
                "the value is neither a struct nor a map, so it has no field '" + name + "', which " + key + " names");
    }

    /** The meaning of the field in this value; null in a schemaless one. */
    @Nullable SemanticType typeIn(@Nullable Object value) {
        return value instanceof Struct struct ? plan(struct.schema()).type : null;
    }

    private @Nullable Object valueIn(Map<?, ?> map) {
        if (map.containsKey(name)) {
            return map.get(name);
        }
        Object at = map;
        for (String step : steps) {
            if (!(at instanceof Map<?, ?> level) || !level.containsKey(step)) {
                throw missing();
            }
            at = level.get(step);
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    private Plan plan(Schema schema) {
        Plan known = plan;
        if (known == null || known.schema != schema) {
            known = look(schema);
            plan = known;
        }
        return known;
    }

    private Plan look(Schema schema) {
        Field whole = schema.field(name);
        if (whole != null) {
            return new Plan(schema, List.of(whole), SemanticType.of(whole.schema()));
        }
        List<Field> fields = new ArrayList<>();
        Schema at = schema;
        for (String step : steps) {
            Field field = at.type() == Schema.Type.STRUCT ? at.field(step) : null;
            if (field == null) {
                throw missing();
            }
            fields.add(field);
            at = field.schema();
        }
        return new Plan(schema, List.copyOf(fields), SemanticType.of(at));
    }

    private DataException missing() {
        return new DataException(
                "the value has no field '" + name + "', which " + key + " names. Correct " + key + ", or the source");
    }
}
