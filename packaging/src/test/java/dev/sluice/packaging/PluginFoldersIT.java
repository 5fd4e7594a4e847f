// SPDX-License-Identifier: Apache-2.0
package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a worker will find in the folders, and what it must not find. */
class PluginFoldersIT {
    private static final Path PLUGIN_PATH = Path.of(System.getProperty("plugin.path"));
    private static final String VERSION = System.getProperty("project.version");

    /**
     * Packages that the worker owns, whose second copy would shadow, double or split its own; and what we promise to do without.
     */
    private static final List<String> FORBIDDEN = List.of(
            "org/apache/kafka/",
            "org/slf4j/",
            "org/apache/logging/",
            "ch/qos/logback/",
            "org/apache/hadoop/",
            "org/jspecify/",
            "javax/annotation/",
            "io/netty/");

    private enum Plugin {
        S3(
                "sluice-s3-parquet-sink",
                "connect-s3-parquet-sink",
                SinkConnector.class,
                "dev.sluice.connect.s3.S3ParquetSinkConnector"),
        JDBC(
                "sluice-jdbc-upsert-sink",
                "connect-jdbc-upsert-sink",
                SinkConnector.class,
                "dev.sluice.connect.jdbc.JdbcUpsertSinkConnector"),
        FLATTEN_CDC(
                "sluice-smt-flatten-cdc",
                "smt-flatten-cdc",
                Transformation.class,
                "dev.sluice.connect.transforms.FlattenCdc");

        private final String folder;
        private final String artifact;
        private final Class<?> service;
        private final String implementation;

        Plugin(String folder, String artifact, Class<?> service, String implementation) {
            this.folder = folder;
            this.artifact = artifact;
            this.service = service;
            this.implementation = implementation;
        }

        List<Path> jars() {
            return filesIn(PLUGIN_PATH.resolve(folder).resolve("lib"));
        }

        Path ownJar() {
            return PLUGIN_PATH.resolve(folder).resolve("lib").resolve(artifact + "-" + VERSION + ".jar");
        }
    }

    @Test
    void thereIsOneFolderForEachPluginAndNothingElse() {
        assertThat(filesIn(PLUGIN_PATH))
                .extracting(path -> path.getFileName().toString())
                .containsExactlyInAnyOrder(
                        Stream.of(Plugin.values()).map(plugin -> plugin.folder).toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void theFolderHoldsThePluginAndTheCommons(Plugin plugin) {
        assertThat(plugin.jars())
                .contains(plugin.ownJar(), plugin.ownJar().resolveSibling("connect-commons-" + VERSION + ".jar"));
    }

    @ParameterizedTest
    @EnumSource
    void theFolderSaysUnderWhichLicenceItIs(Plugin plugin) {
        assertThat(filesIn(PLUGIN_PATH.resolve(plugin.folder).resolve("doc")))
                .extracting(path -> path.getFileName().toString())
                .containsExactlyInAnyOrder("LICENSE", "NOTICE");
    }

    @ParameterizedTest
    @EnumSource
    void theFolderHoldsNothingThatTheWorkerOwns(Plugin plugin) throws IOException {
        for (Path jar : plugin.jars()) {
            try (var file = new JarFile(jar.toFile())) {
                assertThat(file.stream().map(ZipEntry::getName))
                        .as("entries of %s", jar.getFileName())
                        .noneMatch(entry -> FORBIDDEN.stream().anyMatch(entry::startsWith));
            }
        }
    }

    /** Two versions in one folder are what is left of an earlier build: mvn clean. */
    @ParameterizedTest
    @EnumSource
    void noLibraryIsThereInTwoVersions(Plugin plugin) {
        assertThat(plugin.jars())
                .extracting(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", ""))
                .doesNotHaveDuplicates();
    }

    /** Without the file a worker with plugin.discovery=service_load does not see the plugin, and one with hybrid_fail does not start. */
    @ParameterizedTest
    @EnumSource
    void thePluginNamesItselfForDiscovery(Plugin plugin) throws IOException {
        assertThat(services(plugin)).containsExactly(plugin.implementation);
    }

    @ParameterizedTest
    @EnumSource
    void thePluginLoadsFromItsFolderAloneAndKnowsItsVersion(Plugin plugin) throws Exception {
        var urls = new ArrayList<URL>();
        for (Path jar : plugin.jars()) {
            urls.add(jar.toUri().toURL());
        }
        try (var loader =
                new URLClassLoader(urls.toArray(URL[]::new), getClass().getClassLoader())) {
            Object instance = loader.loadClass(plugin.implementation)
                    .getDeclaredConstructor()
                    .newInstance();

            assertThat(instance).isInstanceOf(plugin.service).isInstanceOf(Versioned.class);
            assertThat(((Versioned) instance).version()).isEqualTo(VERSION);
        }
    }

    private static List<String> services(Plugin plugin) throws IOException {
        try (var jar = new JarFile(plugin.ownJar().toFile())) {
            ZipEntry services = jar.getEntry("META-INF/services/" + plugin.service.getName());
            assertThat(services).as("services file of %s", plugin.ownJar()).isNotNull();
            try (var in = jar.getInputStream(services)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .toList();
            }
        }
    }

    private static List<Path> filesIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new AssertionError("no folder " + directory, e);
        }
    }
}
