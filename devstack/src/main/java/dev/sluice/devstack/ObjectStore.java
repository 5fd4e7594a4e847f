// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An S3 server (s3proxy) that keeps every object as a plain file, so that others can read a bucket from disk.
 *
 * <p>Path-style addresses, signature version 4, conditional writes.
 */
public final class ObjectStore implements AutoCloseable {
    private static final Duration TIME_TO_START = Duration.ofSeconds(60);

    private final ServerProcess process;
    private final URI endpoint;
    private final Path buckets;

    private ObjectStore(ServerProcess process, URI endpoint, Path buckets) {
        this.process = process;
        this.endpoint = endpoint;
        this.buckets = buckets;
    }

    /** @param directory its own; buckets that are in it from earlier are served again */
    public static ObjectStore start(Path directory) {
        URI endpoint = URI.create("http://127.0.0.1:" + FreePorts.next());
        Path buckets = directory.resolve("buckets");
        Path configuration = directory.resolve("s3proxy.properties");
        PropertiesFile.write(
                configuration,
                Map.of(
                        "s3proxy.endpoint", endpoint.toString(),
                        "s3proxy.authorization", "aws-v4",
                        "s3proxy.identity", "sluice",
                        "s3proxy.credential", "sluice-secret",
                        "jclouds.provider", "filesystem-nio2",
                        "jclouds.filesystem.basedir", buckets.toString()));
        createDirectories(buckets);
        ServerProcess process = ServerProcess.start(
                new JavaCommand(
                        "object-store",
                        ServerFiles.classPath("object-store"),
                        "org.gaul.s3proxy.Main",
                        List.of(
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                // It sends System.err to the log; a log that writes to System.err would go round in
                                // circles.
                                "-Dorg.slf4j.simpleLogger.logFile=System.out",
                                "-Dorg.slf4j.simpleLogger.showDateTime=true"),
                        List.of("--properties", configuration.toString())),
                directory);
        process.awaitReady(TIME_TO_START, () -> Http.answers(endpoint));
        return new ObjectStore(process, endpoint, buckets);
    }

    public URI endpoint() {
        return endpoint;
    }

    public int port() {
        return endpoint.getPort();
    }

    public String accessKey() {
        return "sluice";
    }

    public String secretKey() {
        return "sluice-secret";
    }

    /** Creates an empty bucket, or leaves the one that is there. */
    public void createBucket(String bucket) {
        createDirectories(bucketDirectory(bucket));
    }

    /** Where the objects of a bucket are, one file each, at the path that is their key. */
    public Path bucketDirectory(String bucket) {
        return buckets.resolve(bucket);
    }

    /** The server's log file. */
    public Path log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
    }

    private static void createDirectories(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + directory, e);
        }
    }
}
