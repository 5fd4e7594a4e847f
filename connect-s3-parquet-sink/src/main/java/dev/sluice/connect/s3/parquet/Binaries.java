// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.Binary;

/** Byte strings from Connect's values. */
final class Binaries {
    // UUID.fromString alone takes shortened groups and answers another UUID than the text says.
    private static final Pattern CANONICAL_UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Binaries() {}

    /** Connect's BYTES come as an array or as a buffer. */
    static Binary of(Object value) {
        return value instanceof ByteBuffer buffer
                ? Binary.fromReusedByteBuffer(buffer.duplicate())
                : Binary.fromReusedByteArray((byte[]) value);
    }

    static Binary text(String text) {
        // An array of its own: as a buffer, which fromString makes, it is hashed and compared byte by byte through a
        // wrapper.
        return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A time of day as ISO-8601 says it. */
    static Binary time(long nanoOfDay) {
        try {
            return text(DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(nanoOfDay)));
        } catch (DateTimeException e) {
            throw new DataException("the value is not a time of day");
        }
    }

    static Binary uuid(String text) {
        if (!CANONICAL_UUID.matcher(text).matches()) {
            throw new DataException("the text is not a UUID");
        }
        UUID uuid = UUID.fromString(text);
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits());
        return Binary.fromConstantByteArray(bytes.array());
    }
}
