// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import dev.sluice.connect.s3.format.DataFile;
import dev.sluice.connect.s3.storage.ByteChunks;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.column.ParquetProperties;
import org.jspecify.annotations.Nullable;

/** One Parquet file in memory, from its first record to its footer. */
public final class ParquetFile implements DataFile {
    private final RecordEncoder encoder;
    private final RowGroups rowGroups;
    private @Nullable ByteChunks closed;

    public ParquetFile(RecordEncoder encoder, Codec codec) {
        this.encoder = encoder;
        rowGroups = new RowGroups(
                encoder::writeSupport,
                ParquetProperties.builder().build(),
                new Compressors().getCompressor(codec.parquetName()));
    }

    @Override
    public boolean fits(SinkRecord record) {
        Struct value = ParquetFormat.struct(record);
        if (encoder.accepts(value.schema())) {
            encoder.check(value);
            return true;
        }
        // Before it closes a file, it must be clear that the next one can hold it.
        RecordEncoder.compile(value.schema()).check(value);
        return false;
    }

    @Override
    public void write(SinkRecord record) {
        write((Struct) record.value());
    }

    /** Adds a value that {@link RecordEncoder#check} let pass. */
    void write(Struct value) {
        try {
            rowGroups.write(value);
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
    public String schemaFingerprint() {
        return encoder.fingerprint();
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
