// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.lake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** parquet-java's own writer, fed by the least code that turns a Struct into its calls; the bytes are counted and dropped. */
final class BareLoop {
    private final Scenario scenario;
    private final Rows rows;
    private long bytes;

    BareLoop(Scenario scenario, Rows rows) {
        this.scenario = scenario;
        this.rows = rows;
    }

    /** Answers the bytes written. */
    long run() throws IOException {
        List<ParquetWriter<Struct>> writers = new ArrayList<>();
        long[] counts = new long[scenario.directories];
        for (int i = 0; i < scenario.directories; i++) {
            writers.add(open());
        }
        List<Struct> pool = rows.pool();
        for (int row = 0; row < scenario.rows; row++) {
            int directory = row % scenario.directories;
            writers.get(directory).write(pool.get(row % pool.size()));
            if (++counts[directory] == scenario.rowsPerFile) {
                writers.get(directory).close();
                writers.set(directory, open());
                counts[directory] = 0;
            }
        }
        for (ParquetWriter<Struct> writer : writers) {
            writer.close();
        }
        return bytes;
    }

    private ParquetWriter<Struct> open() throws IOException {
        return new Builder(new Counter(), rows.schema())
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new SnappyOnly())
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withRowGroupSize(64L << 20)
                .build();
    }

    /** Writes one field of a struct. */
    private interface FieldWriter {
        void write(RecordConsumer out, Object value);
    }

    private static final class Support extends WriteSupport<Struct> {
        private final Schema schema;
        private final FieldWriter[] fields;
        private @Nullable RecordConsumer out;

        Support(Schema schema) {
            this.schema = schema;
            fields = writers(schema);
        }

        @Override
        @Deprecated
        public WriteContext init(Configuration configuration) {
            throw new UnsupportedOperationException("the other one is called");
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(
                    new MessageType(
                            "record",
                            schema.fields().stream().map(Support::type).toArray(Type[]::new)),
                    Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(Struct row) {
            RecordConsumer consumer = Objects.requireNonNull(out, "prepareForWrite comes first");
            consumer.startMessage();
            write(consumer, schema, fields, row);
            consumer.endMessage();
        }

        private static void write(RecordConsumer out, Schema schema, FieldWriter[] fields, Struct row) {
            List<Field> all = schema.fields();
            for (int i = 0; i < fields.length; i++) {
                Field field = all.get(i);
                Object value = row.get(field);
                if (value != null) {
                    out.startField(field.name(), i);
                    fields[i].write(out, value);
                    out.endField(field.name(), i);
                }
            }
        }

        private static FieldWriter[] writers(Schema schema) {
            return schema.fields().stream().map(field -> writer(field.schema())).toArray(FieldWriter[]::new);
        }

        private static FieldWriter writer(Schema schema) {
            if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
                return (out, value) -> out.addLong(((Date) value).getTime());
            }
            return switch (schema.type()) {
                case INT64 -> (out, value) -> out.addLong((Long) value);
                case INT32 -> (out, value) -> out.addInteger((Integer) value);
                case FLOAT64 -> (out, value) -> out.addDouble((Double) value);
                // Not fromString: it makes a buffer, which is compared byte by byte.
                case STRING -> (out, value) -> out.addBinary(Binary.fromConstantByteArray(((String) value).getBytes(StandardCharsets.UTF_8)));
                case STRUCT -> {
                    FieldWriter[] inner = writers(schema);
                    yield (out, value) -> {
                        out.startGroup();
                        write(out, schema, inner, (Struct) value);
                        out.endGroup();
                    };
                }
                case INT8, INT16, FLOAT32, BOOLEAN, BYTES, ARRAY, MAP ->
                    throw new IllegalArgumentException("no row has a " + schema.type());
            };
        }

        private static Type type(Field field) {
            Schema schema = field.schema();
            Type.Repetition repetition = schema.isOptional() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
            if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
                return Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MILLIS))
                        .named(field.name());
            }
            return switch (schema.type()) {
                case INT64 ->
                    Types.primitive(PrimitiveTypeName.INT64, repetition).named(field.name());
                case INT32 ->
                    Types.primitive(PrimitiveTypeName.INT32, repetition).named(field.name());
                case FLOAT64 ->
                    Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(field.name());
                case STRING ->
                    Types.primitive(PrimitiveTypeName.BINARY, repetition)
                            .as(LogicalTypeAnnotation.stringType())
                            .named(field.name());
                case STRUCT ->
                    Types.buildGroup(repetition)
                            .addFields(
                                    schema.fields().stream().map(Support::type).toArray(Type[]::new))
                            .named(field.name());
                case INT8, INT16, FLOAT32, BOOLEAN, BYTES, ARRAY, MAP ->
                    throw new IllegalArgumentException("no row has a " + schema.type());
            };
        }
    }

    private static final class Builder extends ParquetWriter.Builder<Struct, Builder> {
        private final Schema schema;

        Builder(OutputFile file, Schema schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @Deprecated
        protected WriteSupport<Struct> getWriteSupport(Configuration configuration) {
            throw new UnsupportedOperationException("the other one is called");
        }

        @Override
        protected WriteSupport<Struct> getWriteSupport(ParquetConfiguration configuration) {
            return new Support(schema);
        }
    }

    /** Copies what it is given into one buffer again and again, as an upload would. */
    private final class Counter implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new PositionOutputStream() {
                private final byte[] buffer = new byte[1 << 16];
                private long position;

                @Override
                public long getPos() {
                    return position;
                }

                @Override
                public void write(int b) {
                    position++;
                    bytes++;
                }

                @Override
                public void write(byte[] source, int offset, int count) {
                    for (int done = 0; done < count; done += buffer.length) {
                        System.arraycopy(source, offset + done, buffer, 0, Math.min(buffer.length, count - done));
                    }
                    position += count;
                    bytes += count;
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
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

    /** parquet-java's own factory needs Hadoop. */
    private static final class SnappyOnly implements CompressionCodecFactory {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            return new BytesInputCompressor() {
                @Override
                public BytesInput compress(BytesInput bytes) throws IOException {
                    return BytesInput.from(
                            Snappy.compress(bytes.toInputStream().readNBytes(Math.toIntExact(bytes.size()))));
                }

                @Override
                public CompressionCodecName getCodecName() {
                    return CompressionCodecName.SNAPPY;
                }

                @Override
                public void release() {
                    // Nothing is held.
                }
            };
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException("nothing is read");
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    }
}
