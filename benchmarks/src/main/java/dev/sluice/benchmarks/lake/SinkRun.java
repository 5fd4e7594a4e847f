// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.lake;

import dev.sluice.connect.s3.S3ParquetSinkTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** One task from its records to objects that are visible in a store, called as a worker calls it. */
final class SinkRun {
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    /** The worker's max.poll.records. */
    private static final int BATCH = 500;

    private static final long START = 1_795_150_800_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final Scenario scenario;
    private final Rows rows;
    private final Map<String, String> store;
    private long backPressure;

    SinkRun(Scenario scenario, Rows rows, Map<String, String> store) {
        this.scenario = scenario;
        this.rows = rows;
        this.store = store;
    }

    /** Returns when the last row is visible. */
    void run(String topicsDir) throws InterruptedException {
        S3ParquetSinkTask task = new S3ParquetSinkTask();
        Context context = new Context();
        Map<String, String> configuration = new HashMap<>(store);
        configuration.putAll(scenario.configuration());
        configuration.putAll(Map.of(
                "name", "benchmark",
                "topics.dir", topicsDir,
                "timestamp.extractor", "Record",
                "rotate.idle.interval.ms", "-1",
                "rotate.window.grace.ms", "-1",
                "buffer.memory.bytes", Long.toString(2L << 30)));
        task.initialize(context);
        task.start(configuration);
        task.open(List.of(PARTITION));
        List<Struct> pool = rows.pool();
        for (int first = 0; first < scenario.rows; first += BATCH) {
            List<SinkRecord> batch = new ArrayList<>(BATCH);
            for (int row = first; row < first + BATCH; row++) {
                batch.add(new SinkRecord(
                        PARTITION.topic(),
                        PARTITION.partition(),
                        null,
                        null,
                        rows.schema(),
                        pool.get(row % pool.size()),
                        row,
                        START + row % scenario.directories * HOUR,
                        TimestampType.CREATE_TIME));
            }
            deliver(task, batch);
            if (context.commitRequested) {
                context.commitRequested = false;
                commit(task, first + BATCH);
            }
        }
        task.close(List.of(PARTITION));
        task.stop();
    }

    long backPressure() {
        return backPressure;
    }

    private void deliver(S3ParquetSinkTask task, List<SinkRecord> batch) throws InterruptedException {
        while (true) {
            try {
                task.put(batch);
                return;
            } catch (RetriableException e) {
                backPressure++;
                Thread.sleep(50);
            }
        }
    }

    private static void commit(S3ParquetSinkTask task, long delivered) {
        Map<TopicPartition, OffsetAndMetadata> unused =
                task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(delivered)));
    }

    private static final class Context implements SinkTaskContext {
        private boolean commitRequested;

        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {
            throw new IllegalStateException("nobody else writes here");
        }

        @Override
        public void offset(TopicPartition partition, long offset) {
            throw new IllegalStateException("nobody else writes here");
        }

        @Override
        public void timeout(long timeoutMs) {
            // Records keep coming.
        }

        @Override
        public Set<TopicPartition> assignment() {
            return Set.of(PARTITION);
        }

        @Override
        public void pause(TopicPartition... partitions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resume(TopicPartition... partitions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void requestCommit() {
            commitRequested = true;
        }

        @Override
        public @Nullable ErrantRecordReporter errantRecordReporter() {
            return null;
        }
    }
}
