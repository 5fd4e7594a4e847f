// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import dev.sluice.connect.s3.storage.ByteChunks;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** Lets parquet-java write to the heap. */
record InMemoryOutput(ByteChunks bytes) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new Stream(bytes);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return new Stream(bytes);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    private static final class Stream extends PositionOutputStream {
        private final ByteChunks bytes;

        Stream(ByteChunks bytes) {
            this.bytes = bytes;
        }

        @Override
        public long getPos() {
            return bytes.length();
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
}
