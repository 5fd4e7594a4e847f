// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Values as rows whose columns are their fields. */
public final class Rows {
    private Rows() {}

    /** The columns of a value. */
    public static Schema columns(Schema value) {
        return recordSchema(value).row();
    }

    public static Row row(Struct value) {
        RecordSchema schema = recordSchema(value.schema());
        return schema.onto(schema.row()).row(record(value.schema(), value));
    }

    public static SinkRecord record(@Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord("topic", 0, null, null, schema, value, 0);
    }

    private static RecordSchema recordSchema(Schema value) {
        return new TopicRecords(RowLayout.VALUE_ONLY).schemaOf(record(value, new Struct(value)));
    }
}
