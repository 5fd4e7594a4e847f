// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import dev.sluice.connect.commons.data.DecimalSchemas;
import dev.sluice.connect.commons.data.SemanticType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The narrowest schema that holds the values of two others unchanged: fields of both, null allowed where one of them allows it or lacks
 * the field, and the wider of two types.
 *
 * <p>A number is never widened into one that cannot hold it exactly: INT64 and FLOAT64 have no union.
 */
final class SchemaUnion {
    /** What every reader takes. */
    private static final int MAX_PRECISION = 38;

    private static final Set<SemanticType> INTEGERS =
            EnumSet.of(SemanticType.INT8, SemanticType.INT16, SemanticType.INT32, SemanticType.INT64);
    /** Of those, what a float32 and a float64 hold exactly. */
    private static final Set<SemanticType> IN_FLOAT32 = EnumSet.of(SemanticType.INT8, SemanticType.INT16);

    private static final Set<SemanticType> IN_FLOAT64 =
            EnumSet.of(SemanticType.INT8, SemanticType.INT16, SemanticType.INT32, SemanticType.FLOAT32);

    private final Deque<String> path = new ArrayDeque<>();

    private SchemaUnion() {}

    /**
     * @param file a reduced schema; where it holds the other already, the answer equals it
     * @param added a reduced schema
     * @throws IncompatibleSchemasException if there is none
     */
    static Schema of(Schema file, Schema added) {
        return file.equals(added) ? file : new SchemaUnion().union(file, added);
    }

    private Schema union(Schema a, Schema b) {
        if (a.equals(b)) {
            return a;
        }
        SchemaBuilder union = type(a, b);
        if (a.isOptional() || b.isOptional()) {
            return union.optional().build();
        }
        // Another default alone is no other schema: the file's stands in for missing values, and nothing is written of
        // it.
        boolean keepsDefault = a.defaultValue() != null
                && a.type() == union.type()
                && Objects.equals(a.parameters(), union.parameters());
        return keepsDefault ? union.defaultValue(a.defaultValue()).build() : union.build();
    }

    private SchemaBuilder type(Schema a, Schema b) {
        SemanticType left = SemanticType.of(a);
        SemanticType right = SemanticType.of(b);
        if (a.type() == Schema.Type.STRUCT && b.type() == Schema.Type.STRUCT) {
            return left == right || left == SemanticType.STRUCT || right == SemanticType.STRUCT
                    ? struct(a, b)
                    : incompatible(a, b);
        }
        if (a.type() == Schema.Type.ARRAY && b.type() == Schema.Type.ARRAY) {
            SchemaBuilder list = SchemaBuilder.array(child("element", a.valueSchema(), b.valueSchema()));
            ColumnSchemas.named(list, sameName(a, b));
            return list;
        }
        if (a.type() == Schema.Type.MAP && b.type() == Schema.Type.MAP) {
            return SchemaBuilder.map(
                    child("key", a.keySchema(), b.keySchema()), child("value", a.valueSchema(), b.valueSchema()));
        }
        if (left == SemanticType.DECIMAL && right == SemanticType.DECIMAL) {
            return decimal(a, b);
        }
        if (left == right) {
            return ColumnSchemas.builder(a);
        }
        SemanticType wider = wider(left, right);
        return wider == null ? incompatible(a, b) : new SchemaBuilder(wider.wireType());
    }

    /** The plain type that holds the values of both; null if there is none. */
    private static @Nullable SemanticType wider(SemanticType a, SemanticType b) {
        SemanticType left = plain(a);
        SemanticType right = plain(b);
        if (left == null || right == null) {
            return null;
        }
        if (left == right) {
            return left;
        }
        if (INTEGERS.contains(left) && INTEGERS.contains(right)) {
            return left.compareTo(right) > 0 ? left : right;
        }
        if (holdsAsFloat(left, right)) {
            return left;
        }
        return holdsAsFloat(right, left) ? right : null;
    }

    private static boolean holdsAsFloat(SemanticType wide, SemanticType narrow) {
        return (wide == SemanticType.FLOAT64 && IN_FLOAT64.contains(narrow))
                || (wide == SemanticType.FLOAT32 && IN_FLOAT32.contains(narrow));
    }

