// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.commit.FinishedFile;
import dev.sluice.connect.s3.format.DataFile;
import dev.sluice.connect.s3.rotation.CloseCause;
import dev.sluice.connect.s3.rotation.FileProgress;
import dev.sluice.connect.s3.rotation.FileTimes;
import dev.sluice.connect.s3.row.HeapWeight;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A file that takes in records. */
final class OpenFile {
    private static final int WEIGH_AT_LEAST_EVERY = 2_000;
    private static final long BYTES_BETWEEN_WEIGHINGS = 1 << 20;

    private final String key;
    private final long firstOffset;
    private final DataFile file;
    private final Instant openedAt;
    private final @Nullable Instant windowEnd;
    private final OpenFiles openFiles;
    private final Consumer<CloseCause> close;

    private long records;
    private long nextOffset;
    private long bytes;
    private long heldBytes;
    /** What was written since the last weighing, as it was before it went into columns. Part of {@link #heldBytes}. */
    private long unweighedBytes;

    private boolean canShrink = true;
    private long weighAt = 1;
    private long firstTimestamp;
    private @Nullable Long firstKafkaTimestamp;
    private @Nullable Long lastKafkaTimestamp;
    private Instant lastRecordAt;
    private long lastUse;

    /**
     * @param windowEnd when the time ends that its directory stands for; null if it stands for none
     * @param openFiles is told what the file holds
     * @param close what closing it means to whoever opened it
     */
    OpenFile(
            String key,
            long firstOffset,
            DataFile file,
            Instant openedAt,
            @Nullable Instant windowEnd,
            OpenFiles openFiles,
            Consumer<CloseCause> close) {
        this.key = key;
        this.firstOffset = firstOffset;
        this.file = file;
        this.openedAt = openedAt;
        this.lastRecordAt = openedAt;
        this.windowEnd = windowEnd;
        this.openFiles = openFiles;
        this.close = close;
    }

    /**
     * Adds a record that fits.
     *
     * @param timestamp the time that the record counts as of
     */
    void write(SinkRecord record, long offset, long timestamp, Instant now) {
        file.write(record);
        if (records == 0) {
            firstTimestamp = timestamp;
            firstKafkaTimestamp = record.timestamp();
        }
        lastKafkaTimestamp = record.timestamp();
        nextOffset = offset + 1;
        lastRecordAt = now;
        lastUse = openFiles.nextUse();
        records++;
        long weight = HeapWeight.atMost(record);
        if (unweighedBytes == 0) {
            openFiles.unweighed(this);
        }
        unweighedBytes += weight;
        heldBytes += weight;
        openFiles.grew(weight);
        if (records >= weighAt || unweighedBytes >= BYTES_BETWEEN_WEIGHINGS) {
            weigh();
        }
    }

    FileProgress progress() {
        return new FileProgress(records, bytes, firstTimestamp);
    }

    FileTimes times() {
        return new FileTimes(openedAt, lastRecordAt, windowEnd);
    }

    long firstOffset() {
        return firstOffset;
    }

    /** Bytes of heap, from above. */
    long heldBytes() {
        return heldBytes;
    }

    /** False where {@link #shrink} was of no use and nothing has been weighed since. */
    boolean canShrink() {
        return canShrink;
    }

    /** Higher for a file that was used later. */
    long lastUse() {
        return lastUse;
    }

    /** See {@link DataFile#fits}. */
    boolean fits(SinkRecord record) {
        return file.fits(record);
    }

    /** Ends the row group, if that frees memory. */
    void shrink() {
        if (file.endRowGroup()) {
            weigh();
        } else {
            canShrink = false;
        }
    }

    /** Has whoever opened it close it. */
    void close(CloseCause cause) {
        close.accept(cause);
    }

    FinishedFile finish(String lane, TopicPartition topicPartition, CloseCause cause, FileMetadata.Origin origin) {
        FileMetadata metadata = new FileMetadata(
                nextOffset,
                records,
                firstKafkaTimestamp,
                lastKafkaTimestamp,
                origin,
                file.schemaFingerprint(),
                UUID.randomUUID().toString());
        return new FinishedFile(key, lane, topicPartition, firstOffset, file.close(), metadata, cause);
    }

    /** Sums over the columns, so done seldom for small records, and often for large ones. */
    void weigh() {
        bytes = file.estimatedBytes();
        long held = file.heldBytes();
        openFiles.grew(held - heldBytes);
        heldBytes = held;
        unweighedBytes = 0;
        canShrink = true;
        weighAt = records + Math.max(1, Math.min(WEIGH_AT_LEAST_EVERY, records / 8));
    }
}
