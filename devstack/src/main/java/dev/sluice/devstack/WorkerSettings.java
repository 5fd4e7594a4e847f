// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What differs from one Connect worker to another.
 *
 * @param name of the worker's directory and log; its own within the stack
 * @param mode whether it has a group
 * @param group workers of one group share connectors, and their internal topics are named after it
 * @param java what runs it
 * @param connector what a standalone worker runs from its start, {@code name} included; nothing if empty
 * @param pluginPath directories whose children are plugins
 * @param properties of the worker, over those that {@link ConnectWorker} sets
 * @param jvmOptions beside those that every worker gets
 */
public record WorkerSettings(
        String name,
        WorkerMode mode,
        String group,
        KafkaVersion version,
        JavaHome java,
        Map<String, String> connector,
        List<Path> pluginPath,
        Map<String, String> properties,
        int heapMegabytes,
        List<String> jvmOptions) {
    public WorkerSettings {
        connector = Map.copyOf(connector);
        pluginPath = List.copyOf(pluginPath);
        properties = Map.copyOf(properties);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** The newest worker, without plugins. */
    public static WorkerSettings named(String name) {
        return new WorkerSettings(
                name,
                WorkerMode.DISTRIBUTED,
                "connect",
                KafkaVersion.V4_3,
                JavaHome.current(),
                Map.of(),
                List.of(),
                Map.of(),
                512,
                List.of());
    }

    /** Another worker like this one. */
    public WorkerSettings renamed(String other) {
        return new WorkerSettings(
                other, mode, group, version, java, connector, pluginPath, properties, heapMegabytes, jvmOptions);
    }

    public WorkerSettings inGroup(String other) {
        return new WorkerSettings(
                name, mode, other, version, java, connector, pluginPath, properties, heapMegabytes, jvmOptions);
    }

    public WorkerSettings on(KafkaVersion other) {
        return new WorkerSettings(
                name, mode, group, other, java, connector, pluginPath, properties, heapMegabytes, jvmOptions);
    }

    /**
     * By itself, without a group.
     *
     * @param first the connector that it gets on its command line. A standalone worker of Kafka 3.9 that starts without one finds no
     *     transform and no converter of a plugin later: the thread that configures connectors is then made by the REST
     *     server, which sees the worker's own classes only, and the request that creates a connector ends after 90 seconds
     */
    public WorkerSettings standalone(Map<String, String> first) {
        return new WorkerSettings(
                name,
                WorkerMode.STANDALONE,
                group,
                version,
                java,
                first,
                pluginPath,
                properties,
                heapMegabytes,
                jvmOptions);
    }

    /** Another Java than ours. */
    public WorkerSettings on(JavaHome other) {
        return new WorkerSettings(
                name, mode, group, version, other, connector, pluginPath, properties, heapMegabytes, jvmOptions);
    }

    /** Adds directories to {@code plugin.path}. */
    public WorkerSettings withPlugins(Path... directories) {
        var all = new ArrayList<>(pluginPath);
        all.addAll(List.of(directories));
        return new WorkerSettings(
                name, mode, group, version, java, connector, all, properties, heapMegabytes, jvmOptions);
    }

    /** Sets one property of the worker. */
    public WorkerSettings with(String key, String value) {
        var all = new LinkedHashMap<>(properties);
        all.put(key, value);
        return new WorkerSettings(
                name, mode, group, version, java, connector, pluginPath, all, heapMegabytes, jvmOptions);
    }

    /** How long after its last sign of life a worker, or a task's consumer, is given up by its group. */
    public WorkerSettings withSessionTimeout(Duration timeout) {
        String session = Long.toString(timeout.toMillis());
        String heartbeat = Long.toString(timeout.dividedBy(3).toMillis());
        return with("session.timeout.ms", session)
                .with("heartbeat.interval.ms", heartbeat)
                .with("consumer.session.timeout.ms", session)
                .with("consumer.heartbeat.interval.ms", heartbeat);
    }

    public WorkerSettings withHeap(int megabytes) {
        return new WorkerSettings(
                name, mode, group, version, java, connector, pluginPath, properties, megabytes, jvmOptions);
    }

    /** Starts the worker's JVM with more options: agents, say. */
    public WorkerSettings withJvmOptions(String... options) {
        var all = new ArrayList<>(jvmOptions);
        all.addAll(List.of(options));
        return new WorkerSettings(
                name, mode, group, version, java, connector, pluginPath, properties, heapMegabytes, all);
    }
}
