// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.avro;

import dev.sluice.connect.s3.format.RowFile;
import dev.sluice.connect.s3.row.Row;
import dev.sluice.connect.s3.storage.ByteChunks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.UUID;

/** One container file in memory: a header, and blocks of rows. */
final class AvroFile implements RowFile {
    /** What Avro's own writer takes for a block. */
    private static final int BLOCK_BYTES = 64_000;

    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int SYNC_BYTES = 16;

    private final ByteChunks bytes = new ByteChunks();
    private final AvroEncoder encoder;
    private final AvroCodec codec;
    /** Stands after each block, so that readers can begin anywhere. */
    private final byte[] sync = new byte[SYNC_BYTES];

    private final AvroOutput block = new AvroOutput();
    private long rows;

    AvroFile(AvroEncoder encoder, AvroCodec codec) {
        this.encoder = encoder;
        this.codec = codec;
        UUID marker = UUID.randomUUID();
        Object unused = ByteBuffer.wrap(sync)
                .putLong(marker.getMostSignificantBits())
                .putLong(marker.getLeastSignificantBits());
        header();
    }

    private void header() {
        AvroOutput header = new AvroOutput();
        header.raw(MAGIC, MAGIC.length);
        header.number(2);
        header.text("avro.schema");
        header.text(encoder.json());
        header.text("avro.codec");
        header.text(codec.avroName());
        header.number(0);
        header.raw(sync, SYNC_BYTES);
        append(header.toByteArray());
    }

    @Override
    public void write(Row row) {
        block.all(encoder.encoded(row));
        rows++;
        if (block.length() >= BLOCK_BYTES) {
            endBlock();
        }
    }

    @Override
    public long estimatedBytes() {
        return bytes.length() + block.length();
    }

    @Override
    public long heldBytes() {
        return bytes.heldBytes() + block.capacity();
    }

    /** Blocks are small; what is written is as small as it gets. */
    @Override
    public boolean endRowGroup() {
        return false;
    }

    @Override
    public ByteChunks close() {
        if (rows > 0) {
            endBlock();
        }
        return bytes;
    }

    private void endBlock() {
        try {
            byte[] compressed = codec.compress(block.toByteArray());
            AvroOutput head = new AvroOutput();
            head.number(rows);
            head.number(compressed.length);
            append(head.toByteArray());
            append(compressed);
            append(sync);
        } catch (IOException e) {
            throw new UncheckedIOException("a file in memory could not be written", e);
        }
        block.clear();
        rows = 0;
    }

    private void append(byte[] part) {
        bytes.append(part, 0, part.length);
    }
}
