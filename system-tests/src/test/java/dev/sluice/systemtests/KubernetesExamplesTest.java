// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code examples/kubernetes}: no operator reads it here, so that it holds together is checked on paper. */
class KubernetesExamplesTest {
    private static final Path PROJECT = Path.of("..");
    private static final Path KUBERNETES = PROJECT.resolve("examples/kubernetes");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @ParameterizedTest
    @MethodSource("connectors")
    void eachConnectorIsAResourceWithTheSameConfiguration(KubernetesConnector connector) throws IOException {
        if (Boolean.getBoolean("sluice.updateDocs")) {
            Files.writeString(file(connector), connector.yaml());
        }

        assertThat(file(connector)).as("write it with -Dsluice.updateDocs=true").hasContent(connector.yaml());
        List<JsonNode> resources = resources(file(connector));
        JsonNode resource = resources.get(resources.size() - 1);
        assertThat(resource.path("kind").asText()).isEqualTo("KafkaConnector");
        assertThat(resource.at("/metadata/labels").path("strimzi.io/cluster").asText())
                .isEqualTo(connect().at("/metadata/name").asText());
        // Read back by a reader that knows nothing of the writer, with the secrets in their places.
        Map<String, String> config = texts(resource.at("/spec/config"));
        config.put("connector.class", resource.at("/spec/class").asText());
        config.put("tasks.max", resource.at("/spec/tasksMax").asText());
        if (resources.size() == 2) {
            texts(resources.get(0).at("/stringData")).forEach((key, value) -> assertThat(config.put(key, value))
                    .isEqualTo(
                            "${secrets:sluice/" + resource.at("/metadata/name").asText() + ":" + key + "}"));
        }
        Map<String, String> expected = new TreeMap<>(connector.config());
        expected.putIfAbsent("tasks.max", "1");
        assertThat(config).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void aConnectorsNameIsOneThatKubernetesTakes(KubernetesConnector connector) {
        assertThat(connector.name()).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void noPasswordStandsInAConnector(KubernetesConnector connector) {
        assertThat(connector.resourceConfig().entrySet())
                .filteredOn(entry -> entry.getKey().matches(".*(password|secret).*"))
                .allSatisfy(entry -> assertThat(entry.getValue()).startsWith("${secrets:sluice/"));
    }

    @Test
    void noResourceIsLeftOfAConnectorThatIsGone() throws IOException {
        try (Stream<Path> files = Files.list(KUBERNETES.resolve("connectors"))) {
            assertThat(files)
                    .containsExactlyInAnyOrderElementsOf(
                            connectors().map(KubernetesExamplesTest::file).toList());
        }
    }

    @Test
    void theWorkersMayReadTheSecretsOfAllConnectorsAndNothingElse() throws IOException {
        Path file = KUBERNETES.resolve("secret-access.yaml");
        String access = KubernetesConnector.access(connectors().toList());
        if (Boolean.getBoolean("sluice.updateDocs")) {
            Files.writeString(file, access);
        }
        assertThat(file).as("write it with -Dsluice.updateDocs=true").hasContent(access);

        List<JsonNode> resources = resources(file);
        JsonNode rule = resources.get(0).at("/rules/0");
        JsonNode subject = resources.get(1).at("/subjects/0");

        Set<String> names = new HashSet<>();
        rule.path("resourceNames").forEach(name -> names.add(name.asText()));
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(connectors()
                        .filter(connector -> !connector.secrets().isEmpty())
                        .map(KubernetesConnector::name)
                        .toList());
        assertThat(rule.path("verbs")).hasToString("[\"get\"]");
        assertThat(subject.path("name").asText())
                .isEqualTo(connect().at("/metadata/name").asText() + "-connect");
    }

    @Test
    void theConnectClusterTakesConnectorsAsResourcesAndReadsSecrets() throws IOException {
        JsonNode connect = connect();

        assertThat(connect.path("kind").asText()).isEqualTo("KafkaConnect");
        assertThat(connect.at("/metadata/annotations")
                        .path("strimzi.io/use-connector-resources")
                        .asText())
                .isEqualTo("true");
        assertThat(connect.at("/spec/config")
                        .path("config.providers.secrets.class")
                        .asText())
                .isEqualTo("io.strimzi.kafka.KubernetesSecretConfigProvider");
        // Required in API v1, and forbidden in config.
        assertThat(List.of("groupId", "configStorageTopic", "offsetStorageTopic", "statusStorageTopic"))
                .allSatisfy(field ->
                        assertThat(connect.path("spec").path(field).asText()).startsWith("sluice"));
    }

    /** What of it is known is what the build uses; what is not known yet cannot be mistaken for something else. */
    @Test
    void whatItBuildsFromIsPinnedOrMarked() throws IOException {
        JsonNode connect = connect();
        String servers = Files.readString(PROJECT.resolve("devstack/servers/pom.xml"));
        JsonNode debezium = artifact(connect, "debezium-postgres");
        JsonNode ours = artifact(connect, "sluice");

        assertThat(servers)
                .contains("<kafka-4.3.version>" + connect.at("/spec/version").asText() + "<");
        String version = servers.replaceAll("(?s).*<debezium.version>([^<]*)<.*", "$1");
        assertThat(debezium.path("url").asText()).contains("/" + version + "/", "-" + version + "-plugin.zip");
        assertThat(debezium.path("sha512sum").asText()).matches("[0-9a-f]{128}");
        assertThat(ours.path("url").asText()).contains("FILL-IN").endsWith(".zip");
        assertThat(ours.path("sha512sum").asText()).isEqualTo("FILL-IN");
    }

    private static Stream<KubernetesConnector> connectors() throws IOException {
        return Example.connectors().stream().map(KubernetesConnector::of);
    }

    private static Path file(KubernetesConnector connector) {
        String name = connector.source().getFileName().toString();
        return KUBERNETES.resolve("connectors").resolve(name.replaceFirst("\\.json$", ".yaml"));
    }

    private static JsonNode connect() throws IOException {
        return resources(KUBERNETES.resolve("kafka-connect.yaml")).get(0);
    }

    private static JsonNode artifact(JsonNode connect, String plugin) {
        for (JsonNode candidate : connect.at("/spec/build/plugins")) {
            if (candidate.path("name").asText().equals(plugin)) {
                return candidate.at("/artifacts/0");
            }
        }
        throw new AssertionError("no plugin " + plugin);
    }

    private static List<JsonNode> resources(Path file) throws IOException {
        return YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(file.toFile())
                .readAll();
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties().forEach(entry -> {
            assertThat(entry.getValue().isTextual()).as(entry.getKey()).isTrue();
            texts.put(entry.getKey(), entry.getValue().asText());
        });
        return texts;
    }
}
