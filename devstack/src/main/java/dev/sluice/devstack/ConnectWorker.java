// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A stock Connect worker.
 *
 * <p>A plugin that does not name itself in {@code META-INF/services} keeps it from starting ({@code hybrid_fail}), and a worker
 * that leaves hands its tasks over at once.
 */
public final class ConnectWorker implements AutoCloseable {
    private static final Duration TIME_TO_START = Duration.ofMinutes(2);

    private final ServerProcess process;
    private final URI url;

    private ConnectWorker(ServerProcess process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** @param directory where the worker gets a directory named after it */
    public static ConnectWorker start(WorkerSettings settings, String bootstrapServers, Path directory) {
        Path own = directory.resolve(settings.name());
        URI url = URI.create("http://127.0.0.1:" + FreePorts.next());
        Path configuration = own.resolve("connect.properties");
        PropertiesFile.write(configuration, properties(settings, bootstrapServers, url, own));
        var arguments = new ArrayList<String>();
        arguments.add(configuration.toString());
        if (!settings.connector().isEmpty()) {
            Path connector = own.resolve("connector.properties");
            PropertiesFile.write(connector, settings.connector());
            arguments.add(connector.toString());
        }
        ServerProcess process = ServerProcess.start(
                settings.version()
                        .command(
                                settings.name(),
                                settings.mode().mainClass(),
                                settings.heapMegabytes(),
                                settings.jvmOptions(),
                                own,
                                arguments)
                        .on(settings.java()),
                own);
        // Answered only once the worker has joined its group and read its config topic, or has made the connector it
        // was given.
        URI asked = url.resolve(
                settings.connector().isEmpty()
                        ? "/connectors"
                        : "/connectors/" + settings.connector().get("name") + "/config");
        process.awaitReady(TIME_TO_START, () -> Http.status(asked).orElse(0) == 200);
        return new ConnectWorker(process, url);
    }

    /** Where its REST interface is. */
    public URI url() {
        return url;
    }

    /** A new client of its REST interface. */
    public ConnectRest rest() {
        return new ConnectRest(url);
    }

    /** The worker's log file. */
    public Path log() {
        return process.log();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM; returns when the worker has stopped its tasks and is gone. */
    public void stop() {
        process.stop();
    }

    /** SIGKILL, as a crash of the machine. */
    public void kill() {
        process.kill();
    }

    /** SIGSTOP: after the session timeout its group gives it up, and it does not know. */
    public void suspend() {
        process.suspend();
    }

    /** SIGCONT: a suspended worker goes on with what it was about to do. */
    public void resume() {
        process.resume();
    }

    @Override
    public void close() {
        process.close();
    }

    private static Map<String, String> properties(
            WorkerSettings settings, String bootstrapServers, URI url, Path directory) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("listeners", url.toString());
        properties.put("rest.advertised.host.name", url.getHost());
        properties.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.putAll(
                switch (settings.mode()) {
                    case DISTRIBUTED -> ofGroup(settings.group());
                    case STANDALONE ->
                        Map.of(
                                "offset.storage.file.filename",
                                directory.resolve("offsets").toString());
                });
        if (!settings.pluginPath().isEmpty()) { // Kafka 4 refuses an empty one
            properties.put(
                    "plugin.path",
                    settings.pluginPath().stream().map(Path::toString).collect(Collectors.joining(",")));
        }
        properties.put("plugin.discovery", "hybrid_fail");
        properties.putAll(settings.properties());
        return properties;
    }

    private static Map<String, String> ofGroup(String group) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("group.id", group);
        properties.put("config.storage.topic", group + "-configs");
        properties.put("config.storage.replication.factor", "1");
        properties.put("offset.storage.topic", group + "-offsets");
        properties.put("offset.storage.replication.factor", "1");
        properties.put("offset.storage.partitions", "1");
        properties.put("status.storage.topic", group + "-status");
        properties.put("status.storage.replication.factor", "1");
        properties.put("status.storage.partitions", "1");
        properties.put("scheduled.rebalance.max.delay.ms", "0");
        return properties;
    }
}
