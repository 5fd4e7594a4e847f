// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.json;

import dev.sluice.connect.s3.row.JsonText;
import dev.sluice.connect.s3.row.RecordPart;
import dev.sluice.connect.s3.row.RowLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Makes the line of each record. Used by one thread. */
final class JsonLines {
    private final RowLayout layout;
    private final boolean decimalsAsNumbers;
    private final StringBuilder text = new StringBuilder();
    private byte[] line = {};
    private @Nullable SinkRecord lineOf;

    JsonLines(RowLayout layout, boolean decimalsAsNumbers) {
        this.layout = layout;
        this.decimalsAsNumbers = decimalsAsNumbers;
    }

    /** @throws DataException if there is no such line; never with a value */
    void check(SinkRecord record) {
        lineOf = null;
        text.setLength(0);
        JsonText json = new JsonText(text, decimalsAsNumbers);
        if (layout.isValueOnly() && !isObject(record.value())) {
            json.value(record.valueSchema(), record.value());
        } else {
            object(json, record);
        }
        text.append('\n');
        line = text.toString().getBytes(StandardCharsets.UTF_8);
        lineOf = record;
    }

    /** The line with its end. It is mostly made already, because a record is checked before it is written. */
    @SuppressWarnings("ReferenceEquality") // The very record: equality would compare the values.
    byte[] line(SinkRecord record) {
        if (record != lineOf) {
            check(record);
        }
        return line;
    }

    private static boolean isObject(@Nullable Object value) {
        return value instanceof Struct || value instanceof Map;
    }

    private void object(JsonText json, SinkRecord record) {
        text.append('{');
        layout.columns()
                .forEach((part, name) -> json.member(name, part.schemaOf(record), part.read(record), isFirst()));
        Object value = record.value();
        if (value instanceof Struct struct) {
            for (Field field : struct.schema().fields()) {
                if (isKept(field.name())) {
                    json.member(field.name(), field.schema(), JsonText.value(struct, field), isFirst());
                }
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                String name = String.valueOf(key);
                if (isKept(name)) {
                    json.member(name, null, item, isFirst());
                }
            });
        } else if (value != null) {
            throw new DataException("the value is a " + value.getClass().getSimpleName()
                    + ", and there are other columns beside it. Wrap it with the transform HoistField$Value");
        }
        text.append('}');
    }

    private boolean isFirst() {
        return text.length() == 1;
    }

    private boolean isKept(String field) {
        for (Map.Entry<RecordPart, String> column : layout.columns().entrySet()) {
            if (column.getValue().equals(field)) {
                throw layout.collision(column.getKey());
            }
        }
        return !layout.leftOut().contains(field);
    }
}
