// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.json;

import dev.sluice.connect.commons.Fingerprint;
import dev.sluice.connect.s3.format.ChunkStream;
import dev.sluice.connect.s3.format.DataFile;
import dev.sluice.connect.s3.format.GzipStream;
import dev.sluice.connect.s3.json.JsonFormat.Compression;
import dev.sluice.connect.s3.storage.ByteChunks;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.kafka.connect.sink.SinkRecord;

/** One file of lines in memory. */
final class JsonFile implements DataFile {
    /** What zlib takes for its windows and tables. */
    private static final long DEFLATER_BYTES = 300 << 10;

    private final ByteChunks bytes = new ByteChunks();
    private final JsonLines lines;
    private final boolean compressed;
    private final OutputStream out;

    JsonFile(JsonLines lines, Compression compression) {
        this.lines = lines;
        this.compressed = compression.gzip();
        try {
            out = compressed ? new GzipStream(new ChunkStream(bytes), compression.level()) : new ChunkStream(bytes);
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    @Override
    public boolean fits(SinkRecord record) {
        lines.check(record);
        return true;
    }

    @Override
    public void write(SinkRecord record) {
        try {
            out.write(lines.line(record));
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    @Override
    public long estimatedBytes() {
        return bytes.length();
    }

    @Override
    public long heldBytes() {
        return bytes.heldBytes() + (compressed ? DEFLATER_BYTES : 0);
    }

    /** There is nothing that could be smaller. */
    @Override
    public boolean endRowGroup() {
        return false;
    }

    @Override
    public String schemaFingerprint() {
        return Fingerprint.of("JSON Lines");
    }

    @Override
    public ByteChunks close() {
        try {
            out.close();
        } catch (IOException e) {
            throw inMemory(e);
        }
        return bytes;
    }

    private static UncheckedIOException inMemory(IOException e) {
        return new UncheckedIOException("a file in memory could not be written", e);
    }
}