    /** What a value is to those who do not know its meaning; null where its file form is not its plain one. */
    private static @Nullable SemanticType plain(SemanticType type) {
        return switch (type) {
            case BOOLEAN, INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, STRING, BYTES -> type;
            case YEAR -> SemanticType.INT32;
            case DURATION_MICROS, DURATION_NANOS -> SemanticType.INT64;
            case BITS -> SemanticType.BYTES;
            // Every one of these is a text in Connect: a column of text holds it as it came.
            case ZONED_TIMESTAMP,
                    ZONED_TIME,
                    ISO_DATE,
                    ISO_TIME,
                    ISO_TIMESTAMP,
                    INTERVAL,
                    JSON,
                    XML,
                    UUID,
                    ENUM,
                    ENUM_SET,
                    TSVECTOR,
                    LTREE -> SemanticType.STRING;
            case ARRAY,
                    MAP,
                    STRUCT,
                    DECIMAL,
                    CONNECT_DATE,
                    CONNECT_TIME,
                    CONNECT_TIMESTAMP,
                    DATE,
                    TIME_MILLIS,
                    TIME_MICROS,
                    TIME_NANOS,
                    LOCAL_TIMESTAMP_MILLIS,
                    LOCAL_TIMESTAMP_MICROS,
                    LOCAL_TIMESTAMP_NANOS,
                    VARIABLE_SCALE_DECIMAL,
                    FLOAT_VECTOR,
                    DOUBLE_VECTOR,
                    SPARSE_DOUBLE_VECTOR,
                    POINT,
                    GEOMETRY,
                    GEOGRAPHY -> null;
        };
    }

    private SchemaBuilder decimal(Schema a, Schema b) {
        int scale = Math.max(DecimalSchemas.scale(a), DecimalSchemas.scale(b));
        if (DecimalSchemas.precision(a).isEmpty() || DecimalSchemas.precision(b).isEmpty()) {
            // Without a precision a column takes all the digits there are, so another scale takes away from those
            // before the point.
            return DecimalSchemas.scale(a) == DecimalSchemas.scale(b)
                    ? ColumnSchemas.decimal(scale)
                    : incompatible(a, b);
        }
        int precision = Math.max(integerDigits(a), integerDigits(b)) + scale;
        if (precision > MAX_PRECISION) {
            return incompatible(a, b);
        }
        return ColumnSchemas.decimal(scale).parameter(DecimalSchemas.PRECISION_PARAMETER, Integer.toString(precision));
    }

    private static int integerDigits(Schema decimal) {
        return DecimalSchemas.precision(decimal).orElse(MAX_PRECISION) - DecimalSchemas.scale(decimal);
    }

    private SchemaBuilder struct(Schema a, Schema b) {
        SchemaBuilder union = SchemaBuilder.struct();
        ColumnSchemas.named(union, sameName(a, b));
        for (Field field : a.fields()) {
            Field other = b.field(field.name());
            Object unused = union.field(
                    field.name(),
                    other == null ? missing(field.schema()) : child(field.name(), field.schema(), other.schema()));
        }
        for (Field field : b.fields()) {
            if (a.field(field.name()) == null) {
                Object unused = union.field(field.name(), missing(field.schema()));
            }
        }
        return union;
    }

    /** A renamed record type is the same columns. The file's name stays. */
    private static @Nullable String sameName(Schema a, Schema b) {
        return SemanticType.of(a) == SemanticType.of(b) ? a.name() : plainName(a, b);
    }

    private static @Nullable String plainName(Schema a, Schema b) {
        return SemanticType.of(a).logicalName() == null ? a.name() : b.name();
    }

    /** A field that the other schema lacks: its default stands in where it has one, and null elsewhere. */
    private static Schema missing(Schema schema) {
        return schema.defaultValue() == null ? ColumnSchemas.optional(schema) : schema;
    }

    private Schema child(String name, Schema a, Schema b) {
        path.addLast(name);
        Schema union = union(a, b);
        path.removeLast();
        return union;
    }

    private SchemaBuilder incompatible(Schema a, Schema b) {
        throw new IncompatibleSchemasException("field '" + String.join(".", path) + "': " + name(b) + " and the "
                + name(a) + " of earlier records have no common type that holds both unchanged");
    }

    private static String name(Schema schema) {
        SemanticType type = SemanticType.of(schema);
        return type == SemanticType.DECIMAL
                ? "DECIMAL of scale " + DecimalSchemas.scale(schema)
                        + DecimalSchemas.precision(schema).stream()
                                .mapToObj(precision -> " and precision " + precision)
                                .reduce("", String::concat)
                : type.toString();
    }
}
