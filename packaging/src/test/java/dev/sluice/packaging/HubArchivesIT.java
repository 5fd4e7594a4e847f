// SPDX-License-Identifier: Apache-2.0
package dev.sluice.packaging;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.kafka.connect.components.Versioned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The archives as an installer reads them: confluent-hub refuses unknown keys of the manifest, and a second top directory is lost. */
class HubArchivesIT {
    private static final Path ARCHIVES = Path.of(System.getProperty("archives"));
    private static final String VERSION = System.getProperty("project.version");
    private static final String MANIFEST = "manifest.json";

    /** What the installers know, and authors write; they reject any other. */
    private static final Set<String> MANIFEST_KEYS = Set.of(
            "name",
            "version",
            "title",
            "description",
            "logo",
            "documentation_url",
            "source_url",
            "owner",
            "support",
            "docker_image",
            "license",
            "component_types",
            "tags",
            "requirements",
            "release_date",
            "features");

    private static final String SERVICES = "META-INF/services/org.apache.kafka.connect.";

    private enum Archive {
        S3("s3-parquet-sink", 32_000_000, Set.of("sink")),
        JDBC("jdbc-upsert-sink", 5_000_000, Set.of("sink")),
        FLATTEN_CDC("smt-flatten-cdc", 1_000_000, Set.of("transform")),
        BUNDLE("bundle", 38_000_000, Set.of("sink", "transform"));

        private final String component;
        private final long mostBytes;

        // Set.of makes what cannot change.
        @SuppressWarnings("ImmutableEnumChecker")
        private final Set<String> types;

        Archive(String component, long mostBytes, Set<String> types) {
            this.component = component;
            this.mostBytes = mostBytes;
            this.types = types;
        }

        String topDirectory() {
            return "sluice-" + component + "-" + VERSION;
        }

        Path file() {
            return ARCHIVES.resolve(topDirectory() + ".zip");
        }
    }

