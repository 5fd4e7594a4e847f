// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A schema registry (Apicurio) that keeps its schemas in memory. */
public final class SchemaRegistry implements AutoCloseable {
    private static final Duration TIME_TO_START = Duration.ofSeconds(90);

    private final ServerProcess process;
    private final URI url;

    private SchemaRegistry(ServerProcess process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** @param directory its own; where the log file is */
    public static SchemaRegistry start(Path directory) {
        int port = FreePorts.next();
        URI url = URI.create("http://127.0.0.1:" + port);
        ServerProcess process = ServerProcess.start(
                new JavaCommand(
                        "schema-registry",
                        ServerFiles.application("schema-registry"),
                        "io.quarkus.runner.GeneratedMain",
                        List.of(
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                                "-Dquarkus.http.host=127.0.0.1",
                                "-Dquarkus.http.port=" + port),
                        List.of()),
                directory);
        URI information = url.resolve("/apis/registry/v2/system/info");
        process.awaitReady(TIME_TO_START, () -> Http.status(information).orElse(0) == 200);
        return new SchemaRegistry(process, url);
    }

    /** For {@code apicurio.registry.url} of a converter. */
    public URI api() {
        return url.resolve("/apis/registry/v2");
    }

    /** The server's log file. */
    public Path log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
    }
}
