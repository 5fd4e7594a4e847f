// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import dev.sluice.connect.commons.data.UnavailableValue;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells the forms of records apart: flat rows and Debezium's whole change events, with schemas and without.
 *
 * <p>Not safe for threads: it keeps inferred schemas, as one task does.
 */
final class EventReader {
    private static final String OPERATION_HEADER = "__op";
    private static final String OPERATION = "op";
    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final String SOURCE = "source";
    private static final Set<String> OPERATIONS = Set.of("c", "r", "u", "d", "t", "m");

    private final @Nullable String deletedField;
    private final InferredSchemas inferred;

    /** @param deletedField the field of a value that says whether its row is deleted; null for none */
    EventReader(@Nullable String deletedField, UnavailableValue unavailable) {
        this.deletedField = deletedField;
        this.inferred = new InferredSchemas(unavailable);
    }

    /** @throws DataException if the value has none of the forms */
    Event read(SinkRecord record) {
        Schema keySchema = record.keySchema();
        Object key = record.key();
        if (keySchema == null && key != null) {
            Struct struct = key instanceof Map<?, ?> map ? inferred.struct(map) : null;
            keySchema = struct == null ? InferredSchemas.ofValue(key) : struct.schema();
            key = struct == null ? InferredSchemas.converted(key) : struct;
        }
        Header operation = record.headers().lastWithName(OPERATION_HEADER);
        if (operation != null && "t".equals(operation.value())) {
            return new Event(Event.Kind.TRUNCATE, keySchema, key, null, null);
        }
        if (record.value() == null) {
            return new Event(Event.Kind.DELETE, keySchema, key, null, null);
        }
        return record.value() instanceof Map<?, ?> map
                ? read(map, keySchema, key)
                : read(struct(record.value()), keySchema, key);
    }

    private Event read(Map<?, ?> value, @Nullable Schema keySchema, @Nullable Object key) {
        if (value.get(OPERATION) instanceof String code
                && OPERATIONS.contains(code)
                && value.containsKey(SOURCE)
                && (value.containsKey(BEFORE) || value.containsKey(AFTER))) {
            return unwrapped(code, image(value.get(BEFORE)), image(value.get(AFTER)), keySchema, key);
        }
        return flat(inferred.struct(value), keySchema, key);
    }

    private Event read(Struct value, @Nullable Schema keySchema, @Nullable Object key) {
        return isEnvelope(value)
                ? unwrapped(value.getString(OPERATION), image(value, BEFORE), image(value, AFTER), keySchema, key)
                : flat(value, keySchema, key);
    }

    private static Struct struct(Object value) {
        if (value instanceof Struct struct) {
            return struct;
        }
        throw new DataException(
                "the record's value is a single " + value.getClass().getSimpleName()
                        + ", so that its columns are unknown. Use a value converter that gives structs or maps, or a transform"
                        + " such as HoistField");
    }

    /** By its fields: the name of its schema is lost where converters keep none. */
    private static boolean isEnvelope(Struct value) {
        Schema schema = value.schema();
        Field operation = schema.field(OPERATION);
        return operation != null
                && operation.schema().type() == Schema.Type.STRING
                && schema.field(SOURCE) != null
                && (schema.field(AFTER) != null || schema.field(BEFORE) != null)
                && value.get(operation) instanceof String code
                && OPERATIONS.contains(code);
    }

    private static Event unwrapped(
            String code,
            @Nullable Struct before,
            @Nullable Struct after,
            @Nullable Schema keySchema,
            @Nullable Object key) {
        return switch (code) {
            case "t" -> new Event(Event.Kind.TRUNCATE, keySchema, key, null, null);
            case "m" -> new Event(Event.Kind.NOTHING, keySchema, key, null, null);
            case "d" -> new Event(Event.Kind.DELETE, keySchema, key, before, before);
            default -> {
                if (after == null) {
                    throw new DataException("the change event has no 'after', which its operation '" + code
                            + "' needs. Correct the source");
                }
                yield new Event(Event.Kind.WRITE, keySchema, key, after, before);
            }
        };
    }

    private static @Nullable Struct image(Struct envelope, String field) {
        return envelope.schema().field(field) == null ? null : (Struct) envelope.get(field);
    }

    private @Nullable Struct image(@Nullable Object image) {
        return image instanceof Map<?, ?> map ? inferred.struct(map) : null;
    }

    private Event flat(Struct value, @Nullable Schema keySchema, @Nullable Object key) {
        boolean deleted =
                deletedField != null && value.schema().field(deletedField) != null && isTrue(value.get(deletedField));
        return new Event(deleted ? Event.Kind.DELETE : Event.Kind.WRITE, keySchema, key, value, null);
    }

    /** Debezium's transform writes a text, FlattenCdc what it is told to. */
    private static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value) || "true".equals(value);
    }
}
