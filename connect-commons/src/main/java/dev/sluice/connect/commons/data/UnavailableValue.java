// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Recognises what Debezium sends in place of a value that the source did not give it: a TOAST column of PostgreSQL or a LOB of Oracle that
 * the change left alone. It takes the form of the column's type.
 */
public final class UnavailableValue {
    /** What Debezium sends unless its connector is told otherwise. */
    public static final String DEFAULT_PLACEHOLDER = "__debezium_unavailable_value";

    private final String placeholder;
    private final byte[] bytes;
    /** hstore in JSON mode is a JSON object; json and jsonb columns hold the bare text. */
    private final String object;

    private final String base64;
    private final String uuid;

    public UnavailableValue(String placeholder) {
        this.placeholder = placeholder;
        this.bytes = placeholder.getBytes(StandardCharsets.UTF_8);
        this.object = "{\"" + placeholder + "\":\"" + placeholder + "\"}";
        this.base64 = Base64.getEncoder().encodeToString(bytes);
        this.uuid = UUID.nameUUIDFromBytes(bytes).toString();
    }

    public String placeholder() {
        return placeholder;
    }

    /** How to tell the placeholder in a column of this schema; empty where the type has no form of it. */
    public Optional<Predicate<Object>> testFor(Schema schema) {
        return testFor(schema, List.of());
    }

    /** @param around the structs that it is a part of: one that contains itself is looked into once */
    private Optional<Predicate<Object>> testFor(Schema schema, List<Schema> around) {
        return switch (schema.type()) {
            case STRING -> Optional.of(textTest(schema));
            // A Decimal is a BigDecimal here, and Debezium has no number that could stand for "unavailable".
            case BYTES ->
                SemanticType.of(schema) == SemanticType.DECIMAL ? Optional.empty() : Optional.of(this::isBytes);
            case ARRAY -> listTest(schema.valueSchema());
            case MAP -> Optional.of(Map.of(placeholder, placeholder)::equals);
            case STRUCT -> structTest(schema, around);
            case BOOLEAN, INT8, INT16, INT32, INT64, FLOAT32, FLOAT64 -> Optional.empty();
        };
    }

    /** A struct that is kept whole is one column, of which a part is missing. */
    private Optional<Predicate<Object>> structTest(Schema struct, List<Schema> around) {
        if (SemanticType.of(struct).isCompositeValue() || around.stream().anyMatch(outer -> outer == struct)) {
            return Optional.empty();
        }
        List<Schema> within = new ArrayList<>(around);
        within.add(struct);
        Map<Field, Predicate<Object>> tests = new LinkedHashMap<>();
        for (Field field : struct.fields()) {
            testFor(field.schema(), within).ifPresent(test -> tests.put(field, test));
        }
        return tests.isEmpty() ? Optional.empty() : Optional.of(value -> isIn((Struct) value, tests));
    }

    private static boolean isIn(Struct struct, Map<Field, Predicate<Object>> tests) {
        for (Map.Entry<Field, Predicate<Object>> test : tests.entrySet()) {
            Object value = struct.get(test.getKey());
            if (value != null && test.getValue().test(value)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a value without a schema is the placeholder in any of its forms; bytes are base64 text in JSON. */
    public boolean isPlain(Object value) {
        if (value instanceof String text) {
            return text.equals(placeholder) || text.equals(object) || text.equals(base64);
        }
        if (value instanceof List<?> list) {
            return list.equals(List.of(placeholder))
                    || list.equals(List.of(base64))
                    || list.equals(List.of(uuid))
                    || (list.size() == bytes.length && areBytes(list));
        }
        return value instanceof Map ? value.equals(Map.of(placeholder, placeholder)) : isBytes(value);
    }

    private boolean areBytes(List<?> list) {
        for (int i = 0; i < bytes.length; i++) {
            if (!(list.get(i) instanceof Number number) || number.doubleValue() != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private Predicate<Object> textTest(Schema schema) {
        if (SemanticType.of(schema) != SemanticType.JSON) {
            return placeholder::equals;
        }
        return value -> placeholder.equals(value) || object.equals(value);
    }

    private Optional<Predicate<Object>> listTest(Schema element) {
        return switch (element.type()) {
            case STRING -> {
                String text = SemanticType.of(element) == SemanticType.UUID ? uuid : placeholder;
                yield Optional.of(List.of(text)::equals);
            }
            case BYTES ->
                Optional.of(value -> value instanceof List<?> list && list.size() == 1 && isBytes(list.get(0)));
            case INT32 -> {
                List<Integer> numbers = new ArrayList<>();
                for (byte b : bytes) {
                    numbers.add((int) b);
                }
                yield Optional.of(numbers::equals);
            }
            case INT64 -> {
                List<Long> numbers = new ArrayList<>();
                for (byte b : bytes) {
                    numbers.add((long) b);
                }
                yield Optional.of(numbers::equals);
            }
            case BOOLEAN, INT8, INT16, FLOAT32, FLOAT64, ARRAY, MAP, STRUCT -> Optional.empty();
        };
    }

    private boolean isBytes(Object value) {
        return value instanceof byte[] array
                ? Arrays.equals(array, bytes)
                : value instanceof ByteBuffer buffer && buffer.equals(ByteBuffer.wrap(bytes));
    }
}
