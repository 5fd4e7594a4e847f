// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.format.DataFile;
import dev.sluice.connect.s3.rotation.CloseCause;
import dev.sluice.connect.s3.rotation.FileProgress;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A file that takes in records. */
final class OpenFile {
    private static final int WEIGH_EVERY = 128;

    private final String key;
    private final long firstOffset;
    private final DataFile file;
    private final Instant openedAt;
    private final @Nullable Instant deadline;

    private long records;
    private long nextOffset;
    private long bytes;
    private long weighAt = 1;
    private long firstTimestamp;
    private @Nullable Long firstKafkaTimestamp;
    private @Nullable Long lastKafkaTimestamp;

    /** @param deadline when the wall clock closes it; null for never */
    OpenFile(String key, long firstOffset, DataFile file, Instant openedAt, @Nullable Instant deadline) {
        this.key = key;
        this.firstOffset = firstOffset;
        this.file = file;
        this.openedAt = openedAt;
        this.deadline = deadline;
    }

    /**
     * Adds a record that fits.
     *
     * @param timestamp the time that the record counts as of
     */
    void write(SinkRecord record, long offset, long timestamp) {
        file.write(record);
        if (records == 0) {
            firstTimestamp = timestamp;
            firstKafkaTimestamp = record.timestamp();
        }
        lastKafkaTimestamp = record.timestamp();
        nextOffset = offset + 1;
        records++;
        if (records >= weighAt) {
            bytes = file.estimatedBytes();
            // Weighing sums over the columns; a few large records are weighed often, many small ones seldom.
            weighAt = records + Math.min(WEIGH_EVERY, Math.max(1, records / 8));
        }
    }

    FileProgress progress() {
        return new FileProgress(records, bytes, firstTimestamp, openedAt);
    }

    long firstOffset() {
        return firstOffset;
    }

    Instant openedAt() {
        return openedAt;
    }

    @Nullable Instant deadline() {
        return deadline;
    }

    /** See {@link DataFile#fits}. */
    boolean fits(SinkRecord record) {
        return file.fits(record);
    }

    FinishedFile finish(CloseCause cause, FileMetadata.Origin origin) {
        FileMetadata metadata = new FileMetadata(
                nextOffset,
                records,
                firstKafkaTimestamp,
                lastKafkaTimestamp,
                origin,
                file.schemaFingerprint(),
                UUID.randomUUID().toString());
        return new FinishedFile(key, firstOffset, file.close(), metadata, cause);
    }
}
