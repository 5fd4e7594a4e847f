// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import dev.sluice.connect.commons.metrics.Counter;
import dev.sluice.connect.commons.metrics.Latency;
import dev.sluice.connect.commons.metrics.TaskMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a task counts about its way to the store. */
public final class UploadMetrics {
    private final Latency latency;
    private final Counter retries;
    private volatile int inFlight;
    private volatile @Nullable Instant oldestBegan;

    public UploadMetrics(TaskMetrics metrics, Clock clock) {
        latency = metrics.latency("upload", "from the end of a file until readers see it, failed tries included");
        retries =
                metrics.counter("upload-retries-total", "Requests of uploads that failed for now and are tried again");
        metrics.gauge("uploads-in-flight", "Files that are finished and not visible yet", () -> inFlight);
        metrics.gauge("oldest-upload-age-ms", "How long the oldest of them has been finished", () -> {
            Instant began = oldestBegan;
            return began == null
                    ? 0
                    : Math.max(0, Duration.between(began, clock.instant()).toMillis());
        });
    }

    void published(Duration took) {
        latency.record(took);
    }

    void failed() {
        retries.increment();
    }

    /** @param oldest when the way to the store began of the one that has been on it for the longest; null if none is */
    void inFlight(int files, @Nullable Instant oldest) {
        inFlight = files;
        oldestBegan = oldest;
    }
}
