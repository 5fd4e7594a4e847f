// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import com.github.luben.zstd.Zstd;
import dev.sluice.connect.s3.format.GzipStream;
import io.airlift.compress.lz4.Lz4Compressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Compresses pages with the codec libraries themselves: parquet-java's own factory needs Hadoop at run time. */
final class Compressors implements CompressionCodecFactory {
    private static final int ZSTD_LEVEL = 3;

    private final int level;

    /** @param level see {@link Codec#hasLevel} */
    Compressors(int level) {
        this.level = level;
    }

    /** Compresses a page. */
    @FunctionalInterface
    private interface Algorithm {
        BytesInput compress(byte[] source) throws IOException;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return new Compressor(codec, algorithm(codec));
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("this factory is for writing");
    }

    @Override
    public void release() {
        // Nothing is pooled.
    }

    private Algorithm algorithm(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> BytesInput::from;
            case SNAPPY -> source -> BytesInput.from(Snappy.compress(source));
            case GZIP -> this::gzip;
            case ZSTD -> {
                int effort = level == Codec.DEFAULT_LEVEL ? ZSTD_LEVEL : level;
                yield source -> BytesInput.from(Zstd.compress(source, effort));
            }
            case LZ4_RAW -> Compressors::lz4;
            case LZO, BROTLI, LZ4 -> throw new IllegalArgumentException("no configuration leads to " + codec);
        };
    }

    private BytesInput gzip(byte[] source) throws IOException {
        var compressed = new ByteArrayOutputStream(source.length / 2);
        try (var gzip = new GzipStream(compressed, level)) {
            gzip.write(source);
        }
        return BytesInput.from(compressed.toByteArray());
    }

    private static BytesInput lz4(byte[] source) {
        var compressor = new Lz4Compressor();
        byte[] target = new byte[compressor.maxCompressedLength(source.length)];
        int length = compressor.compress(source, 0, source.length, target, 0, target.length);
        return BytesInput.from(Arrays.copyOf(target, length));
    }

    private record Compressor(CompressionCodecName codec, Algorithm algorithm) implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            return algorithm.compress(bytes.toInputStream().readNBytes(Math.toIntExact(bytes.size())));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return codec;
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    }
}
