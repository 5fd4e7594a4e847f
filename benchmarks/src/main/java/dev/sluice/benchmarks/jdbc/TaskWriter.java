// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** A sink's task, called as a worker calls it. */
final class TaskWriter implements Writer {
    private final SinkTask task;
    private final ClassLoader loader;
    private final OrderRecords records = new OrderRecords();

    TaskWriter(SinkTask task, Map<String, String> configuration) {
        this.task = task;
        this.loader = task.getClass().getClassLoader();
        inPlugin(() -> {
            task.initialize(new BareContext(configuration));
            task.start(configuration);
            task.open(List.of(OrderRecords.PARTITION));
        });
    }

    @Override
    public Runnable prepared(List<Change> batch) {
        List<SinkRecord> prepared = records.of(batch);
        return () -> inPlugin(() -> task.put(prepared));
    }

    @Override
    public void finish() {
        inPlugin(() -> {
            long end = offset(records.position());
            do {
                // Also brings up what went wrong in the put before, which Debezium's sink keeps until then.
                task.put(List.of());
            } while (offset(task.preCommit(records.position())) < end);
        });
    }

    private static long offset(Map<?, @Nullable OffsetAndMetadata> offsets) {
        OffsetAndMetadata offset = offsets.get(OrderRecords.PARTITION);
        return offset == null ? 0 : offset.offset();
    }

    @Override
    public void close() {
        inPlugin(() -> {
            task.close(List.of(OrderRecords.PARTITION));
            task.stop();
        });
    }

    /** With the plugin's class loader as the thread's, as the worker has it. */
    private void inPlugin(Runnable call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            call.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
