// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.enumType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.jsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.uuidType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.sluice.connect.commons.data.DecimalSchemas;
import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.commons.data.Temporals;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * Decides, for each Connect schema, which Parquet type it becomes and how its values are written.
 *
 * <p>Instants are adjusted to UTC, local timestamps and times of day are not. What has no Parquet type of its own becomes its text.
 */
final class Columns {
    private static final int UUID_BYTES = 16;
    private static final int BITS_8 = 8;
    private static final int BITS_16 = 16;

    private final TypeSet types;
    private final Deque<String> path = new ArrayDeque<>();

    Columns(TypeSet types) {
        this.types = types;
    }

    /** @throws DataException naming the field whose schema cannot be written */
    Column column(String name, Schema schema) {
        path.addLast(name);
        Column column = compile(name, schema, schema.isOptional() ? Repetition.OPTIONAL : Repetition.REQUIRED);
        path.removeLast();
        return column;
    }

    /** The fields of a struct, in order. */
    List<Column> fields(Schema struct) {
        if (struct.fields().isEmpty()) {
            throw new DataException(
                    where() + "a struct without fields cannot be written to Parquet. Drop it with a" + " transform");
        }
        refuseNamesThatDifferInCaseOnly(struct);
        return struct.fields().stream()
                .map(field -> column(field.name(), field.schema()))
                .toList();
    }

    /** Spark, Hive, Athena and Trino look columns up without regard to case, and refuse a file where two answer. */
    private void refuseNamesThatDifferInCaseOnly(Schema struct) {
        Map<String, String> names = new HashMap<>();
        for (Field field : struct.fields()) {
            String other = names.put(field.name().toLowerCase(Locale.ROOT), field.name());
            if (other != null) {
                throw new DataException(where() + "the names '" + other + "' and '" + field.name()
                        + "' differ in case only, which most readers of Parquet cannot tell apart. Rename one with the"
                        + " transform ReplaceField");
            }
        }
    }

    private Column compile(String name, Schema schema, Repetition repetition) {
        SemanticType type = SemanticType.of(schema);
        Leaf leaf = new Leaf(name, repetition, where());
        return switch (type) {
            case BOOLEAN -> leaf.plain(BOOLEAN, (out, value) -> out.addBoolean((Boolean) value));
            case INT8 -> leaf.plain(INT32, intType(BITS_8, true), (out, value) -> out.addInteger((Byte) value));
            case INT16 -> leaf.plain(INT32, intType(BITS_16, true), (out, value) -> out.addInteger((Short) value));
            case INT32, YEAR -> leaf.plain(INT32, (out, value) -> out.addInteger((Integer) value));
            case INT64, DURATION_MICROS, DURATION_NANOS -> leaf.plain(INT64, (out, value) -> out.addLong((Long) value));
            case FLOAT32 -> leaf.plain(FLOAT, (out, value) -> out.addFloat((Float) value));
            case FLOAT64 -> leaf.plain(DOUBLE, (out, value) -> out.addDouble((Double) value));
            case STRING, XML, ENUM_SET, TSVECTOR, LTREE, INTERVAL -> leaf.text(stringType());
            case JSON -> leaf.text(jsonType());
            case ENUM -> leaf.text(enumType());
            case UUID ->
                sparkReadsIt()
                        ? leaf.text(stringType())
                        : leaf.fixed(UUID_BYTES, uuidType(), text -> Binaries.uuid((String) text));
            case BYTES, BITS -> leaf.plain(BINARY, (out, value) -> out.addBinary(Binaries.of(value)));
            case DECIMAL -> DecimalColumn.of(leaf, schema);
            case VARIABLE_SCALE_DECIMAL ->
                leaf.converted(
                        BINARY,
                        stringType(),
                        value -> Binaries.text(
                                DecimalSchemas.variableScale((Struct) value).toString()));
            case CONNECT_DATE, DATE, ISO_DATE ->
                leaf.ints(dateType(), value -> Math.toIntExact(Temporals.epochDay(type, value)));
            case CONNECT_TIME, TIME_MILLIS, TIME_MICROS, TIME_NANOS, ISO_TIME, ZONED_TIME -> time(leaf, type);
            case CONNECT_TIMESTAMP ->
                leaf.plain(
                        INT64,
                        timestampType(true, TimeUnit.MILLIS),
                        (out, value) -> out.addLong(((java.util.Date) value).getTime()));
            case LOCAL_TIMESTAMP_MILLIS ->
                leaf.plain(INT64, timestampType(false, TimeUnit.MILLIS), (out, value) -> out.addLong((Long) value));
            case LOCAL_TIMESTAMP_MICROS ->
                leaf.plain(INT64, timestampType(false, TimeUnit.MICROS), (out, value) -> out.addLong((Long) value));
            case LOCAL_TIMESTAMP_NANOS -> {
                ValueWriter writer = (out, value) -> out.addLong((Long) value);
                yield sparkReadsIt()
                        ? leaf.plain(INT64, writer)
                        : leaf.plain(INT64, timestampType(false, TimeUnit.NANOS), writer);
            }
            case ISO_TIMESTAMP ->
                leaf.longs(timestampType(false, TimeUnit.MICROS), value -> Temporals.epochMicros(type, value));
            case ZONED_TIMESTAMP ->
                leaf.longs(timestampType(true, TimeUnit.MICROS), value -> Temporals.epochMicros(type, value));
            case ARRAY, FLOAT_VECTOR, DOUBLE_VECTOR -> list(name, schema, repetition);
            case MAP -> map(name, schema, repetition);
            case STRUCT, SPARSE_DOUBLE_VECTOR, POINT, GEOMETRY, GEOGRAPHY -> struct(name, schema, repetition);
        };
    }

