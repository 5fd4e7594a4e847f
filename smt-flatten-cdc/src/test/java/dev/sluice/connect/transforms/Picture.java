// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** All that a record holds, as text: of a record that nothing has changed, the pictures before and after are the same. */
final class Picture {
    private Picture() {}

    static String of(SinkRecord record) {
        List<String> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(header.key() + "=" + of(header.value()) + " " + header.schema());
        }
        return String.join(
                "\n",
                record.topic() + "-" + record.kafkaPartition() + "@" + record.kafkaOffset() + " " + record.timestamp(),
                String.valueOf(System.identityHashCode(record.keySchema())),
                of(record.key()),
                String.valueOf(System.identityHashCode(record.valueSchema())),
                of(record.value()),
                headers.toString());
    }

    static String of(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        draw(value, out);
        return out.toString();
    }

    private static void draw(@Nullable Object value, StringBuilder out) {
        if (value instanceof Struct struct) {
            out.append("Struct")
                    .append(System.identityHashCode(struct.schema()))
                    .append('{');
            for (Field field : struct.schema().fields()) {
                out.append(field.name()).append('=');
                draw(struct.getWithoutDefault(field.name()), out);
                out.append(';');
            }
            out.append('}');
        } else if (value instanceof Map<?, ?> map) {
            out.append('{');
            map.forEach((key, part) -> {
                draw(key, out);
                out.append('=');
                draw(part, out);
                out.append(';');
            });
            out.append('}');
        } else if (value instanceof List<?> list) {
            out.append('[');
            list.forEach(part -> {
                draw(part, out);
                out.append(';');
            });
            out.append(']');
        } else if (value instanceof byte[] bytes) {
            out.append("0x").append(HexFormat.of().formatHex(bytes));
        } else {
            out.append(value == null ? "null" : value.getClass().getSimpleName() + ":" + value);
        }
    }
}
