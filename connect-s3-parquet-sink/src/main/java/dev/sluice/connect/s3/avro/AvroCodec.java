// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.avro;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.xerial.snappy.Snappy;

/** The values of {@code avro.codec}, by Avro's names. */
public enum AvroCodec {
    NULL,
    DEFLATE,
    SNAPPY,
    ZSTANDARD;

    private static final int DEFLATE_LEVEL = 6;
    private static final int ZSTANDARD_LEVEL = 3;

    /** As the file's header says it. */
    String avroName() {
        return name().toLowerCase(Locale.ROOT);
    }

    byte[] compress(byte[] block) throws IOException {
        return switch (this) {
            case NULL -> block;
            case DEFLATE -> deflate(block);
            case SNAPPY -> snappy(block);
            case ZSTANDARD -> Zstd.compress(block, ZSTANDARD_LEVEL);
        };
    }

    /** Without the header of zlib, as Avro wants it. */
    private static byte[] deflate(byte[] block) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(block.length / 2);
        Deflater deflater = new Deflater(DEFLATE_LEVEL, true);
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed, deflater)) {
            out.write(block);
        } finally {
            deflater.end();
        }
        return compressed.toByteArray();
    }

    /** Followed by a checksum of what was compressed, as Avro wants it. */
    private static byte[] snappy(byte[] block) throws IOException {
        byte[] compressed = Snappy.compress(block);
        CRC32 checksum = new CRC32();
        checksum.update(block);
        byte[] checked = Arrays.copyOf(compressed, compressed.length + Integer.BYTES);
        ByteBuffer.wrap(checked, compressed.length, Integer.BYTES).putInt((int) checksum.getValue());
        return checked;
    }
}
