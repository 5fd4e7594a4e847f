// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Date;
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
    private static final char LATIN_1 = 0xff;

    private HeapWeight() {}

    /** A record with its key, value and headers. Reads every character of its texts. */
    public static long of(SinkRecord record) {
        return of(record, true);
    }

    /** The same from above, and cheap: a text counts as if it held letters that take two bytes. */
    public static long atMost(SinkRecord record) {
        return of(record, false);
    }

    private static long of(SinkRecord record, boolean exact) {
        long weight = 4 * OBJECT + of(record.key(), exact) + of(record.value(), exact);
        for (Header header : record.headers()) {
            weight += 2 * OBJECT + of(header.key(), exact) + of(header.value(), exact);
        }
        return weight;
    }

    private static long of(@Nullable Object value, boolean exact) {
        if (value == null) {
            return 0;
        }
        if (value instanceof String text) {
            long bytesPerChar = exact && isLatin1(text) ? 1 : 2;
            return 2 * OBJECT + bytesPerChar * text.length();
        }
        // Classes before interfaces: that a number is no collection takes the machine a search through its supertypes.
        if (value instanceof Number number) {
            return of(number);
        }
        if (value instanceof Boolean) {
            return OBJECT;
        }
        if (value instanceof Date) {
            return 3 * OBJECT;
        }
        if (value instanceof Struct struct) {
            long weight = 2 * OBJECT;
            for (Field field : struct.schema().fields()) {
                // By the field, not its name: that would be a search for each.
                weight += REFERENCE + of(struct.get(field), exact);
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
                weight += REFERENCE + of(item, exact);
            }
            return weight;
        }
        if (value instanceof Map<?, ?> entries) {
            long weight = 2 * OBJECT;
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                weight += ENTRY + of(entry.getKey(), exact) + of(entry.getValue(), exact);
            }
            return weight;
        }
        return 3 * OBJECT;
    }

    private static long of(Number number) {
        // Three objects, and the digits.
        return number instanceof BigDecimal decimal
                ? 3 * OBJECT + decimal.unscaledValue().bitLength() / Byte.SIZE
                : OBJECT;
    }

    /** Such a text takes one byte a character on the heap, every other one two. */
    private static boolean isLatin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > LATIN_1) {
                return false;
            }
        }
        return true;
    }
}
