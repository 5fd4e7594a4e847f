// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What values without a schema have been so far. Immutable; {@link #including} answers one that is as wide or wider.
 *
 * <p>Integers are int64, numbers with a point float64, both in one field float64. A field that was of two kinds which have nothing
 * else in common is a text: strings as they are, everything else as JSON. What was only ever null or empty has no type, and is left
 * out until it gets one.
 */
final class Shape {
    /** Nothing but nulls. */
    static final Shape UNKNOWN = new Shape(Kind.UNKNOWN, Map.of(), null);

    private static final Shape TEXT = new Shape(Kind.TEXT, Map.of(), null);
    private static final Schema INSTANT =
            ColumnSchemas.reduceValue(Timestamp.builder().optional().build());
    private static final int MAX_DEPTH = 50;
    /** An object with more keys than that is a dictionary, whose keys are data. */
    static final int MAX_FIELDS = 1000;

    private enum Kind {
        UNKNOWN,
        BOOLEAN,
        INTEGER,
        REAL,
        TEXT,
        BYTES,
        TIMESTAMP,
        OBJECT,
        LIST
    }

    private final Kind kind;
    private final Map<String, Shape> fields;
    private final @Nullable Shape element;
    private final @Nullable Schema schema;

    private Shape(Kind kind, Map<String, Shape> fields, @Nullable Shape element) {
        this.kind = kind;
        this.fields = fields;
        this.element = element;
        this.schema = schema(kind, fields, element);
    }

    /**
     * A shape that the value has too; this one if it has it already.
     *
     * @throws DataException naming the field that cannot be written
     */
    Shape including(@Nullable Object value) {
        return including(value, "", 0);
    }

    /**
     * The same for a whole value, whose fields are columns. It may come to have {@link #isTooWide too many} of them.
     *
     * @throws DataException naming the field that cannot be written; or if the value alone has too many
     */
    Shape includingRow(Map<?, ?> value) {
        if (value.size() > MAX_FIELDS) {
            throw new DataException("the value has more than " + MAX_FIELDS
                    + " fields, so their names seem to be data. Use a converter that brings a schema");
        }
        return widened(value, "", 0);
    }

    /** True for an object that has had more fields than a file is to have columns. */
    boolean isTooWide() {
        return fields.size() > MAX_FIELDS;
    }

    private Shape including(@Nullable Object value, String path, int depth) {
        if (value == null) {
            return this;
        }
        if (depth > MAX_DEPTH) {
            throw new DataException(
                    "field '" + path + "': the value is nested more than " + MAX_DEPTH + " levels deep");
        }
        Kind found = kind(value, path);
        if (found == Kind.OBJECT && (kind == Kind.OBJECT || kind == Kind.UNKNOWN)) {
            return object((Map<?, ?>) value, path, depth);
        }
        if (found == Kind.LIST && (kind == Kind.LIST || kind == Kind.UNKNOWN)) {
            return list((Iterable<?>) value, path, depth);
        }
        Kind common = common(kind, found);
        if (common == Kind.TEXT && (found == Kind.OBJECT || found == Kind.LIST)) {
            // Nothing within it may be unfit for JSON either.
            Object unused = UNKNOWN.including(value, path, depth);
        }
        return common == kind ? this : common == Kind.TEXT ? TEXT : new Shape(common, Map.of(), null);
    }

    private Shape object(Map<?, ?> value, String path, int depth) {
        Shape widened = widened(value, path, depth);
        return widened.isTooWide() ? TEXT : widened;
    }

    private Shape widened(Map<?, ?> value, String path, int depth) {
        Map<String, Shape> widened = fields;
        for (Map.Entry<?, ?> entry : value.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new DataException((path.isEmpty() ? "the value" : "field '" + path + "'")
                        + ": a key is not a text, so it cannot name a column. Use a converter that brings a schema");
            }
            Shape before = widened.getOrDefault(name, UNKNOWN);
            Shape after = before.including(entry.getValue(), path.isEmpty() ? name : path + "." + name, depth + 1);
            if (after != before) {
                widened = widened == fields ? new LinkedHashMap<>(fields) : widened;
                widened.put(name, after);
            }
        }
        return widened == fields && kind == Kind.OBJECT
                ? this
                : new Shape(Kind.OBJECT, Collections.unmodifiableMap(widened), null);
    }

    private Shape list(Iterable<?> value, String path, int depth) {
        Shape before = element == null ? UNKNOWN : element;
        Shape after = before;
        for (Object item : value) {
            after = after.including(item, path + ".element", depth + 1);
        }
        return after == before && kind == Kind.LIST ? this : new Shape(Kind.LIST, Map.of(), after);
    }

    private static Kind common(Kind a, Kind b) {
        if (a == b || a == Kind.UNKNOWN) {
            return b;
        }
        boolean numbers = (a == Kind.INTEGER || a == Kind.REAL) && (b == Kind.INTEGER || b == Kind.REAL);
        return numbers ? Kind.REAL : Kind.TEXT;
    }

    private static Kind kind(Object value, String path) {
        if (value instanceof String || value instanceof BigDecimal || value instanceof BigInteger) {
            return Kind.TEXT;
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            return Kind.INTEGER;
        } else if (value instanceof Double || value instanceof Float) {
            return Kind.REAL;
        } else if (value instanceof Boolean) {
            return Kind.BOOLEAN;
        } else if (value instanceof Map) {
            return Kind.OBJECT;
        } else if (value instanceof Collection) {
            return Kind.LIST;
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            return Kind.BYTES;
        } else if (value instanceof Date) {
            return Kind.TIMESTAMP;
        }
        throw new DataException((path.isEmpty() ? "the value" : "field '" + path + "'") + ": a "
                + (value instanceof Struct
                        ? "struct within a value without a schema"
                        : value.getClass().getName())
                + " cannot be written");
    }

    /** The schema of a column for such values; null if none has had a type yet. */
    @Nullable Schema schema() {
        return schema;
    }

    private static @Nullable Schema schema(Kind kind, Map<String, Shape> fields, @Nullable Shape element) {
        return switch (kind) {
            case UNKNOWN -> null;
            case BOOLEAN -> Schema.OPTIONAL_BOOLEAN_SCHEMA;
            case INTEGER -> Schema.OPTIONAL_INT64_SCHEMA;
            case REAL -> Schema.OPTIONAL_FLOAT64_SCHEMA;
            case TEXT -> Schema.OPTIONAL_STRING_SCHEMA;
            case BYTES -> Schema.OPTIONAL_BYTES_SCHEMA;
            case TIMESTAMP -> INSTANT;
            case OBJECT -> struct(fields);
            case LIST -> list(Objects.requireNonNull(element).schema());
        };
    }

    private static @Nullable Schema struct(Map<String, Shape> fields) {
        SchemaBuilder struct = SchemaBuilder.struct().optional();
        fields.forEach((name, shape) -> {
            if (shape.schema() != null) {
                struct.field(name, shape.schema());
            }
        });
        Schema built = struct.build();
        return built.fields().isEmpty() ? null : built;
    }

    private static @Nullable Schema list(@Nullable Schema element) {
        return element == null ? null : SchemaBuilder.array(element).optional().build();
    }
}
