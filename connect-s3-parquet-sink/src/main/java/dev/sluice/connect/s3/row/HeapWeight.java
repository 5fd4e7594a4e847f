// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** About how many bytes of heap a Connect value takes up. */
public final class HeapWeight {
    private static final long OBJECT = 24;
    private static final long REFERENCE = 8;
    private static final long ENTRY = 48;

    private HeapWeight() {}

    /** A record with its key, value and headers. */
    public static long of(SinkRecord record) {
        long weight = 4 * OBJECT + of(record.key()) + of(record.value());
        for (Header header : record.headers()) {
            weight += 2 * OBJECT + of(header.key()) + of(header.value());
        }
        return weight;
    }

    static long of(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof String text) {
            return 2 * OBJECT + text.length();
        }
        if (value instanceof Struct struct) {
            long weight = 2 * OBJECT;
            for (Field field : struct.schema().fields()) {
                weight += REFERENCE + of(struct.getWithoutDefault(field.name()));
            }
            return weight;
        }
        if (value instanceof byte[] bytes) {
            return OBJECT + bytes.length;
        }
        if (value instanceof ByteBuffer bytes) {
            return 3 * OBJECT + bytes.remaining();
        }
        if (value instanceof Collection<?> items) {
            long weight = 2 * OBJECT;
            for (Object item : items) {
                weight += REFERENCE + of(item);
            }
            return weight;
        }
        if (value instanceof Map<?, ?> entries) {
            long weight = 2 * OBJECT;
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                weight += ENTRY + of(entry.getKey()) + of(entry.getValue());
            }
            return weight;
        }
        // Numbers, booleans, dates; a BigDecimal is three objects.
        return value instanceof Number || value instanceof Boolean ? OBJECT : 3 * OBJECT;
    }
}
