// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import dev.sluice.connect.s3.row.HeapWeight;
import dev.sluice.connect.s3.row.Row;
import dev.sluice.connect.s3.storage.ByteChunks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * The row groups of one Parquet file in memory: the one that takes in rows, and the bytes of those before it.
 *
 * <p>parquet-java's own writer does the same and does not let go: it takes 20 KiB a column as soon as it holds one row, and ends a row
 * group only when that is large. Here the first rows of a row group wait as they are until they weigh as much as their columns would
 * empty, and a row group ends when it is asked to.
 */
final class RowGroups {
    /** What one column of one ended row group takes up until the footer is written: statistics and indexes. */
    private static final int FOOTER_COLUMN = 1 << 10;

    /** An early end must free so many times of what it leaves behind. */
    private static final int WORTH = 4;

    /** Rows may grow from one to the next, so how many there were tells little about how many more there is room for. */
    private static final int WEIGH_EVERY = 100;

    private final Supplier<WriteSupport<Row>> writers;
    private final ParquetProperties properties;
    private final long rowGroupBytes;
    private final BytesInputCompressor compressor;
    private final MessageColumnIO columnIo;
    private final long emptyBytes;
    /** What an ended row group leaves behind until the footer is written. */
    private final long footerBytes;

    private final Map<String, String> footer;
    private final ByteChunks bytes = new ByteChunks();

    private List<Row> waiting = new ArrayList<>();
    private long waitingBytes;
    private @Nullable OpenColumns columns;
    private @Nullable ParquetFileWriter file;
    private int ended;
    private long rowCount;
    private long weighAt = WEIGH_EVERY;

    /** The columns of the row group that takes in rows, and who fills them: it holds on to them, so both go together. */
    private record OpenColumns(ColumnBuffers buffers, WriteSupport<Row> writer) {}

    /** @param writers makes what writes the rows of one row group */
    RowGroups(
            Supplier<WriteSupport<Row>> writers,
            ParquetProperties properties,
            long rowGroupBytes,
            BytesInputCompressor compressor) {
        this.writers = writers;
        this.rowGroupBytes = rowGroupBytes;
        this.properties = properties;
        this.compressor = compressor;
        WriteSupport<Row> sample = writers.get();
        WriteSupport.WriteContext context = sample.init(new PlainParquetConfiguration());
        footer = Map.of(ParquetWriter.OBJECT_MODEL_NAME_PROP, sample.getName());
        columnIo = new ColumnIOFactory().getColumnIO(context.getSchema());
        MessageType type = context.getSchema();
        emptyBytes = ColumnBuffers.emptyBytes(type, properties);
        footerBytes =
                (long) type.getColumns().size() * FOOTER_COLUMN + ColumnBuffers.bloomFilterBytes(type, properties);
    }

    void write(Row row) throws IOException {
        rowCount++;
        OpenColumns open = columns;
        if (open == null) {
            waiting.add(row);
            waitingBytes += HeapWeight.of(row.record());
            if (waitingBytes >= emptyBytes) {
                columns = fillColumns();
            }
            return;
        }
        open.writer().write(row);
        if (rowCount >= weighAt) {
            weigh(open.buffers());
        }
    }

    /** What the file would weigh if it ended now; sums over the columns. */
    long estimatedBytes() {
        // Waiting rows weigh less in columns, and there are not many of them.
        return bytes.length()
                + (columns == null ? waitingBytes / 2 : columns.buffers().bufferedBytes());
    }

    long heldBytes() {
        return bytes.heldBytes() + ended * footerBytes + openBytes();
    }

    /** Answers false, and does nothing, where that would cost more memory than it frees. */
    boolean endEarly() throws IOException {
        if (openBytes() < WORTH * footerBytes) {
            return false;
        }
        end();
        return true;
    }

    /** Ends the file. */
    ByteChunks close() throws IOException {
        end();
        ParquetFileWriter ending = file();
        ending.end(footer);
        return bytes;
    }

    private long openBytes() {
        return columns == null ? waitingBytes : columns.buffers().heldBytes();
    }

    private void end() throws IOException {
        if (rowCount == 0) {
            return;
        }
        OpenColumns full = columns == null ? fillColumns() : columns;
        full.buffers().writeTo(file(), rowCount);
        columns = null;
        ended++;
        rowCount = 0;
        weighAt = WEIGH_EVERY;
    }

    private OpenColumns fillColumns() {
        ColumnBuffers buffers = new ColumnBuffers(columnIo, properties, compressor);
        WriteSupport<Row> writer = writers.get();
        writer.prepareForWrite(buffers.consumer());
        waiting.forEach(writer::write);
        waiting = new ArrayList<>();
        waitingBytes = 0;
        return new OpenColumns(buffers, writer);
    }

    /** Sums over the columns. Done again half-way to where the row group would be full by the rows so far, and often. */
    private void weigh(ColumnBuffers full) throws IOException {
        long weight = full.bufferedBytes();
        if (weight >= rowGroupBytes) {
            end();
            return;
        }
        long rowsToGo = (rowGroupBytes - weight) / Math.max(1, weight / rowCount);
        weighAt = rowCount + Math.min(WEIGH_EVERY, Math.max(1, rowsToGo / 2));
    }

    private ParquetFileWriter file() throws IOException {
        ParquetFileWriter begun = file;
        if (begun == null) {
            MessageType type = columnIo.getType();
            begun = new ParquetFileWriter(
                    new InMemoryOutput(bytes), type, ParquetFileWriter.Mode.CREATE, rowGroupBytes, 0, null, properties);
            begun.start();
            file = begun;
        }
        return begun;
    }
}
