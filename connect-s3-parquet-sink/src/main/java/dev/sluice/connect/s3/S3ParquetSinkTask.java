// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.errors.ErrantRecords;
import dev.sluice.connect.s3.storage.ObjectStore;
import dev.sluice.connect.s3.storage.S3ObjectStore;
import dev.sluice.connect.s3.storage.S3Settings;
import dev.sluice.connect.s3.write.AssignedPartitions;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
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
    private static final Logger log = LoggerFactory.getLogger(S3ParquetSinkTask.class);

    private final Function<S3Settings, ObjectStore> stores;
    private final Clock clock;
    private @Nullable ObjectStore store;
    private @Nullable AssignedPartitions partitions;

    /** What Connect calls. */
    public S3ParquetSinkTask() {
        this(S3ObjectStore::open, Clock.systemUTC());
    }

    S3ParquetSinkTask(Function<S3Settings, ObjectStore> stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
    }

    @Override
    public void start(Map<String, String> props) {
        S3ParquetSinkConfig config = S3ParquetSinkConfig.parse(props);
        if (config.partitioning().followsTheWallClock()) {
            log.warn(
                    "timestamp.extractor=Wallclock: a record that is read again after a failure may go to another directory,"
                            + " so delivery is at least once. Record and RecordField deliver exactly once.");
        }
        ObjectStore opened = stores.apply(config.store());
        store = opened;
        partitions = new AssignedPartitions(
                config.writing(),
                config.partitioning().create(clock::millis),
                opened,
                ErrantRecords.of(context, props),
                context,
                clock);
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

    /** What is not visible yet is dropped: its offsets are not committed, so it is read again. */
    @Override
    public void stop() {
        if (store != null) {
            store.close();
            store = null;
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
