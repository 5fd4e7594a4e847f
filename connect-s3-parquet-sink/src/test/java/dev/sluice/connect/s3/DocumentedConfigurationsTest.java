// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.commons.config.ConfigTable.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;

/** Whoever copies a configuration of this sink from a page gets no error, and no word about a key without effect. */
class DocumentedConfigurationsTest {
    private static final Path PROJECT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("```json\n([^`]+)```");

    @Test
    void everyConfigurationInThePagesIsValid() throws IOException {
        List<String> problems = new ArrayList<>();
        int configurations = 0;
        for (Path page : pages()) {
            for (Map<String, String> configuration : configurations(Files.readString(page))) {
                configurations++;
                problems(configuration).forEach(problem -> problems.add(PROJECT.relativize(page) + ": " + problem));
            }
        }

        assertThat(problems).isEmpty();
        assertThat(configurations).isGreaterThan(3);
    }

    private static Stream<String> problems(Map<String, String> configuration) {
        return Stream.concat(
                new S3ParquetSinkConnector((settings, limit) -> Optional.empty())
                        .validate(configuration).configValues().stream()
                                .flatMap(value -> value.errorMessages().stream()),
                S3ParquetSinkConfig.TABLE.withoutEffect(configuration).stream().map(Finding::message));
    }

    private static List<Map<String, String>> configurations(String page) {
        return BLOCK.matcher(page)
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains('"' + S3ParquetSinkConnector.class.getName() + '"'))
                .map(DocumentedConfigurationsTest::configuration)
                .toList();
    }

    /** What is POSTed, or the configuration alone. */
    private static Map<String, String> configuration(String json) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            Map<?, ?> block = (Map<?, ?>) converter
                    .toConnectData("page", json.getBytes(StandardCharsets.UTF_8))
                    .value();
            Map<String, String> configuration = new HashMap<>();
            (block.get("config") instanceof Map<?, ?> config ? config : block)
                    .forEach((key, value) -> configuration.put((String) key, (String) value));
            return configuration;
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
            return Stream.concat(Stream.of(PROJECT.resolve("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }
}
