// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.commons.errors.ErrantRecords;
import dev.sluice.connect.commons.metrics.Counter;
import dev.sluice.connect.commons.metrics.TaskMetrics;
import dev.sluice.connect.s3.commit.FinishedFile;
import dev.sluice.connect.s3.rotation.CloseCause;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What a task counts about records and files. The task thread counts; threads of JMX read. */
public final class WriterMetrics {
    private static final long NONE = -1;

    private final Counter recordsTaken;
    private final Counter recordsVisible;
    private final Counter bytes;
    private final Counter conflicts;
    private final Counter commits;
    private final Counter refusals;
    private final Map<CloseCause, Counter> files = new EnumMap<>(CloseCause.class);

    private long taken;
    private volatile int openFiles;
    private volatile long heldBytes;
    private volatile long oldestOpenedAt = NONE;
    private volatile long deadLettered;

    public WriterMetrics(TaskMetrics metrics, Clock clock, long memoryBudget) {
        recordsTaken = metrics.counter("records-taken-total", "Records that went into files");
        recordsVisible = metrics.counter("records-visible-total", "Records in files that readers see");
        bytes = metrics.counter("bytes-visible-total", "Bytes of files that readers see");
        for (CloseCause cause : CloseCause.values()) {
            String name = cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
            files.put(
                    cause,
                    metrics.counter(
                            "files-closed-by-" + name + "-total", "Files that readers see, closed by " + cause));
        }
        conflicts = metrics.counter("conflicts-total", "Files that another task had written already");
        commits = metrics.counter("commit-requests-total", "Times that the worker was asked to commit offsets at once");
        refusals = metrics.counter(
                "back-pressure-total", "Batches given back to the worker because memory was full of uploads");
        metrics.gauge("open-files", "Files that take in records", () -> openFiles);
        metrics.gauge("held-bytes", "Bytes of heap in open files and uploads", () -> heldBytes);
        metrics.gauge("held-bytes-limit", "What held-bytes is kept below: buffer.memory.bytes", () -> memoryBudget);
        metrics.gauge(
                "oldest-open-age-ms",
                "How long the oldest open file has been open",
                () -> oldestOpenedAt == NONE ? 0 : clock.millis() - oldestOpenedAt);
        metrics.gauge("records-dead-lettered-total", "Bad records that were set aside", () -> deadLettered);
    }

    void taken() {
        taken++;
    }

    void visible(FinishedFile file) {
        recordsVisible.add(file.metadata().records());
        bytes.add(file.bytes().length());
        Objects.requireNonNull(files.get(file.cause())).increment();
        commits.increment();
    }

    void conflict() {
        conflicts.increment();
    }

    void backPressure() {
        refusals.increment();
    }

    /** At the end of each call of the worker: counting each record where others can see it would cost more than writing it. */
    void endOfCall(OpenFiles open, long held, ErrantRecords errantRecords) {
        recordsTaken.add(taken);
        taken = 0;
        openFiles = open.count();
        heldBytes = held;
        oldestOpenedAt = open.oldest().map(Instant::toEpochMilli).orElse(NONE);
        deadLettered = errantRecords.reported();
    }
}
