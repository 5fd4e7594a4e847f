// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.avro;

import dev.sluice.connect.s3.format.RowEncoder;
import dev.sluice.connect.s3.format.RowFormat;
import org.apache.kafka.connect.data.Schema;

/** Avro container files. */
public record AvroFormat(AvroCodec codec) implements RowFormat {
    @Override
    public String name() {
        return "avro";
    }

    /** The codec stands in the file's header, and not in its name. */
    @Override
    public String extension() {
        return ".avro";
    }

    @Override
    public String contentType() {
        return "application/avro";
    }

    @Override
    public RowEncoder encoder(Schema row) {
        return AvroEncoder.compile(row, codec);
    }
}