    @Test
    void thereIsOneArchiveForEachPluginAndOneForAll() throws IOException {
        assertThat(namesIn(ARCHIVES))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("SHA256SUMS"),
                                Stream.of(Archive.values())
                                        .map(archive ->
                                                archive.file().getFileName().toString()))
                        .toList());
    }

    @Test
    void theChecksumsAreThoseOfTheArchives() throws Exception {
        List<String> expected = new ArrayList<>();
        for (Archive archive : Archive.values()) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive.file()));
            expected.add(
                    HexFormat.of().formatHex(digest) + " *" + archive.file().getFileName());
        }

        assertThat(Files.readAllLines(ARCHIVES.resolve("SHA256SUMS"))).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void theArchiveIsSmall(Archive archive) throws IOException {
        assertThat(Files.size(archive.file())).isLessThanOrEqualTo(archive.mostBytes);
    }

    @ParameterizedTest
    @EnumSource
    void allIsBelowOneDirectoryWithOneManifest(Archive archive) throws IOException {
        try (var zip = new ZipFile(archive.file().toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();

            assertThat(names).allMatch(name -> name.startsWith(archive.topDirectory() + "/"));
            assertThat(names)
                    .filteredOn(name -> name.endsWith("/" + MANIFEST))
                    .containsExactly(archive.topDirectory() + "/" + MANIFEST);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theManifestSaysWhatTheArchiveIsAndNothingUnknown(Archive archive) throws IOException {
        JsonNode manifest = json(archive, MANIFEST);

        assertThat(manifest.fieldNames()).toIterable().isSubsetOf(MANIFEST_KEYS);
        assertThat(manifest.get("owner").get("username").asText() + "-"
                        + manifest.get("name").asText() + "-"
                        + manifest.get("version").asText())
                .isEqualTo(archive.topDirectory());
        assertThat(texts(manifest.get("component_types"))).isEqualTo(archive.types);
        assertThat(manifest.get("license").isArray()).isTrue();
        assertThat(manifest.toString())
                .as("placeholders that nothing was put in for")
                .doesNotContain("${");
    }

    @ParameterizedTest
    @EnumSource
    void theReaderOfTheFolderFindsDocumentsAndExamples(Archive archive, @TempDir Path scratch) throws IOException {
        Path folder = unpacked(archive, scratch);

        assertThat(namesIn(folder.resolve("doc")))
                .contains("LICENSE", "NOTICE", "README.md", "sbom.json", "version.txt");
        assertThat(Files.readString(folder.resolve("doc/version.txt"))).isEqualToIgnoringNewLines(VERSION);
        assertThat(namesIn(folder.resolve("etc"))).isNotEmpty().allMatch(name -> name.endsWith(".json"));
    }

    @ParameterizedTest
    @EnumSource
    void eachForeignJarComesWithItsLicence(Archive archive, @TempDir Path scratch) throws IOException {
        Path folder = unpacked(archive, scratch);

        for (Path jar : foreignJars(folder)) {
            Path licences = folder.resolve("doc/licenses").resolve(artifact(jar));
            assertThat(licences)
                    .as("the licence of %s; a jar that has none in its META-INF needs a text in src/licenses", jar)
                    .isDirectory();
            assertThat(namesIn(licences)).anyMatch(name -> name.startsWith("LICENSE"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noLicenceIsOfAJarThatIsNotThere(Archive archive, @TempDir Path scratch) throws IOException {
        Path folder = unpacked(archive, scratch);
        Path licences = folder.resolve("doc/licenses");

        if (Files.exists(licences)) {
            assertThat(namesIn(licences))
                    .isSubsetOf(foreignJars(folder).stream()
                            .map(HubArchivesIT::artifact)
                            .toList());
        }
    }

    /** The plugin that makes it does nothing when Maven works offline. */
    @ParameterizedTest
    @EnumSource
    void theBillOfMaterialsIsOfTheJarsThatAreThere(Archive archive, @TempDir Path scratch) throws IOException {
        Path folder = unpacked(archive, scratch);
        Set<String> listed = Stream.of(json(archive, "doc/sbom.json").get("components"))
                .flatMap(HubArchivesIT::elements)
                .map(component -> component.get("name").asText() + "-"
                        + component.get("version").asText() + ".jar")
                .collect(toSet());

        assertThat(namesIn(folder.resolve("lib"))).containsExactlyInAnyOrderElementsOf(listed);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsThereThatTheWorkerOwns(Archive archive, @TempDir Path scratch) throws IOException {
        for (Path jar : jars(unpacked(archive, scratch))) {
            try (var file = new JarFile(jar.toFile())) {
                assertThat(file.stream().map(ZipEntry::getName))
                        .as("entries of %s", jar.getFileName())
                        .noneMatch(WorkersOwn::holds);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyClassThatIsNamedForDiscoveryLoadsInIsolationAndKnowsItsVersion(Archive archive, @TempDir Path scratch)
            throws Exception {
        List<Path> jars = jars(unpacked(archive, scratch));
        List<String> named = new ArrayList<>();
        for (Path jar : jars) {
            named.addAll(namedForDiscovery(jar));
        }

        assertThat(named).isNotEmpty().doesNotHaveDuplicates();
        try (var loader = new IsolatedLoader(jars)) {
            for (String className : named) {
                assertThat(((Versioned) loader.instance(className)).version())
                        .as(className)
                        .isEqualTo(VERSION);
            }
        }
    }

    private static List<String> namedForDiscovery(Path jar) throws IOException {
        List<String> classes = new ArrayList<>();
        try (var file = new JarFile(jar.toFile())) {
            for (ZipEntry entry : file.stream()
                    .filter(any -> any.getName().startsWith(SERVICES))
                    .toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .forEach(classes::add);
                }
            }
        }
        return classes;
    }

    private static Path unpacked(Archive archive, Path into) throws IOException {
        try (var zip = new ZipFile(archive.file().toFile())) {
            for (ZipEntry entry : zip.stream().filter(any -> !any.isDirectory()).toList()) {
                Path target = into.resolve(entry.getName()).normalize();
                assertThat(target.startsWith(into))
                        .as("%s stays below its folder", entry)
                        .isTrue();
                Files.createDirectories(target.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, target);
                }
            }
        }
        return into.resolve(archive.topDirectory());
    }

    private static JsonNode json(Archive archive, String name) throws IOException {
        try (var zip = new ZipFile(archive.file().toFile())) {
            ZipEntry entry = zip.getEntry(archive.topDirectory() + "/" + name);
            assertThat(entry).as("%s in %s", name, archive.file()).isNotNull();
            try (InputStream in = zip.getInputStream(entry)) {
                return new ObjectMapper().readTree(in);
            }
        }
    }

    private static Set<String> texts(JsonNode array) {
        return elements(array).map(JsonNode::asText).collect(toSet());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements.stream();
    }

    private static List<Path> foreignJars(Path folder) throws IOException {
        return jars(folder).stream()
                .filter(jar -> !jar.getFileName().toString().endsWith("-" + VERSION + ".jar"))
                .toList();
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("lib"))) {
            return files.toList();
        }
    }

    /** The name of a jar without its version. */
    private static String artifact(Path jar) {
        return jar.getFileName().toString().replaceFirst("-\\d[^/]*\\.jar", "");
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
