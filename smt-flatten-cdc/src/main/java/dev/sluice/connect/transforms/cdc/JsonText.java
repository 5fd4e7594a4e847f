// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.SemanticType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as JSON: bytes in base64, decimals as numbers with all their digits, Connect's temporal types as their numbers on the wire
 * (days, milliseconds), and what JSON has no number for (NaN, infinities) as text.
 */
final class JsonText {
    private static final int DEEPEST = 64;
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    /** A column of JSON, in the schema by which Debezium names it. */
    static Schema schema(boolean optional) {
        SchemaBuilder builder =
                SchemaBuilder.string().name(SemanticType.JSON.logicalName()).version(1);
        return optional ? builder.optional().build() : builder.build();
    }

    /** @param schema null where the value has none */
    static String of(@Nullable Schema schema, @Nullable Object value) {
        JsonText text = new JsonText();
        text.write(schema, value, 0);
        return text.out.toString();
    }

    private void write(@Nullable Schema schema, @Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new DataException("a value is nested deeper than " + DEEPEST + " levels, or contains itself");
        }
        if (value == null) {
            out.append("null");
        } else if (value instanceof Struct struct) {
            writeStruct(struct, depth);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(schema, map, depth);
        } else if (value instanceof List<?> list) {
            writeList(schema == null ? null : schema.valueSchema(), list, depth);
        } else {
            writeScalar(schema, value);
        }
    }

    private void writeStruct(Struct struct, int depth) {
        char separator = '{';
        for (Field field : struct.schema().fields()) {
            out.append(separator);
            quote(field.name());
            out.append(':');
            write(field.schema(), struct.getWithoutDefault(field.name()), depth + 1);
            separator = ',';
        }
        out.append(separator == '{' ? "{}" : "}");
    }

    private void writeMap(@Nullable Schema schema, Map<?, ?> map, int depth) {
        char separator = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            Object key = entry.getKey();
            quote(key instanceof String name ? name : of(schema == null ? null : schema.keySchema(), key));
            out.append(':');
            write(schema == null ? null : schema.valueSchema(), entry.getValue(), depth + 1);
            separator = ',';
        }
        out.append(separator == '{' ? "{}" : "}");
    }

    private void writeList(@Nullable Schema element, List<?> list, int depth) {
        char separator = '[';
        for (Object part : list) {
            out.append(separator);
            write(element, part, depth + 1);
            separator = ',';
        }
        out.append(separator == '[' ? "[]" : "]");
    }

    private void writeScalar(@Nullable Schema schema, Object value) {
        if (value instanceof BigDecimal decimal) {
            // A large exponent would be that many digits.
            out.append(Math.abs(decimal.scale()) > 1_000 ? decimal.toString() : decimal.toPlainString());
        } else if (value instanceof Date date) {
            boolean days = schema != null && SemanticType.of(schema) == SemanticType.CONNECT_DATE;
            out.append(days ? Math.floorDiv(date.getTime(), MILLIS_PER_DAY) : date.getTime());
        } else if (value instanceof byte[] bytes) {
            quote(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            quote(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof Boolean
                || (value instanceof Number number && Double.isFinite(number.doubleValue()))) {
            out.append(value);
        } else {
            quote(value.toString());
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
