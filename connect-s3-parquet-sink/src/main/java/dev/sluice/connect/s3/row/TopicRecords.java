// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import dev.sluice.connect.s3.row.RecordSchema.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link RecordSchema} of each record of one topic: the same instance as long as neither schemas nor the shape of schemaless
 * values bring anything new. Used by one thread.
 */
public final class TopicRecords {
    /** Far more than a topic has versions at a time. Forgetting costs compiling again. */
    private static final int REMEMBERED = 256;

    private final RowLayout layout;
    private final Map<Schemas, RecordSchema> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Schemas, RecordSchema> eldest) {
            return size() > REMEMBERED;
        }
    };
    private Shape keys = Shape.UNKNOWN;
    private Shape values = Shape.UNKNOWN;

    private @Nullable Schema lastKey;
    private @Nullable Schema lastValue;
    private @Nullable RecordSchema last;

    private record Schemas(@Nullable Source key, @Nullable Source value) {}

    public TopicRecords(RowLayout layout) {
        this.layout = layout;
    }

    /**
     * @param newSchema is told of a schema before it counts as known; if it throws, nothing is learnt from the record
     * @throws DataException if the record cannot be a row; names the field
     */
    public RecordSchema schemaOf(SinkRecord record, Consumer<RecordSchema> newSchema) {
        Object key = layout.keepsKeys() ? record.key() : null;
        Object value = record.value();
        boolean schemalessKey = key != null && record.keySchema() == null;
        boolean schemalessValue = value != null && !(value instanceof Struct);
        if (schemalessKey || schemalessValue) {
            return inferred(record, key, value, newSchema);
        }
        Schema keySchema = key == null ? null : record.keySchema();
        Schema valueSchema = value instanceof Struct struct ? struct.schema() : null;
        // Nearly every record is of the schema of the one before it, and nearly always by identity.
        if (last != null && isSame(keySchema, lastKey) && isSame(valueSchema, lastValue)) {
            return last;
        }
        RecordSchema found = known(new Schemas(typedKey(keySchema), typedValue(valueSchema)), newSchema);
        last = found;
        lastKey = keySchema;
        lastValue = valueSchema;
        return found;
    }

    private static boolean isSame(@Nullable Schema a, @Nullable Schema b) {
        // Some converters make the schema anew for each record or each batch.
        return a == b || (a != null && b != null && a.equals(b));
    }

    private RecordSchema inferred(
            SinkRecord record, @Nullable Object key, @Nullable Object value, Consumer<RecordSchema> newSchema) {
        Shape widerKeys = key != null && record.keySchema() == null ? keys.including(key) : keys;
        Shape widerValues = value instanceof Map ? values.including(value) : values;
        Source keySource =
                key == null ? null : record.keySchema() == null ? untyped(widerKeys) : typedKey(record.keySchema());
        RecordSchema found = known(new Schemas(keySource, valueSource(record, widerValues)), newSchema);
        keys = widerKeys;
        values = widerValues;
        return found;
    }

    private static @Nullable Source valueSource(SinkRecord record, Shape shape) {
        Object value = record.value();
        if (value == null) {
            return null;
        }
        if (value instanceof Struct struct) {
            return typedValue(struct.schema());
        }
        if (record.valueSchema() != null) {
            throw new DataException("the value is a " + record.valueSchema().type()
                    + "; rows are made of structs. Wrap it with the transform HoistField$Value");
        }
        if (!(value instanceof Map)) {
            throw new DataException("the value is a " + value.getClass().getSimpleName()
                    + " without a schema; rows are made of objects. Wrap it with the transform HoistField$Value, or use a"
                    + " converter that brings a schema");
        }
        return untyped(shape);
    }

    private static @Nullable Source untyped(Shape shape) {
        return shape.schema() == null ? null : new Source(shape.schema(), true);
    }

    private static @Nullable Source typedKey(@Nullable Schema schema) {
        return schema == null ? null : new Source(ColumnSchemas.reduceKey(schema), false);
    }

    private static @Nullable Source typedValue(@Nullable Schema schema) {
        return schema == null ? null : new Source(ColumnSchemas.reduceValue(schema), false);
    }

    private RecordSchema known(Schemas schemas, Consumer<RecordSchema> newSchema) {
        RecordSchema found = known.get(schemas);
        if (found == null) {
            found = new RecordSchema(layout, schemas.key(), schemas.value());
            newSchema.accept(found);
            known.put(schemas, found);
        }
        return found;
    }
}
