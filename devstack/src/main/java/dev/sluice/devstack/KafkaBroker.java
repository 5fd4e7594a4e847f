// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One Kafka node, broker and controller (KRaft). Topics are made when first used.
 *
 * <p>A client goes on to the address that the broker advertises, so a proxy must be advertised too: the broker has a second listener
 * for that, see {@link #startProxy}.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final KafkaVersion VERSION = KafkaVersion.V4_3;
    private static final int HEAP_MEGABYTES = 512;
    private static final Duration TIME_TO_START = Duration.ofSeconds(90);

    private final ServerProcess process;
    private final Ports ports;

    private KafkaBroker(ServerProcess process, Ports ports) {
        this.process = process;
        this.ports = ports;
    }

    /** @param proxy where {@code proxied} is advertised */
    private record Ports(int plain, int controller, int proxied, int proxy) {}

    /** @param directory its own, and empty */
    public static KafkaBroker start(Path directory) {
        var ports = new Ports(FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next());
        Path configuration = directory.resolve("server.properties");
        PropertiesFile.write(configuration, properties(ports, directory.resolve("data")));

        formatStorage(configuration, directory);
        ServerProcess process = ServerProcess.start(
                VERSION.command(
                        "broker",
                        "kafka.Kafka",
                        HEAP_MEGABYTES,
                        List.of(),
                        directory,
                        List.of(configuration.toString())),
                directory);
        // Its port is open long before it serves.
        process.awaitReady(TIME_TO_START, () -> process.hasLogged("Kafka Server started"));
        return new KafkaBroker(process, ports);
    }

    /** A value for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + ports.plain();
    }

    /**
     * Starts the network to the broker's second listener. Who shall suffer under it takes its
     * {@link FaultProxy#address} as {@code bootstrap.servers}.
     */
    public FaultProxy startProxy() {
        return FaultProxy.between(ports.proxy(), ports.proxied());
    }

    /** The broker's log file. */
    public Path log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
    }

    private static void formatStorage(Path configuration, Path directory) {
        try (ServerProcess tool = ServerProcess.start(
                VERSION.command(
                        "format",
                        "kafka.tools.StorageTool",
                        HEAP_MEGABYTES,
                        List.of("-XX:TieredStopAtLevel=1"),
                        directory,
                        List.of("format", "-t", clusterId(), "-c", configuration.toString())),
                directory)) {
            tool.awaitSuccess(TIME_TO_START);
        }
    }

    /** A random UUID as Kafka writes it; one that begins with a dash would be taken for an option. */
    private static String clusterId() {
        UUID uuid = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return id.startsWith("-") ? clusterId() : id;
    }

    private static Map<String, String> properties(Ports ports, Path data) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + ports.controller());
        properties.put(
                "listeners",
                "PLAIN://127.0.0.1:%d,PROXIED://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(ports.plain(), ports.proxied(), ports.controller()));
        properties.put(
                "advertised.listeners",
                "PLAIN://127.0.0.1:%d,PROXIED://127.0.0.1:%d".formatted(ports.plain(), ports.proxy()));
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "PLAIN");
        properties.put("listener.security.protocol.map", "PLAIN:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", data.toString());
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "5");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "5");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // So that a test need not wait the default six seconds for a member that was killed.
        properties.put("group.min.session.timeout.ms", "500");
        return properties;
    }
}
