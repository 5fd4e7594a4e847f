// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import dev.sluice.connect.s3.format.DataFile;
import dev.sluice.connect.s3.format.DataFiles;
import dev.sluice.connect.s3.format.FileFormat;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Parquet files, a column for each field of the value. */
public record ParquetFormat(Codec codec) implements FileFormat {
    @Override
    public String extension() {
        return codec.extension();
    }

    @Override
    public DataFiles files() {
        return new Files(codec);
    }

    private static final class Files implements DataFiles {
        private final Codec codec;
        private @Nullable RecordEncoder lastEncoder;

        Files(Codec codec) {
            this.codec = codec;
        }

        @Override
        public DataFile begin(SinkRecord first) {
            Struct value = struct(first);
            RecordEncoder encoder = lastEncoder;
            if (encoder == null || !encoder.accepts(value.schema())) {
                encoder = RecordEncoder.compile(value.schema());
                lastEncoder = encoder;
            }
            encoder.check(value);
            return new ParquetFile(encoder, codec);
        }
    }

    static Struct struct(SinkRecord record) {
        if (record.value() instanceof Struct struct) {
            return struct;
        }
        if (record.valueSchema() == null) {
            throw new DataException(
                    "the value has no schema, and a Parquet file needs one. Use a converter that brings it"
                            + " (Avro, Protobuf, JSON Schema, or JsonConverter with schemas.enable=true)");
        }
        throw new DataException("the value is a " + record.valueSchema().type()
                + "; Parquet files are made of structs. Wrap it with the transform HoistField$Value");
    }
}
