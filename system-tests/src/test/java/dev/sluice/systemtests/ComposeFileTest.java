// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docker/compose.yaml}: no engine runs it here, so that it fits the files that it names is checked on paper. */
class ComposeFileTest {
    private static final Path PROJECT = Path.of("..");
    private static final Path DOCKER = PROJECT.resolve("docker");
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonNode services;

    @BeforeEach
    void read() throws IOException {
        services = new ObjectMapper(new YAMLFactory())
                .readTree(DOCKER.resolve("compose.yaml").toFile())
                .path("services");
    }

    @Test
    void eachImageIsPinned() throws IOException {
        List<String> images = new ArrayList<>();
        services.forEach(service -> {
            if (service.has("image")) {
                images.add(service.path("image").asText());
            }
        });
        Matcher defaults = Pattern.compile("(?m)^ARG \\w*_IMAGE=(.*)$").matcher(dockerfile());
        while (defaults.find()) {
            images.add(defaults.group(1));
        }

        assertThat(images)
                .hasSizeGreaterThan(6)
                .allSatisfy(image -> assertThat(image).matches(".+:.*\\d.*").doesNotContain("latest"));
    }

    @Test
    void nothingListensBeyondThisMachine() {
        services.forEach(service ->
                service.path("ports").forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:")));
    }

    @Test
    void everyFileAndDirectoryThatIsMountedExists() {
        List<Path> mounted = new ArrayList<>();
        services.forEach(service -> service.path("volumes")
                .forEach(volume -> mounted.add(DOCKER.resolve(volume.asText().split(":", 2)[0]))));

        assertThat(mounted).isNotEmpty().allSatisfy(path -> assertThat(path).exists());
    }

    @Test
    void aServiceWaitsOnlyForThoseThatCanSayTheyAreReady() {
        services.forEach(service -> service.path("depends_on").properties().forEach(dependency -> {
            String name = dependency.getKey();
            assertThat(services.has(name)).as(name).isTrue();
            if (dependency.getValue().path("condition").asText().equals("service_healthy")) {
                // Ours has its check in the image.
                assertThat(services.path(name).has("healthcheck")
                                || services.path(name).has("build"))
                        .as("%s has a health check", name)
                        .isTrue();
            }
        }));
        assertThat(dockerfile()).contains("HEALTHCHECK");
    }

    @Test
    void theImageIsBuiltFromAStageThatTheDockerfileHas() {
        JsonNode build = services.at("/connect/build");

        assertThat(DOCKER.resolve(build.path("context").asText()).resolve("pom.xml"))
                .exists();
        assertThat(DOCKER.resolve(build.path("context").asText())
                        .resolve(build.path("dockerfile").asText()))
                .exists();
        assertThat(dockerfile()).contains(" AS " + build.path("target").asText() + "\n");
    }

    @Test
    void theDatabaseTakesTheCredentialsOfTheExamplesAndDecodesLogically() throws IOException {
        JsonNode source = config("debezium-postgres-source");
        JsonNode warehouse = config("cdc-mirror-to-postgres");
        JsonNode postgres = service(source.path("database.hostname").asText());
        URI url = URI.create(warehouse.path("connection.url").asText().substring("jdbc:".length()));

        assertThat(postgres.at("/environment/POSTGRES_USER")).isEqualTo(source.path("database.user"));
        assertThat(postgres.at("/environment/POSTGRES_PASSWORD")).isEqualTo(source.path("database.password"));
        assertThat(postgres.at("/environment/POSTGRES_DB")).isEqualTo(source.path("database.dbname"));
        assertThat(postgres.path("command").toString()).contains("wal_level=logical");
        assertThat(service(url.getHost())).isSameAs(postgres);
        assertThat(warehouse.path("connection.password")).isEqualTo(source.path("database.password"));
        assertThat(Files.readString(DOCKER.resolve("compose/warehouse.sql")))
                .contains("CREATE DATABASE " + url.getPath().substring(1) + ";");
    }

    @Test
    void theObjectStoreTakesTheCredentialsOfTheExampleAndHasItsBucket() throws IOException {
        JsonNode lake = config("cdc-to-hourly-parquet");
        URI url = URI.create(lake.path("store.url").asText());
        JsonNode store = service(url.getHost());

        assertThat(store.at("/environment/MINIO_ROOT_USER")).isEqualTo(lake.path("aws.access.key.id"));
        assertThat(store.at("/environment/MINIO_ROOT_PASSWORD")).isEqualTo(lake.path("aws.secret.access.key"));
        assertThat(service("bucket").at("/environment/MC_HOST_minio").asText())
                .isEqualTo("http://%s:%s@%s"
                        .formatted(
                                lake.path("aws.access.key.id").asText(),
                                lake.path("aws.secret.access.key").asText(),
                                url.getAuthority()));
        assertThat(service("bucket").path("command").toString())
                .contains("minio/" + lake.path("s3.bucket.name").asText());
    }

    @Test
    void whatIsPostedAreExamplesAndTheirTopicsAreWaitedFor() throws IOException {
        String script = Files.readString(DOCKER.resolve("compose/connectors"));
        Matcher posted = Pattern.compile("(?m)^post (\\S+)$").matcher(script);
        List<String> topics = new ArrayList<>();
        int connectors = 0;
        while (posted.find()) {
            JsonNode config = config(posted.group(1));
            topics.addAll(List.of(config.path("topics").asText().split(",")));
            connectors++;
        }

        assertThat(connectors).isEqualTo(3);
        Matcher tables = Pattern.compile("(?m)^for table in (.*); do$").matcher(script);
        assertThat(tables.find()).isTrue();
        assertThat(List.of(tables.group(1).split(" ")))
                .allSatisfy(table -> assertThat(topics).contains("shop.public." + table));
        String rows = Files.readString(DOCKER.resolve("compose/orders.sql"));
        // A table without a row has no topic.
        assertThat(List.of(tables.group(1).split(" ")))
                .allSatisfy(table -> assertThat(rows).contains("INSERT INTO " + table + " "));
    }

    private JsonNode service(String name) {
        assertThat(services.has(name)).as("service %s", name).isTrue();
        return services.path(name);
    }

    private static JsonNode config(String example) throws IOException {
        return JSON.readTree(PROJECT.resolve("examples/connectors")
                        .resolve(example + ".json")
                        .toFile())
                .path("config");
    }

    private static String dockerfile() {
        try {
            return Files.readString(DOCKER.resolve("connect/Dockerfile"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
