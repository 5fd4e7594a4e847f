// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import dev.sluice.connect.commons.data.UnavailableValue;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Structs of maps that came without a schema: each value says its own type, all of them nullable, nested maps and lists as JSON.
 *
 * <p>What the source sends in place of a value that it did not read keeps the one form that a text has of it: the others would be lost in
 * JSON.
 *
 * <p>Maps of the same names and types share one schema, so that they share a plan.
 */
final class InferredSchemas {
    private static final int KEPT = 1_000;
    private static final Schema JSON =
            SchemaBuilder.string().name("io.debezium.data.Json").optional().build();

    private final Map<Map<String, Schema>, Schema> schemas = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, Schema>, Schema> eldest) {
            return size() > KEPT;
        }
    };

    private final UnavailableValue unavailable;

    InferredSchemas(UnavailableValue unavailable) {
        this.unavailable = unavailable;
    }

    Struct struct(Map<?, ?> map) {
        Map<String, Schema> fields = new LinkedHashMap<>();
        map.forEach((name, value) -> fields.put(String.valueOf(name), ofField(name, value)));
        Schema schema = schemas.computeIfAbsent(fields, InferredSchemas::structOf);
        Struct struct = new Struct(schema);
        map.forEach((name, value) -> struct.put(String.valueOf(name), member(name, value)));
        return struct;
    }

    private static Schema ofField(Object name, @Nullable Object value) {
        try {
            return ofValue(value);
        } catch (DataException e) {
            throw in(name, e);
        }
    }

    private @Nullable Object member(Object name, @Nullable Object value) {
        if ((value instanceof String || value instanceof Map<?, ?> || value instanceof List<?>)
                && unavailable.isPlain(value)) {
            return unavailable.placeholder();
        }
        try {
            return converted(value);
        } catch (DataException e) {
            throw in(name, e);
        }
    }

    private static DataException in(Object field, DataException e) {
        return new DataException("field '" + field + "': " + e.getMessage(), e);
    }

    private static Schema structOf(Map<String, Schema> fields) {
        SchemaBuilder builder = SchemaBuilder.struct().optional();
        fields.forEach(builder::field);
        return builder.build();
    }

    /** The schema for a value that has none; a null may become anything, and is taken for a text. */
    static Schema ofValue(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return Schema.OPTIONAL_STRING_SCHEMA;
        }
        if (value instanceof Boolean) {
            return Schema.OPTIONAL_BOOLEAN_SCHEMA;
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return Schema.OPTIONAL_INT64_SCHEMA;
        }
        if (value instanceof Double || value instanceof Float) {
            return Schema.OPTIONAL_FLOAT64_SCHEMA;
        }
        if (value instanceof BigDecimal decimal) {
            return Decimal.builder(decimal.scale()).optional().build();
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return Schema.OPTIONAL_BYTES_SCHEMA;
        }
        if (value instanceof java.util.Date) {
            return Timestamp.builder().optional().build();
        }
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            return JSON;
        }
        throw new DataException("a value of " + value.getClass().getName()
                + " came without a schema, and has no form in the database. Use a converter with schemas");
    }

    /** The value as its inferred schema has it. */
    static @Nullable Object converted(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        return value instanceof Map<?, ?> || value instanceof List<?> ? PlainJson.of(value) : value;
    }
}
