// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Makes the records of one partition, offsets in order from zero; of partition 3 unless another one is named. */
public final class Topic {
    private final String name;
    private final @Nullable Schema keySchema;
    private final Schema valueSchema;
    private final int partition;
    private long nextOffset;

    public Topic(String name, @Nullable Schema keySchema, Schema valueSchema) {
        this(name, 3, keySchema, valueSchema);
    }

    public Topic(String name, int partition, @Nullable Schema keySchema, Schema valueSchema) {
        this.name = name;
        this.partition = partition;
        this.keySchema = keySchema;
        this.valueSchema = valueSchema;
    }

    /** Fields in turn: name, schema. */
    public static Schema struct(Object... namesAndSchemas) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (int i = 0; i < namesAndSchemas.length; i += 2) {
            builder.field((String) namesAndSchemas[i], (Schema) namesAndSchemas[i + 1]);
        }
        return builder.build();
    }

    public static Struct structOf(Schema schema, @Nullable Object... values) {
        Struct struct = new Struct(schema);
        List<Field> fields = schema.fields();
        for (int i = 0; i < values.length; i++) {
            struct.put(fields.get(i), values[i]);
        }
        return struct;
    }

    /** Another schema of the value, in the same partition. */
    public SinkRecord recordWith(Schema schema, @Nullable Object key, @Nullable Object... values) {
        return record(key, schema, structOf(schema, values));
    }

    public SinkRecord record(@Nullable Object key, @Nullable Object... values) {
        return record(key, valueSchema, structOf(valueSchema, values));
    }

    public SinkRecord tombstone(@Nullable Object key) {
        return record(key, null, null);
    }

    public SinkRecord record(@Nullable Object key, @Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord(name, partition, keySchema, key, schema, value, nextOffset++);
    }
}
