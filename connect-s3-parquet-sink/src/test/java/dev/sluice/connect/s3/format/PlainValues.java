// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Values of Connect, Parquet and Avro in one form, so that they can be compared: a field that is null is not there. */
final class PlainValues {
    private PlainValues() {}

    static @Nullable Object ofConnect(@Nullable Object value) {
        if (value instanceof Struct struct) {
            Map<String, Object> fields = new TreeMap<>();
            struct.schema().fields().forEach(field -> put(fields, field.name(), ofConnect(struct.get(field))));
            return fields;
        }
        if (value instanceof List<?> items) {
            List<@Nullable Object> plain = new ArrayList<>();
            items.forEach(item -> plain.add(ofConnect(item)));
            return plain;
        }
        return scalar(value);
    }

    static Map<String, Object> ofParquet(Group group) {
        Map<String, Object> fields = new TreeMap<>();
        group.getType().getFields().forEach(field -> put(fields, field.getName(), ofParquet(group, field)));
        return fields;
    }

    private static @Nullable Object ofParquet(Group group, Type field) {
        int index = group.getType().getFieldIndex(field.getName());
        if (group.getFieldRepetitionCount(index) == 0) {
            return null;
        }
        if (field.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
            Group list = group.getGroup(index, 0);
            List<@Nullable Object> items = new ArrayList<>();
            for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
                Group item = list.getGroup(0, i);
                items.add(ofParquet(item, item.getType().getType(0)));
            }
            return items;
        }
        if (!field.isPrimitive()) {
            return ofParquet(group.getGroup(index, 0));
        }
        Object value =
                switch (field.asPrimitiveType().getPrimitiveTypeName()) {
                    case INT32 -> group.getInteger(index, 0);
                    case INT64 -> group.getLong(index, 0);
                    case FLOAT -> group.getFloat(index, 0);
                    case DOUBLE -> group.getDouble(index, 0);
                    case FIXED_LEN_BYTE_ARRAY ->
                        new BigInteger(group.getBinary(index, 0).getBytes());
                    default -> group.getString(index, 0);
                };
        return field.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
                ? scalar(new BigDecimal(new BigInteger(value.toString()), decimal.getScale()))
                : scalar(value);
    }

    static @Nullable Object ofAvro(org.apache.avro.Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (schema.isUnion()) {
            return ofAvro(schema.getTypes().get(1), value);
        }
        if (value instanceof IndexedRecord row) {
            Map<String, Object> fields = new TreeMap<>();
            schema.getFields()
                    .forEach(field -> put(fields, field.name(), ofAvro(field.schema(), row.get(field.pos()))));
            return fields;
        }
        if (value instanceof Collection<?> items) {
            List<@Nullable Object> plain = new ArrayList<>();
            items.forEach(item -> plain.add(ofAvro(schema.getElementType(), item)));
            return plain;
        }
        if (value instanceof ByteBuffer bytes) {
            byte[] unscaled = new byte[bytes.remaining()];
            bytes.get(unscaled);
            return scalar(new BigDecimal(
                    new BigInteger(unscaled), ((LogicalTypes.Decimal) schema.getLogicalType()).getScale()));
        }
        return value instanceof CharSequence ? value.toString() : scalar(value);
    }

    private static @Nullable Object scalar(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
        }
        if (value instanceof Float || value instanceof Double) {
            return ((Number) value).doubleValue();
        }
        return value instanceof Number number ? (Object) number.longValue() : value;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
