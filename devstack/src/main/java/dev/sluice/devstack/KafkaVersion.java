// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The releases that devstack can start; their patch levels are in {@code devstack/servers}. */
public enum KafkaVersion {
    V3_9("kafka-3.9", "log4j.properties", "-Dlog4j.configuration=file:"),
    V4_3("kafka-4.3", "log4j2.properties", "-Dlog4j2.configurationFile=");

    private final String server;
    private final String logConfiguration;
    private final String logOption;

    KafkaVersion(String server, String logConfiguration, String logOption) {
        this.server = server;
        this.logConfiguration = logConfiguration;
        this.logOption = logOption;
    }

    /**
     * A JVM that runs one of this release's main classes and logs to its standard output.
     *
     * @param directory where the logging configuration is put
     */
    JavaCommand command(
            String name,
            String mainClass,
            int heapMegabytes,
            List<String> jvmOptions,
            Path directory,
            List<String> arguments) {
        var options = new ArrayList<String>();
        options.add("-Xmx" + heapMegabytes + "m");
        options.add("-XX:+UseSerialGC");
        options.add("-Djava.awt.headless=true");
        options.add(logOption + writeLogConfiguration(directory));
        options.addAll(jvmOptions);
        return new JavaCommand(name, ServerFiles.classPath(server), mainClass, options, arguments);
    }

    private Path writeLogConfiguration(Path directory) {
        Path file = directory.resolve(logConfiguration);
        try (InputStream in = Objects.requireNonNull(KafkaVersion.class.getResourceAsStream(logConfiguration))) {
            Files.createDirectories(directory);
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
