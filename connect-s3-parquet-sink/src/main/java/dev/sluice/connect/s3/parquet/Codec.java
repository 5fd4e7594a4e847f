// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** The values of {@code parquet.codec}. */
public enum Codec {
    NONE(CompressionCodecName.UNCOMPRESSED),
    SNAPPY(CompressionCodecName.SNAPPY),
    GZIP(CompressionCodecName.GZIP),
    ZSTD(CompressionCodecName.ZSTD),
    LZ4_RAW(CompressionCodecName.LZ4_RAW);

    private final CompressionCodecName name;

    Codec(CompressionCodecName name) {
        this.name = name;
    }

    /** What a file's name ends with: {@code .snappy.parquet}. */
    public String extension() {
        return name.getExtension() + ".parquet";
    }

    CompressionCodecName parquetName() {
        return name;
    }
}
