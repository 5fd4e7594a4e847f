// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
