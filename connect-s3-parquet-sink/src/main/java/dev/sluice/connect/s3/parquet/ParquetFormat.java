// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import dev.sluice.connect.s3.format.RowEncoder;
import dev.sluice.connect.s3.format.RowFormat;
import org.apache.kafka.connect.data.Schema;

/** Parquet files. */
public record ParquetFormat(ParquetSettings settings) implements RowFormat {
    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public String extension() {
        return settings.codec().extension();
    }

    @Override
    public String contentType() {
        return "application/vnd.apache.parquet";
    }

    @Override
    public RowEncoder encoder(Schema row) {
        return RecordEncoder.compile(row, settings);
    }
}