    private Column time(Leaf leaf, SemanticType type) {
        if (sparkReadsIt()) {
            return type.wireType() == Schema.Type.STRING
                    ? leaf.text(stringType())
                    : leaf.converted(BINARY, stringType(), value -> Binaries.time(Temporals.nanoOfDay(type, value)));
        }
        return switch (type) {
            case CONNECT_TIME, TIME_MILLIS ->
                leaf.ints(
                        timeType(false, TimeUnit.MILLIS),
                        value -> Math.toIntExact(Temporals.nanoOfDay(type, value) / 1_000_000L));
            case TIME_NANOS ->
                leaf.plain(INT64, timeType(false, TimeUnit.NANOS), (out, value) -> out.addLong((Long) value));
            case ZONED_TIME ->
                leaf.longs(timeType(true, TimeUnit.MICROS), value -> Temporals.nanoOfDay(type, value) / 1_000L);
            default -> leaf.longs(timeType(false, TimeUnit.MICROS), value -> Temporals.nanoOfDay(type, value) / 1_000L);
        };
    }

    private boolean sparkReadsIt() {
        return types == TypeSet.SPARK;
    }

    private Column struct(String name, Schema schema, Repetition repetition) {
        List<Column> columns = fields(schema);
        GroupType type = Types.buildGroup(repetition)
                .addFields(columns.stream().map(Column::type).toArray(Type[]::new))
                .named(name);
        return new Column(type, structWriter(schema, columns));
    }

    /** A struct's fields without the group around them. */
    FieldWriters fieldWriters(Schema schema, List<Column> columns) {
        FieldWriter[] writers = new FieldWriter[columns.size()];
        for (Field field : schema.fields()) {
            path.addLast(field.name());
            writers[field.index()] =
                    new FieldWriter(field, columns.get(field.index()).writer(), where());
            path.removeLast();
        }
        return new FieldWriters(writers);
    }

    private ValueWriter structWriter(Schema schema, List<Column> columns) {
        return new NestedWriters.OfStruct(fieldWriters(schema, columns));
    }

    private Column list(String name, Schema schema, Repetition repetition) {
        Column element = column("element", schema.valueSchema());
        GroupType type = Types.list(repetition).element(element.type()).named(name);
        return new Column(
                type,
                new NestedWriters.OfList(element.writer(), schema.valueSchema().isOptional(), where()));
    }

    private Column map(String name, Schema schema, Repetition repetition) {
        path.addLast("key");
        // Parquet demands that keys be there, whatever the schema allows.
        Column key = compile("key", schema.keySchema(), Repetition.REQUIRED);
        path.removeLast();
        Column value = column("value", schema.valueSchema());
        GroupType type =
                Types.map(repetition).key(key.type()).value(value.type()).named(name);
        return new Column(
                type,
                new NestedWriters.OfMap(
                        key.writer(), value.writer(), schema.valueSchema().isOptional(), where()));
    }

    private String where() {
        return path.isEmpty() ? "" : "field '" + String.join(".", path) + "': ";
    }

    /** A primitive column that is being decided about. */
    record Leaf(String name, Repetition repetition, String where) {
        Column plain(PrimitiveTypeName type, ValueWriter writer) {
            return new Column(Types.primitive(type, repetition).named(name), writer);
        }

        Column plain(PrimitiveTypeName type, LogicalTypeAnnotation annotation, ValueWriter writer) {
            return new Column(Types.primitive(type, repetition).as(annotation).named(name), writer);
        }

        Column text(LogicalTypeAnnotation annotation) {
            return plain(BINARY, annotation, (out, value) -> out.addBinary(Binaries.text((String) value)));
        }

        Column converted(PrimitiveTypeName type, LogicalTypeAnnotation annotation, ConvertedWriters.ToBinary convert) {
            return plain(type, annotation, new ConvertedWriters.OfBinary(convert, where));
        }

        Column ints(LogicalTypeAnnotation annotation, ConvertedWriters.ToInt convert) {
            return plain(INT32, annotation, new ConvertedWriters.OfInt(convert, where));
        }

        Column longs(LogicalTypeAnnotation annotation, ConvertedWriters.ToLong convert) {
            return plain(INT64, annotation, new ConvertedWriters.OfLong(convert, where));
        }

        Column fixed(int length, LogicalTypeAnnotation annotation, ConvertedWriters.ToBinary convert) {
            return new Column(
                    Types.primitive(FIXED_LEN_BYTE_ARRAY, repetition)
                            .length(length)
                            .as(annotation)
                            .named(name),
                    new ConvertedWriters.OfBinary(convert, where));
        }
    }
}
