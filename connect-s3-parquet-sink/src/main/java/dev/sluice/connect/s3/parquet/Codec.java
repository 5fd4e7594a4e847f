// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** The values of {@code parquet.codec}. */
public enum Codec {
    NONE(CompressionCodecName.UNCOMPRESSED, 0, 0),
    SNAPPY(CompressionCodecName.SNAPPY, 0, 0),
    GZIP(CompressionCodecName.GZIP, 1, 9),
    ZSTD(CompressionCodecName.ZSTD, 1, 22),
    LZ4_RAW(CompressionCodecName.LZ4_RAW, 0, 0);

    /** What the codec does when it is not told. */
    public static final int DEFAULT_LEVEL = -1;

    private final CompressionCodecName name;
    private final int minLevel;
    private final int maxLevel;

    Codec(CompressionCodecName name, int minLevel, int maxLevel) {
        this.name = name;
        this.minLevel = minLevel;
        this.maxLevel = maxLevel;
    }

    /** What a file's name ends with: {@code .snappy.parquet}. */
    public String extension() {
        return name.getExtension() + ".parquet";
    }

    /** Whether the codec can be told to try that hard. */
    public boolean hasLevel(int level) {
        return level == DEFAULT_LEVEL || (maxLevel > 0 && level >= minLevel && level <= maxLevel);
    }

    /** As messages say it: {@code 1 to 22}; {@code none} where the codec has no choice. */
    public String levels() {
        return maxLevel == 0 ? "none" : minLevel + " to " + maxLevel;
    }

    CompressionCodecName parquetName() {
        return name;
    }
}
