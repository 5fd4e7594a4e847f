// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter;
import org.apache.parquet.column.values.factory.DefaultValuesWriterFactory;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** The buffers of all columns of one row group, from its first row until it is written into its file. */
final class ColumnBuffers {
    /** What a column takes up as soon as it holds one value: the first slabs of parquet-java's lists, tables and streams. */
    private static final int EMPTY_COLUMN = 20 << 10;

    /** A dictionary counts the bytes of its entries; each is also an object and a place in a hash table. */
    private static final int DICTIONARY_ENTRIES_WEIGH = 6;

    private final ColumnChunkPageWriteStore pages;
    private final ColumnWriteStore columns;
    private final RecordConsumer consumer;
    private final List<Dictionary> dictionaries = new ArrayList<>();
    private final long emptyBytes;

    ColumnBuffers(MessageColumnIO columnIo, ParquetProperties properties, BytesInputCompressor compressor) {
        ParquetProperties watched = ParquetProperties.copy(properties)
                .withValuesWriterFactory(new Watched())
                .build();
        emptyBytes = emptyBytes(columnIo.getType(), properties);
        pages = ColumnChunkPageWriteStore.builder()
                .withCompressorProvider(column -> compressor)
                .withSchema(columnIo.getType())
                .withAllocator(watched.getAllocator())
                .withColumnIndexTruncateLength(watched.getColumnIndexTruncateLength())
                .withPageWriteChecksumEnabled(watched.getPageWriteChecksumEnabled())
                .build();
        columns = watched.newColumnWriteStore(columnIo.getType(), pages, pages);
        consumer = columnIo.getRecordWriter(columns);
    }

    /** What the columns take up as soon as they hold one row. */
    static long emptyBytes(MessageType type, ParquetProperties properties) {
        return (long) type.getColumns().size() * EMPTY_COLUMN + bloomFilterBytes(type, properties);
    }

    /**
     * What the Bloom filters of a row group take up, at the most: a filter of the largest size, and candidates of half of it, a quarter
     * and so on. They are there from the first row, and until the footer is written.
     */
    static long bloomFilterBytes(MessageType type, ParquetProperties properties) {
        long filtered = type.getColumns().stream()
                .filter(properties::isBloomFilterEnabled)
                .count();
        return filtered * 2 * properties.getMaxBloomFilterBytes();
    }

    /** Takes in rows. */
    RecordConsumer consumer() {
        return consumer;
    }

    /** What the row group would weigh in its file; sums over the columns. */
    long bufferedBytes() {
        return columns.getBufferedSize();
    }

    /** What it takes up; sums over the columns. */
    long heldBytes() {
        long held = columns.getAllocatedSize() + emptyBytes;
        for (Dictionary dictionary : dictionaries) {
            held += dictionary.heldBytes();
        }
        return held;
    }

    /** Writes everything into the file, and is of no use afterwards. */
    void writeTo(ParquetFileWriter file, long rows) throws IOException {
        consumer.flush();
        file.startBlock(rows);
        columns.flush();
        pages.flushToFileWriter(file);
        file.endBlock();
        columns.close();
        pages.close();
    }

    /** Makes parquet-java's own encoders, and keeps an eye on those whose weight it does not tell. */
    private final class Watched implements ValuesWriterFactory {
        private final ValuesWriterFactory encoders = new DefaultValuesWriterFactory();

        @Override
        public void initialize(ParquetProperties properties) {
            encoders.initialize(properties);
        }

        @Override
        public ValuesWriter newValuesWriter(ColumnDescriptor column) {
            ValuesWriter writer = encoders.newValuesWriter(column);
            if (writer instanceof FallbackValuesWriter<?, ?> fallback
                    && fallback.initialWriter instanceof DictionaryValuesWriter dictionary) {
                dictionaries.add(new Dictionary(dictionary));
            }
            return writer;
        }
    }

    /** A dictionary that was given up keeps its tables until the row group ends. */
    private static final class Dictionary {
        private final DictionaryValuesWriter writer;
        private long largest;

        Dictionary(DictionaryValuesWriter writer) {
            this.writer = writer;
        }

        long heldBytes() {
            largest = Math.max(largest, writer.getAllocatedSize() - writer.getBufferedSize());
            return largest * DICTIONARY_ENTRIES_WEIGH;
        }
    }
}
