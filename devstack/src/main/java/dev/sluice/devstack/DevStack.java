// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Servers that belong together, below one directory; closing ends them in reverse order, and so does Ctrl-C.
 *
 * <pre>{@code
 * try (DevStack stack = DevStack.inTemporaryDirectory()) {
 *     KafkaBroker broker = stack.startBroker();
 *     ConnectWorker worker = stack.startWorker(broker.bootstrapServers(), WorkerSettings.named("worker-1").withPlugins(plugins));
 *     …
 * }
 * }</pre>
 */
public final class DevStack implements AutoCloseable {
    private final Path directory;
    private final boolean temporary;
    private final Deque<AutoCloseable> servers = new ArrayDeque<>();
    private final Thread onExit = new Thread(this::stopAll, "devstack-exit");

    private DevStack(Path directory, boolean temporary) {
        this.directory = directory;
        this.temporary = temporary;
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /** Everything in a new directory that is removed in the end. */
    public static DevStack inTemporaryDirectory() {
        try {
            return new DevStack(Files.createTempDirectory("devstack-"), true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary directory", e);
        }
    }

    /** Everything in this directory, made if absent, which stays: to look at logs and data afterwards (the databases' data excepted). */
    public static DevStack in(Path directory) {
        return new DevStack(directory.toAbsolutePath(), false);
    }

    /** The Debezium PostgreSQL connector, for {@link WorkerSettings#withPlugins}. */
    public static Path debeziumPlugins() {
        return ServerFiles.plugins("debezium");
    }

    /** The Debezium MySQL connector, which reads MariaDB as well, for {@link WorkerSettings#withPlugins}. */
    public static Path debeziumMySqlPlugins() {
        return ServerFiles.plugins("debezium-mysql");
    }

    /** The Avro converter that goes with {@link #startSchemaRegistry}, for {@link WorkerSettings#withPlugins}. */
    public static Path avroConverterPlugins() {
        return ServerFiles.plugins("avro-converter");
    }

    /** The agent that serves the metrics of a JVM to Prometheus, for {@link WorkerSettings#withJvmOptions}. */
    public static Path jmxExporterAgent() {
        return ServerFiles.programs("jmx-exporter").resolve("jmx_prometheus_javaagent.jar");
    }

    /** Where the servers keep data, configurations and logs. */
    public Path directory() {
        return directory;
    }

    public KafkaBroker startBroker() {
        return closing(KafkaBroker.start(directory.resolve("broker")));
    }

    /** @param bootstrapServers of a broker, or of a proxy before it */
    public ConnectWorker startWorker(String bootstrapServers, WorkerSettings settings) {
        return closing(ConnectWorker.start(settings, bootstrapServers, directory));
    }

    public ObjectStore startObjectStore() {
        return closing(ObjectStore.start(directory.resolve("object-store")));
    }

    /** @param settings of its configuration, as {@code name=value}; they go before those of {@link PostgresServer} */
    public PostgresServer startPostgres(String... settings) {
        return closing(PostgresServer.start(directory.resolve("postgres"), settings));
    }

    /** @param options of {@code mariadbd}, over those of {@link MariaDbServer} */
    public MariaDbServer startMariaDb(String... options) {
        return closing(MariaDbServer.start(directory.resolve("mariadb"), options));
    }

    public SchemaRegistry startSchemaRegistry() {
        return closing(SchemaRegistry.start(directory.resolve("schema-registry")));
    }

    /** A network that can fail, in front of a port of this machine. */
    public FaultProxy startProxy(int targetPort) {
        return closing(FaultProxy.to(targetPort));
    }

    /** See {@link KafkaBroker#startProxy}. */
    public FaultProxy startProxy(KafkaBroker broker) {
        return closing(broker.startProxy());
    }

    /** Ends everything, the latest first, and removes a temporary directory. */
    @Override
    public void close() {
        if (!isShuttingDown()) {
            Runtime.getRuntime().removeShutdownHook(onExit);
        }
        stopAll();
    }

    /** True once this JVM is ending, as after Ctrl-C: servers vanish then because they are being stopped. */
    public static boolean isShuttingDown() {
        Thread probe = new Thread(() -> {});
        try {
            // The one question that the runtime answers about it: hooks are refused from then on.
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private synchronized <T extends AutoCloseable> T closing(T server) {
        servers.push(server);
        return server;
    }

    private synchronized void stopAll() {
        var failures = new ArrayDeque<Exception>();
        while (!servers.isEmpty()) {
            try {
                servers.pop().close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            var failure = new IllegalStateException("some server did not stop; see " + directory, failures.pop());
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
        if (temporary) {
            FileTree.delete(directory);
        }
    }
}
