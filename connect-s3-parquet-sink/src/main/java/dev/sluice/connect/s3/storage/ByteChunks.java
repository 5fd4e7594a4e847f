// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Bytes that grow at their end. Little is allocated for little, and what is more than a chunk is not copied when it grows. */
public final class ByteChunks implements Content {
    private static final int CHUNK = 1 << 16;
    private static final int SMALLEST = 1 << 10;

    private final List<byte[]> chunks = new ArrayList<>();
    private long length;

    public void append(int b) {
        tail()[(int) (length % CHUNK)] = (byte) b;
        length++;
    }

    public void append(byte[] source, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, source.length);
        int done = 0;
        while (done < count) {
            byte[] tail = tail();
            int at = (int) (length % CHUNK);
            int step = Math.min(count - done, tail.length - at);
            System.arraycopy(source, offset + done, tail, at, step);
            done += step;
            length += step;
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() {
        return slice(0, length).open();
    }

    /** A view of {@code count} bytes; what is appended later does not change it. */
    public Content slice(long offset, long count) {
        Objects.checkFromIndexSize(offset, count, length);
        return new Slice(offset, count);
    }

    /** Bytes of heap that are taken up. */
    public long heldBytes() {
        return chunks.size() <= 1
                ? chunks.stream().mapToLong(chunk -> chunk.length).sum()
                : (long) chunks.size() * CHUNK;
    }

    /** Where the next byte goes, with room for at least one. */
    private byte[] tail() {
        if (length == 0 && chunks.isEmpty()) {
            chunks.add(new byte[SMALLEST]);
        } else if (length < CHUNK && length == chunks.get(0).length) {
            // A thousand open files hold a few bytes each.
            chunks.set(0, Arrays.copyOf(chunks.get(0), (int) length * 2));
        } else if (length == (long) chunks.size() * CHUNK) {
            chunks.add(new byte[CHUNK]);
        }
        return chunks.get(chunks.size() - 1);
    }

    private final class Slice implements Content {
        private final long offset;
        private final long count;

        Slice(long offset, long count) {
            this.offset = offset;
            this.count = count;
        }

        @Override
        public long length() {
            return count;
        }

        @Override
        public InputStream open() {
            return new ChunkStream(offset, offset + count);
        }
    }

    private final class ChunkStream extends InputStream {
        private long at;
        private final long end;

        ChunkStream(long start, long end) {
            this.at = start;
            this.end = end;
        }

        @Override
        public int read() {
            if (at == end) {
                return -1;
            }
            int b = chunks.get((int) (at / CHUNK))[(int) (at % CHUNK)] & 0xff;
            at++;
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            Objects.checkFromIndexSize(offset, count, target.length);
            if (count == 0) {
                return 0;
            }
            if (at == end) {
                return -1;
            }
            int inChunk = (int) (at % CHUNK);
            int step = (int) Math.min(Math.min(count, CHUNK - inChunk), end - at);
            System.arraycopy(chunks.get((int) (at / CHUNK)), inChunk, target, offset, step);
            at += step;
            return step;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, end - at);
        }
    }
}
