// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.metrics.Counter;
import dev.sluice.connect.commons.metrics.Latency;
import dev.sluice.connect.commons.metrics.TaskMetrics;
import dev.sluice.connect.jdbc.write.Written;
import dev.sluice.connect.worker.WorkerMetrics;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** What one task counts. */
final class SinkMetrics implements AutoCloseable {
    private final TaskMetrics metrics;
    private final Counter upserted;
    private final Counter deleted;
    private final Counter reduced;
    private final Counter retries;
    private final Latency batches;

    /**
     * @param fence which fence is in force
     * @param deadLettered how many records were set aside
     * @param context of the worker that may show them too
     */
    SinkMetrics(
            String connector, String task, Supplier<String> fence, LongSupplier deadLettered, SinkTaskContext context) {
        metrics = TaskMetrics.of("jdbc-upsert-sink", connector, task);
        upserted = metrics.counter("rows-upserted-total", "Rows inserted, upserted or updated");
        deleted = metrics.counter("rows-deleted-total", "Keys deleted");
        reduced = metrics.counter(
                "changes-reduced-total", "Changes that a later one of the same row and batch made needless");
        retries = metrics.counter("batch-retries-total", "Batches that failed and are tried again");
        batches = metrics.latency("batch", "writing a batch, commit included");
        metrics.gauge("records-dead-lettered-total", "Bad records that were set aside", deadLettered);
        metrics.text("fence", "What keeps a task that has lost its partitions from writing", fence);
        metrics.register();
        WorkerMetrics.show(metrics, context);
    }

    void written(Written written, Duration took) {
        upserted.add(written.upserted());
        deleted.add(written.deleted());
        reduced.add(written.reduced());
        batches.record(took);
    }

    void retried() {
        retries.increment();
    }

    @Override
    public void close() {
        metrics.close();
    }
}
