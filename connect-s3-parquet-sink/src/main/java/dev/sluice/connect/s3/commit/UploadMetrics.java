// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import dev.sluice.connect.commons.metrics.Counter;
import dev.sluice.connect.commons.metrics.Latency;
import dev.sluice.connect.commons.metrics.TaskMetrics;
import java.time.Duration;

/** What a task counts about its way to the store. */
public final class UploadMetrics {
    private final Latency latency;
    private final Counter retries;
    private volatile int inFlight;

    public UploadMetrics(TaskMetrics metrics) {
        latency = metrics.latency("upload", "from the end of a file until readers see it, failed tries included");
        retries =
                metrics.counter("upload-retries-total", "Requests of uploads that failed for now and are tried again");
        metrics.gauge("uploads-in-flight", "Files that are finished and not visible yet", () -> inFlight);
    }

    void published(Duration took) {
        latency.record(took);
    }

    void failed() {
        retries.increment();
    }

    void inFlight(int files) {
        inFlight = files;
    }
}
