// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.jdbc.change.ColumnMapping;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Writes nested Connect values as JSON, by a writer that is made once for a schema.
 *
 * <p>Numbers stay exact, temporal values are the texts that PostgreSQL reads, bytes are base64, what is JSON already is put in as it is,
 * and numbers that JSON does not know (NaN, the infinities) are texts.
 */
final class JsonText {
    /** Deeper schemas are recursive ones: no table is meant to hold those. */
    private static final int MAX_DEPTH = 64;

    private final Writer writer;

    @FunctionalInterface
    private interface Writer {
        void append(StringBuilder out, Object value);
    }

    private record Member(Field field, String quotedName, Writer writer) {}

    private JsonText(Writer writer) {
        this.writer = writer;
    }

    /** @throws DataException if the schema nests too deeply */
    static JsonText of(Schema schema) {
        return new JsonText(writer(schema, 0));
    }

    String write(Object value) {
        StringBuilder out = new StringBuilder();
        writer.append(out, value);
        return out.toString();
    }

    private static Writer writer(Schema schema, int depth) {
        if (depth > MAX_DEPTH) {
            throw new DataException("the schema nests more than " + MAX_DEPTH
                    + " levels, or contains itself. Leave the field out with fields.whitelist");
        }
        SemanticType type = SemanticType.of(schema);
        if (type == SemanticType.STRUCT) {
            return struct(schema, depth);
        }
        if (type == SemanticType.MAP) {
            return map(schema, depth);
        }
        return type == SemanticType.ARRAY ? array(schema, depth) : single(type, PostgresTypes.mapping(schema));
    }

    private static Writer struct(Schema schema, int depth) {
        List<Member> members = new ArrayList<>();
        for (Field field : schema.fields()) {
            members.add(new Member(field, quoted(field.name()), writer(field.schema(), depth + 1)));
        }
        return (out, value) -> {
            Struct struct = (Struct) value;
            char separator = '{';
            for (Member member : members) {
                out.append(separator).append(member.quotedName).append(':');
                appendOrNull(out, struct.get(member.field), member.writer);
                separator = ',';
            }
            out.append(members.isEmpty() ? "{}" : "}");
        };
    }

    private static Writer map(Schema schema, int depth) {
        ColumnMapping key = PostgresTypes.mapping(schema.keySchema());
        Writer element = writer(schema.valueSchema(), depth + 1);
        return (out, value) -> {
            out.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                out.append(separator);
                // A null key has no name in JSON but the empty one.
                appendQuoted(
                        out,
                        entry.getKey() == null
                                ? ""
                                : PostgresText.of(key.encoder().encode(entry.getKey())));
                out.append(':');
                appendOrNull(out, entry.getValue(), element);
                separator = ",";
            }
            out.append('}');
        };
    }

    private static Writer array(Schema schema, int depth) {
        Writer element = writer(schema.valueSchema(), depth + 1);
        return (out, value) -> {
            out.append('[');
            String separator = "";
            for (Object each : (List<?>) value) {
                out.append(separator);
                appendOrNull(out, each, element);
                separator = ",";
            }
            out.append(']');
        };
    }

    private static Writer single(SemanticType type, ColumnMapping mapping) {
        return (out, value) -> {
            Object encoded = mapping.encoder().encode(value);
            if (encoded instanceof Boolean || encoded instanceof Long || encoded instanceof BigDecimal) {
                out.append(encoded);
            } else if (encoded instanceof Float || encoded instanceof Double) {
                appendNumber(out, (Number) encoded);
            } else if (encoded instanceof ByteBuffer bytes) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                appendQuoted(out, Base64.getEncoder().encodeToString(copy));
            } else if (type == SemanticType.JSON) {
                out.append(encoded);
            } else {
                appendQuoted(out, encoded.toString());
            }
        };
    }

    private static void appendNumber(StringBuilder out, Number number) {
        if (Double.isFinite(number.doubleValue())) {
            out.append(number);
        } else {
            appendQuoted(out, number.toString());
        }
    }

    private static void appendOrNull(StringBuilder out, @Nullable Object value, Writer writer) {
        if (value == null) {
            out.append("null");
        } else {
            writer.append(out, value);
        }
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        appendQuoted(out, text);
        return out.toString();
    }

    private static void appendQuoted(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"' || letter == '\\') {
                out.append('\\').append(letter);
            } else if (letter < ' ') {
                out.append(String.format("\\u%04x", (int) letter));
            } else {
                out.append(letter);
            }
        }
        out.append('"');
    }
}
