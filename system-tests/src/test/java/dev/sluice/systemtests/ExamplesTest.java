// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That each file of {@code examples/} is written about, and stands beside the others. What it does, {@code ExamplesIT} looks at. */
class ExamplesTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| \\[`[^`]*`]\\(\\.\\./examples/connectors/([^)]*)\\) \\| \\[[^]]*]\\(([^)]*\\.md)\\) \\|$");

    @Test
    void theIndexHasARowForEachExampleWithThePageAboutIt() throws IOException {
        assertThat(pages())
                .containsOnlyKeys(Example.connectors().stream()
                        .map(example -> example.file().getFileName().toString())
                        .toList());
    }

    @Test
    void eachExampleIsLinkedFromItsPage() throws IOException {
        for (Map.Entry<String, Path> page : pages().entrySet()) {
            assertThat(page.getValue()).content().contains("](../../examples/connectors/" + page.getKey() + ")");
        }
    }

    @Test
    void noPageIsAboutTwoExamplesOrAboutNone() throws IOException {
        assertThat(pages().values()).doesNotHaveDuplicates();
        try (Stream<Path> files = Files.list(DOCS.resolve("examples"))) {
            assertThat(pages().values())
                    .containsAll(
                            files.filter(page -> !page.endsWith("README.md")).toList());
        }
    }

    @Test
    void eachPairOfConfigurationsIsOnAPageAboutMigrating() throws IOException {
        StringBuilder pages = new StringBuilder();
        try (Stream<Path> files = Files.list(DOCS.resolve("migrating"))) {
            for (Path page : files.toList()) {
                pages.append(Files.readString(page));
            }
        }
        List<Example> configurations = Stream.concat(
                        Example.migrating("before.json").stream(), Example.migrating("after.json").stream())
                .toList();

        assertThat(configurations).hasSizeGreaterThanOrEqualTo(8).allSatisfy(example -> assertThat(pages)
                .contains("](../../examples/migrating/" + example + ")"));
    }

    /** All can run side by side in one cluster. */
    @Test
    void noTwoConnectorsHaveOneNameOrWriteToOneDirectoryOrTable() throws IOException {
        List<Example> connectors = Example.connectors();

        assertThat(connectors).extracting(Example::name).doesNotHaveDuplicates();
        assertThat(connectors.stream().flatMap(ExamplesTest::targets)).doesNotHaveDuplicates();
    }

    private static Stream<String> targets(Example example) {
        Map<String, String> config = example.config();
        if (!config.containsKey("topics")) {
            return Stream.empty();
        }
        String target = config.containsKey("s3.bucket.name")
                ? config.get("s3.bucket.name") + "/" + config.getOrDefault("topics.dir", "topics")
                : config.get("connection.url") + "/" + config.getOrDefault("table.name.replacement", "");
        return Stream.of(config.get("topics").split(",")).map(topic -> target + "/" + topic);
    }

    private static Map<String, Path> pages() throws IOException {
        Map<String, Path> pages = new TreeMap<>();
        ROW.matcher(Files.readString(DOCS.resolve("README.md")))
                .results()
                .forEach(row -> pages.put(row.group(1), DOCS.resolve(row.group(2))));
        return pages;
    }
}
