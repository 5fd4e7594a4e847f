// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import dev.sluice.connect.commons.data.SemanticType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as JSON, in the form that Connect's JsonConverter gives them without schemas: bytes in Base64, dates and times as
 * numbers, maps whose keys are not all texts as lists of pairs.
 */
public final class JsonText {
    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final char FIRST_PRINTABLE = ' ';
    private static final int MAX_DEPTH = 500;

    private final StringBuilder out;
    private final boolean decimalsAsNumbers;
    private int depth;

    /** @param decimalsAsNumbers whether decimals are written as numbers, and not as the Base64 of their digits */
    public JsonText(StringBuilder out, boolean decimalsAsNumbers) {
        this.out = out;
        this.decimalsAsNumbers = decimalsAsNumbers;
    }

    /** A value as one text: a string is itself, everything else is its JSON. */
    static String textOf(@Nullable Schema schema, Object value) {
        if (value instanceof String text) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        new JsonText(out, true).value(schema, value);
        return out.toString();
    }

    /** The value of a field as JSON shows it: null where the source says null, also if the schema has a default. */
    public static @Nullable Object value(Struct struct, Field field) {
        return field.schema().isOptional() && field.schema().defaultValue() != null
                ? struct.getWithoutDefault(field.name())
                : struct.get(field);
    }

    /** @param schema null for a value without one */
    public void value(@Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            out.append("null");
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Struct struct) {
            struct(struct);
        } else if (value instanceof Map<?, ?> map) {
            map(schema, map);
        } else if (value instanceof Collection<?> items) {
            list(schema, items);
        } else if (value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof BigDecimal decimal) {
            decimal(schema, decimal);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Date date) {
            date(schema, date);
        } else if (value instanceof byte[] bytes) {
            base64(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            base64(bytes);
        } else {
            throw new DataException(value.getClass().getName() + " has no form in JSON");
        }
    }

    /** One member of an object. */
    public void member(String name, @Nullable Schema schema, @Nullable Object value, boolean first) {
        if (!first) {
            out.append(',');
        }
        string(name);
        out.append(':');
        value(schema, value);
    }

    private void struct(Struct struct) {
        enter();
        out.append('{');
        boolean first = true;
        for (Field field : struct.schema().fields()) {
            member(field.name(), field.schema(), value(struct, field), first);
            first = false;
        }
        out.append('}');
        depth--;
    }

    private void map(@Nullable Schema schema, Map<?, ?> map) {
        enter();
        Schema keys = schema == null ? null : schema.keySchema();
        Schema values = schema == null ? null : schema.valueSchema();
        boolean object = keys == null
                ? map.keySet().stream().allMatch(String.class::isInstance)
                : keys.type() == Schema.Type.STRING && !keys.isOptional();
        boolean first = true;
        out.append(object ? '{' : '[');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (object && entry.getKey() instanceof String name) {
                member(name, values, entry.getValue(), first);
            } else {
                out.append(first ? "[" : ",[");
                value(keys, entry.getKey());
                out.append(',');
                value(values, entry.getValue());
                out.append(']');
            }
            first = false;
        }
        out.append(object ? '}' : ']');
        depth--;
    }

    private void list(@Nullable Schema schema, Collection<?> items) {
        enter();
        Schema element = schema == null ? null : schema.valueSchema();
        out.append('[');
        for (Iterator<?> all = items.iterator(); all.hasNext(); ) {
            value(element, all.next());
            if (all.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
        depth--;
    }

    private void decimal(@Nullable Schema schema, BigDecimal decimal) {
        if (decimalsAsNumbers || schema == null) {
            out.append(decimal.toPlainString());
        } else {
            base64(decimal.unscaledValue().toByteArray());
        }
    }

    private void number(Number number) {
        boolean finite = !(number instanceof Double real && !Double.isFinite(real))
                && !(number instanceof Float single && !Float.isFinite(single));
        if (finite) {
            out.append(number);
        } else {
            // JSON has no such numbers.
            out.append('"').append(number).append('"');
        }
    }

    private void date(@Nullable Schema schema, Date date) {
        boolean days = schema != null && SemanticType.of(schema) == SemanticType.CONNECT_DATE;
        out.append(days ? Math.floorDiv(date.getTime(), MILLIS_PER_DAY) : date.getTime());
    }

    private void base64(byte[] bytes) {
        out.append('"').append(Base64.getEncoder().encodeToString(bytes)).append('"');
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < FIRST_PRINTABLE || isHalf(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Half of a pair without the other has no form in UTF-8. */
    private static boolean isHalf(String text, int at) {
        char c = text.charAt(at);
        return (Character.isHighSurrogate(c)
                        && (at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))))
                || (Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1))));
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw new DataException("the value is nested more than " + MAX_DEPTH + " levels deep");
        }
    }
}
