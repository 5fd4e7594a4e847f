// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.avro;

import dev.sluice.connect.commons.data.DecimalSchemas;
import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.commons.data.Temporals;
import dev.sluice.connect.s3.avro.AvroType.ValueWriter;
import dev.sluice.connect.s3.row.DecimalDigits;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Decides, for each Connect schema, which Avro type it becomes and how its values are written.
 *
 * <p>Instants, local timestamps, dates, times and decimals have Avro's logical types. What has no Avro type of its own becomes its
 * text, and a map whose keys are no texts a list of records.
 */
final class AvroTypes {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;

    private final AvroNames names = new AvroNames();
    private final Deque<String> path = new ArrayDeque<>();

    /** The type of a field, null included where it is allowed. */
    AvroType field(String name, Schema schema) {
        path.addLast(name);
        AvroType type = type(schema);
        path.removeLast();
        return schema.isOptional() ? new AvroType("[\"null\"," + type.json() + "]", type.writer()) : type;
    }

    /** A record type: the fields' own, under a name that no other type of the file has. */
    String record(@Nullable String name, List<Field> fields, List<AvroType> types) {
        StringBuilder json = new StringBuilder("{\"type\":\"record\",\"name\":\"")
                .append(names.unique(name == null ? "Row" : name))
                .append("\",\"fields\":[");
        for (Field field : fields) {
            json.append(field.index() == 0 ? "" : ",")
                    .append("{\"name\":\"")
                    .append(AvroNames.field(field.name(), where()))
                    .append("\",\"type\":")
                    .append(types.get(field.index()).json())
                    .append(field.schema().isOptional() ? ",\"default\":null}" : "}");
        }
        return json.append("]}").toString();
    }

    /** Writes a value or null. */
    static void writeNullable(
            AvroOutput out, boolean nullable, ValueWriter writer, @Nullable Object value, String where) {
        if (value != null) {
            if (nullable) {
                out.number(1);
            }
            writer.write(out, value);
        } else if (nullable) {
            out.number(0);
        } else {
            throw new DataException(where + "the value is null, which its schema does not allow");
        }
    }

    private AvroType type(Schema schema) {
        SemanticType type = SemanticType.of(schema);
        return switch (type) {
            case BOOLEAN -> AvroType.plain("boolean", (out, value) -> out.bool((Boolean) value));
            case INT8, INT16, INT32, YEAR -> AvroType.plain("int", AvroTypes::number);
            case INT64, DURATION_MICROS, DURATION_NANOS, TIME_NANOS -> AvroType.plain("long", AvroTypes::number);
            case FLOAT32 -> AvroType.plain("float", (out, value) -> out.float32((Float) value));
            case FLOAT64 -> AvroType.plain("double", (out, value) -> out.float64((Double) value));
            case STRING, XML, ENUM_SET, TSVECTOR, LTREE, INTERVAL, JSON, ENUM ->
                AvroType.plain("string", (out, value) -> out.text((String) value));
            case UUID -> AvroType.logical("string", "uuid", (out, value) -> out.text((String) value));
            case BYTES, BITS -> AvroType.plain("bytes", AvroTypes::bytes);
            case DECIMAL -> decimal(schema);
            case VARIABLE_SCALE_DECIMAL ->
                AvroType.plain(
                        "string",
                        (out, value) -> out.text(
                                DecimalSchemas.variableScale((Struct) value).toString()));
            case CONNECT_DATE, DATE, ISO_DATE -> converted("int", "date", value -> Temporals.epochDay(type, value));
            case CONNECT_TIME, TIME_MILLIS ->
                converted("int", "time-millis", value -> Temporals.nanoOfDay(type, value) / NANOS_PER_MILLI);
            case TIME_MICROS, ISO_TIME, ZONED_TIME ->
                converted("long", "time-micros", value -> Temporals.nanoOfDay(type, value) / NANOS_PER_MICRO);
            case CONNECT_TIMESTAMP ->
                converted("long", "timestamp-millis", value -> ((java.util.Date) value).getTime());
            case LOCAL_TIMESTAMP_MILLIS -> AvroType.logical("long", "local-timestamp-millis", AvroTypes::number);
            case LOCAL_TIMESTAMP_MICROS -> AvroType.logical("long", "local-timestamp-micros", AvroTypes::number);
            case LOCAL_TIMESTAMP_NANOS -> AvroType.logical("long", "local-timestamp-nanos", AvroTypes::number);
            case ISO_TIMESTAMP ->
                converted("long", "local-timestamp-micros", value -> Temporals.epochMicros(type, value));
            case ZONED_TIMESTAMP -> converted("long", "timestamp-micros", value -> Temporals.epochMicros(type, value));
            case ARRAY, FLOAT_VECTOR, DOUBLE_VECTOR -> list(schema);
            case MAP -> map(schema);
            case STRUCT, SPARSE_DOUBLE_VECTOR, POINT, GEOMETRY, GEOGRAPHY -> struct(schema);
        };
    }

