// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import dev.sluice.connect.s3.format.RowFile;
import dev.sluice.connect.s3.row.Row;
import dev.sluice.connect.s3.storage.ByteChunks;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** One Parquet file in memory, from its first record to its footer. */
final class ParquetFile implements RowFile {
    private final RowGroups rowGroups;
    private @Nullable ByteChunks closed;

    ParquetFile(RecordEncoder encoder, ParquetSettings settings) {
        rowGroups = new RowGroups(
                encoder::writeSupport,
                settings.properties(encoder.type()),
                settings.rowGroupBytes(),
                new Compressors(settings.level()).getCompressor(settings.codec().parquetName()));
    }

    @Override
    public void write(Row row) {
        try {
            rowGroups.write(row);
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    /** Sums over the columns. */
    @Override
    public long estimatedBytes() {
        return rowGroups.estimatedBytes();
    }

    @Override
    public long heldBytes() {
        return rowGroups.heldBytes();
    }

    @Override
    public boolean endRowGroup() {
        try {
            return rowGroups.endEarly();
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    @Override
    public ByteChunks close() {
        ByteChunks whole = closed;
        if (whole == null) {
            try {
                whole = rowGroups.close();
            } catch (IOException e) {
                throw inMemory(e);
            }
            closed = whole;
        }
        return whole;
    }

    private static UncheckedIOException inMemory(IOException e) {
        return new UncheckedIOException("a file in memory could not be written", e);
    }
}
