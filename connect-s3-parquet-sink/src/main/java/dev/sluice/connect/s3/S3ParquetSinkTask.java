// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.errors.ErrantRecords;
import dev.sluice.connect.commons.metrics.TaskMetrics;
import dev.sluice.connect.s3.commit.Committer;
import dev.sluice.connect.s3.commit.PlainCommitter;
import dev.sluice.connect.s3.commit.UploadMetrics;
import dev.sluice.connect.s3.commit.UploadThreads;
import dev.sluice.connect.s3.storage.ObjectStore;
import dev.sluice.connect.s3.storage.S3ObjectStore;
import dev.sluice.connect.s3.storage.S3Settings;
import dev.sluice.connect.s3.write.AssignedPartitions;
import dev.sluice.connect.s3.write.WriterMetrics;
import dev.sluice.connect.s3.write.WriterSettings;
import dev.sluice.connect.worker.WorkerMetrics;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One task: builds the writers from the configuration, and hands the worker's calls on to them. */
public final class S3ParquetSinkTask extends SinkTask {
    /** The number of the task within its connector. */
    static final String TASK_ID = "task.id";

    private static final Logger log = LoggerFactory.getLogger(S3ParquetSinkTask.class);

    private final Environment environment;
    private @Nullable ObjectStore store;
    private @Nullable AssignedPartitions partitions;
    private @Nullable TaskMetrics metrics;

    /** What surrounds a task. */
    record Environment(Function<S3Settings, ObjectStore> stores, Committers committers, Clock clock) {}

    /** Makes the committer of a task. */
    @FunctionalInterface
    interface Committers {
        /** @param task what tells it apart from other tasks, for thread dumps */
        Committer create(ObjectStore store, WriterSettings settings, UploadMetrics metrics, String task);
    }

    /** What Connect calls. */
    public S3ParquetSinkTask() {
        this(new Environment(S3ObjectStore::open, S3ParquetSinkTask::plainCommitter, Clock.systemUTC()));
    }

    S3ParquetSinkTask(Environment environment) {
        this.environment = environment;
    }

    static Committer plainCommitter(ObjectStore store, WriterSettings settings, UploadMetrics metrics, String task) {
        return new PlainCommitter(
                store,
                new UploadThreads(task, settings.uploadThreads()),
                new PlainCommitter.Settings(settings.partSize(), settings.retryBackoff()),
                Clock.systemUTC(),
                new SplittableRandom(),
                metrics);
    }

    @Override
    public void start(Map<String, String> props) {
        S3ParquetSinkConfig config = S3ParquetSinkConfig.parse(props);
        if (config.partitioning().followsTheWallClock()) {
            log.warn(
                    "timestamp.extractor=Wallclock: a record that is read again after a failure may go to another directory,"
                            + " so delivery is at least once. Record and RecordField deliver exactly once.");
        }
        WriterSettings writing = config.writing();
        String connector = writing.origin().connector();
        String task = props.getOrDefault(TASK_ID, "0");
        Clock clock = environment.clock();
        TaskMetrics declared = TaskMetrics.of("s3-parquet-sink", connector, task);
        WriterMetrics writerMetrics = new WriterMetrics(declared, clock, writing.memoryBudget());
        UploadMetrics uploadMetrics = new UploadMetrics(declared, clock);
        ObjectStore opened = environment.stores().apply(config.store());
        store = opened;
        Committer committer = environment.committers().create(opened, writing, uploadMetrics, connector + "-" + task);
        partitions = new AssignedPartitions(
                writing,
                config.partitioning().create(clock::millis),
                opened,
                committer,
                ErrantRecords.of(context, props),
                context,
                clock,
                writerMetrics);
        metrics = declared.register();
        WorkerMetrics.show(declared, context);
    }

    @Override
    public void open(Collection<TopicPartition> assigned) {
        started().open(assigned);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        started().put(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return started().committable(currentOffsets);
    }

    @Override
    public void close(Collection<TopicPartition> revoked) {
        started().close(revoked);
    }

    /** What is not visible yet is given up: its offsets are not committed, so it is read again. */
    @Override
    public void stop() {
        if (partitions != null) {
            partitions.close();
            partitions = null;
        }
        if (store != null) {
            store.close();
            store = null;
        }
        if (metrics != null) {
            metrics.close();
            metrics = null;
        }
    }

    @Override
    public String version() {
        return PluginVersion.current();
    }

    private AssignedPartitions started() {
        return Objects.requireNonNull(partitions, "Connect calls start first");
    }
}
