// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import dev.sluice.connect.s3.row.RecordSchema.Source;
import java.util.LinkedHashMap;
import java.util.Map;
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
    /** What has been learnt of keys and values without a schema, and what it would be with the record that was looked at last. */
    private Shapes learnt = new Shapes(Shape.UNKNOWN, Shape.UNKNOWN, 0);

    private Shapes found = learnt;

    private @Nullable Schema lastKey;
    private @Nullable Schema lastValue;
    private @Nullable RecordSchema last;

    /** @param forgotten how often the names of fields have become too many */
    private record Shapes(Shape keys, Shape values, int forgotten) {}

    private record Schemas(@Nullable Source key, @Nullable Source value) {}

    public TopicRecords(RowLayout layout) {
        this.layout = layout;
    }

    /**
     * The schema of a record together with what has been learnt from earlier ones.
     *
     * @throws DataException if the record cannot be a row; names the field
     */
    public RecordSchema schemaOf(SinkRecord record) {
        Object key = layout.keepsKeys() ? record.key() : null;
        Object value = record.value();
        boolean schemalessKey = key != null && record.keySchema() == null;
        boolean schemalessValue = value != null && !(value instanceof Struct);
        if (schemalessKey || schemalessValue) {
            return inferred(record, key, value);
        }
        found = learnt;
        Schema keySchema = key == null ? null : record.keySchema();
        Schema valueSchema = value instanceof Struct struct ? struct.schema() : null;
        // Nearly every record is of the schema of the one before it, and nearly always by identity.
        if (last != null && isSame(keySchema, lastKey) && isSame(valueSchema, lastValue)) {
            return last;
        }
        RecordSchema schema = known(new Schemas(typedKey(keySchema), typedValue(valueSchema)));
        last = schema;
        lastKey = keySchema;
        lastValue = valueSchema;
        return schema;
    }

    /** Learns from the record that {@link #schemaOf} was asked about last. Not called for one that turns out to be bad. */
    public void learn() {
        learnt = found;
    }

    /** Changes when later schemas no longer hold all of the earlier records without a schema. */
    public int forgotten() {
        return learnt.forgotten();
    }

    private static boolean isSame(@Nullable Schema a, @Nullable Schema b) {
        // Some converters make the schema anew for each record or each batch.
        return a == b || (a != null && b != null && a.equals(b));
    }

    private RecordSchema inferred(SinkRecord record, @Nullable Object key, @Nullable Object value) {
        Shape keys = key != null && record.keySchema() == null ? learnt.keys().including(key) : learnt.keys();
        Shape values = learnt.values();
        int forgotten = learnt.forgotten();
        if (value instanceof Map<?, ?> row) {
            values = values.includingRow(row);
            if (values.isTooWide()) {
                values = Shape.UNKNOWN.includingRow(row);
                forgotten++;
            }
        }
        Source keySource =
                key == null ? null : record.keySchema() == null ? untyped(keys) : typedKey(record.keySchema());
        RecordSchema schema = known(new Schemas(keySource, valueSource(record, values)));
        found = keys == learnt.keys() && values == learnt.values() ? learnt : new Shapes(keys, values, forgotten);
        return schema;
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

    private RecordSchema known(Schemas schemas) {
        RecordSchema schema = known.get(schemas);
        if (schema == null) {
            schema = new RecordSchema(layout, schemas.key(), schemas.value());
            known.put(schemas, schema);
        }
        return schema;
    }
}
