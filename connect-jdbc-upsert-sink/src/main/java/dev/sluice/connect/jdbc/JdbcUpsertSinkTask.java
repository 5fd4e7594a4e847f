// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.errors.ErrantRecords;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** One task: builds its parts from the configuration, and hands the worker's calls on to them. */
public final class JdbcUpsertSinkTask extends SinkTask {
    /** Set by the connector. */
    static final String TASK_ID = "task.id";

    private final Clock clock;
    private @Nullable Delivery delivery;

    /** What Connect calls. */
    public JdbcUpsertSinkTask() {
        this(Clock.systemUTC());
    }

    JdbcUpsertSinkTask(Clock clock) {
        this.clock = clock;
    }

    /** The name that Connect gives each connector. */
    static String connectorOf(Map<String, String> configuration) {
        return configuration.getOrDefault("name", "");
    }

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public void start(Map<String, String> taskConfig) {
        JdbcUpsertSinkConfig config = JdbcUpsertSinkConfig.of(taskConfig);
        String connector = connectorOf(taskConfig);
        delivery = new Delivery(
                config,
                Sink.of(config, connector),
                connector,
                taskConfig.getOrDefault(TASK_ID, "0"),
                ErrantRecords.of(context, taskConfig),
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

    /** What is not written is dropped: its offsets are not committed, so it is read again. */
    @Override
    public void stop() {
        if (delivery != null) {
            delivery.stop();
            delivery = null;
        }
    }

    private Delivery started() {
        return Objects.requireNonNull(delivery, "Connect calls start first");
    }
}
