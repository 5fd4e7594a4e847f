// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import dev.sluice.connect.s3.format.DataFile;
import dev.sluice.connect.s3.storage.ByteChunks;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** One Parquet file in memory, from its first record to its footer. */
public final class ParquetFile implements DataFile {
    /** Large enough for readers, small enough that a file of the usual size is not one row group on the heap until its end. */
    private static final long ROW_GROUP_BYTES = 64L << 20;

    private final ByteChunks bytes = new ByteChunks();
    private final RecordEncoder encoder;
    private final ParquetWriter<Struct> writer;
    private boolean closed;

    public ParquetFile(RecordEncoder encoder, Codec codec) {
        this.encoder = encoder;
        try {
            writer = new Builder(new Target(bytes), encoder)
                    .withConf(new PlainParquetConfiguration())
                    .withCodecFactory(new Compressors())
                    .withCompressionCodec(codec.parquetName())
                    .withRowGroupSize(ROW_GROUP_BYTES)
                    .build();
        } catch (IOException e) {
            throw inMemory(e);
        }
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
            writer.write(value);
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    /** Sums over the columns. */
    @Override
    public long estimatedBytes() {
        return writer.getDataSize();
    }

    @Override
    public String schemaFingerprint() {
        return encoder.fingerprint();
    }

    @Override
    public ByteChunks close() {
        if (!closed) {
            try {
                writer.close();
            } catch (IOException e) {
                throw inMemory(e);
            }
            closed = true;
        }
        return bytes;
    }

    private static UncheckedIOException inMemory(IOException e) {
        return new UncheckedIOException("a file in memory could not be written", e);
    }

    private static final class Builder extends ParquetWriter.Builder<Struct, Builder> {
        private final RecordEncoder encoder;

        Builder(OutputFile file, RecordEncoder encoder) {
            super(file);
            this.encoder = encoder;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @Deprecated
        protected WriteSupport<Struct> getWriteSupport(Configuration configuration) {
            return encoder.writeSupport();
        }

        @Override
        protected WriteSupport<Struct> getWriteSupport(ParquetConfiguration configuration) {
            return encoder.writeSupport();
        }
    }

    private record Target(ByteChunks bytes) implements OutputFile {
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
