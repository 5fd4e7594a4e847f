// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import dev.sluice.connect.s3.storage.ByteChunks;
import java.io.OutputStream;

/** Appends to bytes in memory. */
public final class ChunkStream extends OutputStream {
    private final ByteChunks bytes;

    public ChunkStream(ByteChunks bytes) {
        this.bytes = bytes;
    }

    @Override
    public void write(int b) {
        bytes.append(b);
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        bytes.append(source, offset, count);
    }
}
