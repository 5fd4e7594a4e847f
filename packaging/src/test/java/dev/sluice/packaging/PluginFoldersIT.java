// SPDX-License-Identifier: Apache-2.0
package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a worker will find in the folders, and what it must not find. */
class PluginFoldersIT {
    private static final Path PLUGIN_PATH = Path.of(System.getProperty("plugin.path"));
    private static final String VERSION = System.getProperty("project.version");

    private enum Plugin {
        S3(
                "sluice-s3-parquet-sink",
                "connect-s3-parquet-sink",
                Map.of(SinkConnector.class, List.of("dev.sluice.connect.s3.S3ParquetSinkConnector"))),
        JDBC(
                "sluice-jdbc-upsert-sink",
                "connect-jdbc-upsert-sink",
                Map.of(SinkConnector.class, List.of("dev.sluice.connect.jdbc.JdbcUpsertSinkConnector"))),
        FLATTEN_CDC(
                "sluice-smt-flatten-cdc",
                "smt-flatten-cdc",
                Map.of(
                        Transformation.class,
                        List.of(
                                "dev.sluice.connect.transforms.DebeziumTypes$Key",
                                "dev.sluice.connect.transforms.DebeziumTypes$Value",
                                "dev.sluice.connect.transforms.ExpandJson$Key",
                                "dev.sluice.connect.transforms.ExpandJson$Value",
                                "dev.sluice.connect.transforms.Flatten$Key",
                                "dev.sluice.connect.transforms.Flatten$Value",
                                "dev.sluice.connect.transforms.FlattenCdc"),
                        Predicate.class,
                        List.of(
                                "dev.sluice.connect.transforms.predicates.CdcControlRecord",
                                "dev.sluice.connect.transforms.predicates.CdcOperation",
                                "dev.sluice.connect.transforms.predicates.CdcSnapshot",
                                "dev.sluice.connect.transforms.predicates.HasField")));

        private final String folder;
        private final String artifact;

        /** For each interface of Connect the classes that implement it. */
        // Map.of and List.of make what cannot change.
        @SuppressWarnings("ImmutableEnumChecker")
        private final Map<Class<?>, List<String>> services;

        Plugin(String folder, String artifact, Map<Class<?>, List<String>> services) {
            this.folder = folder;
            this.artifact = artifact;
            this.services = services;
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
    void theFolderHoldsNothingThatTheWorkerOwns(Plugin plugin) throws IOException {
        for (Path jar : plugin.jars()) {
            try (var file = new JarFile(jar.toFile())) {
                assertThat(file.stream().map(ZipEntry::getName))
                        .as("entries of %s", jar.getFileName())
                        .noneMatch(entry -> WorkersOwn.holds(entry));
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
        for (Class<?> service : plugin.services.keySet()) {
            assertThat(named(plugin, service)).isEqualTo(plugin.services.get(service));
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePluginLoadsFromItsFolderAloneAndKnowsItsVersion(Plugin plugin) throws Exception {
        try (var loader = new IsolatedLoader(plugin.jars())) {
            for (Class<?> service : plugin.services.keySet()) {
                for (String implementation : plugin.services.get(service)) {
                    Object instance = loader.instance(implementation);

                    assertThat(instance).isInstanceOf(service).isInstanceOf(Versioned.class);
                    assertThat(((Versioned) instance).version()).isEqualTo(VERSION);
                }
            }
        }
    }

    private static List<String> named(Plugin plugin, Class<?> service) throws IOException {
        try (var jar = new JarFile(plugin.ownJar().toFile())) {
            ZipEntry services = jar.getEntry("META-INF/services/" + service.getName());
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