    /** A value as the number that its column holds. */
    @FunctionalInterface
    private interface ToLong {
        long convert(Object value);
    }

    private AvroType converted(String name, String logicalType, ToLong conversion) {
        String where = where();
        boolean isInt = name.equals("int");
        return AvroType.logical(name, logicalType, (out, value) -> {
            try {
                long number = conversion.convert(value);
                out.number(isInt ? Math.toIntExact(number) : number);
            } catch (DataException e) {
                throw new DataException(where + e.getMessage(), e);
            } catch (ArithmeticException e) {
                throw new DataException(where + "the value is out of the range of its column", e);
            }
        });
    }

    private AvroType decimal(Schema schema) {
        String where = where();
        try {
            DecimalDigits digits = DecimalDigits.of(schema);
            String json = "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":" + digits.precision()
                    + ",\"scale\":" + digits.scale() + "}";
            return new AvroType(json, (out, value) -> {
                try {
                    out.bytes(digits.unscaled(value).toByteArray());
                } catch (DataException e) {
                    throw new DataException(where + e.getMessage(), e);
                }
            });
        } catch (DataException e) {
            throw new DataException(where + e.getMessage(), e);
        }
    }

    private AvroType list(Schema schema) {
        AvroType element = field("element", schema.valueSchema());
        boolean nullable = schema.valueSchema().isOptional();
        String where = where() + "an element: ";
        return new AvroType("{\"type\":\"array\",\"items\":" + element.json() + "}", (out, value) -> {
            List<?> items = (List<?>) value;
            beginItems(out, items.size());
            for (Object item : items) {
                writeNullable(out, nullable, element.writer(), item, where);
            }
            endItems(out);
        });
    }

    private AvroType map(Schema schema) {
        boolean texts = SemanticType.of(schema.keySchema()).wireType() == Schema.Type.STRING
                && !schema.keySchema().isOptional();
        boolean nullable = schema.valueSchema().isOptional();
        String where = where();
        if (texts) {
            AvroType item = field("value", schema.valueSchema());
            return new AvroType("{\"type\":\"map\",\"values\":" + item.json() + "}", (out, value) -> {
                Map<?, ?> entries = (Map<?, ?>) value;
                beginItems(out, entries.size());
                entries.forEach((key, entry) -> {
                    writeNullable(out, false, (to, text) -> to.text((String) text), key, where + "a key: ");
                    writeNullable(out, nullable, item.writer(), entry, where + "a value: ");
                });
                endItems(out);
            });
        }
        AvroType key = field("key", schema.keySchema());
        AvroType item = field("value", schema.valueSchema());
        boolean nullableKey = schema.keySchema().isOptional();
        String entryType = "{\"type\":\"record\",\"name\":\"" + names.unique("MapEntry")
                + "\",\"fields\":[{\"name\":\"key\",\"type\":" + key.json() + "},{\"name\":\"value\",\"type\":"
                + item.json() + "}]}";
        return new AvroType("{\"type\":\"array\",\"items\":" + entryType + "}", (out, value) -> {
            Map<?, ?> entries = (Map<?, ?>) value;
            beginItems(out, entries.size());
            entries.forEach((name, entry) -> {
                writeNullable(out, nullableKey, key.writer(), name, where + "a key: ");
                writeNullable(out, nullable, item.writer(), entry, where + "a value: ");
            });
            endItems(out);
        });
    }

    private AvroType struct(Schema schema) {
        List<Field> fields = schema.fields();
        List<AvroType> types = fields.stream()
                .map(field -> field(field.name(), field.schema()))
                .toList();
        List<String> places = fields.stream().map(field -> where(field.name())).toList();
        String json = record(schema.name() == null ? "Struct" : schema.name(), fields, types);
        return new AvroType(json, (out, value) -> {
            for (Field field : fields) {
                writeNullable(
                        out,
                        field.schema().isOptional(),
                        types.get(field.index()).writer(),
                        ((Struct) value).get(field),
                        places.get(field.index()));
            }
        });
    }

    /** Items come in blocks with their number; one is enough. */
    private static void beginItems(AvroOutput out, int count) {
        if (count > 0) {
            out.number(count);
        }
    }

    private static void endItems(AvroOutput out) {
        out.number(0);
    }

    private static void number(AvroOutput out, Object value) {
        out.number(((Number) value).longValue());
    }

    private static void bytes(AvroOutput out, Object value) {
        if (value instanceof ByteBuffer buffer) {
            out.bytes(buffer);
        } else {
            out.bytes((byte[]) value);
        }
    }

    private String where(String field) {
        path.addLast(field);
        String where = where();
        path.removeLast();
        return where;
    }

    private String where() {
        return path.isEmpty() ? "" : "field '" + String.join(".", path) + "': ";
    }
}
