// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That a reader who follows a link arrives, and that no page is without one. */
class DocumentsTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCS = PROJECT.resolve("docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]*)(#[^)\\s]*)?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    @Test
    void everyLinkLeadsToAFileThatIsThere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (Matcher link : links(page)) {
                String target = link.group(1);
                if (target.contains("://") || target.startsWith("mailto:")) {
                    continue;
                }
                Path file =
                        target.isEmpty() ? page : page.resolveSibling(target).normalize();
                if (!Files.exists(file)) {
                    broken.add(PROJECT.relativize(page) + " -> " + target);
                } else if (link.group(2) != null
                        && file.toString().endsWith(".md")
                        && !anchors(file).contains(link.group(2))) {
                    broken.add(PROJECT.relativize(page) + " -> " + target + link.group(2));
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        Path index = DOCS.resolve("README.md");
        Set<Path> named = links(index).stream()
                .map(link -> index.resolveSibling(link.group(1)).normalize())
                .collect(Collectors.toSet());

        assertThat(pagesBelow(DOCS).stream()
                        .filter(page -> !page.startsWith(DOCS.resolve("decisions")) && !page.equals(index)))
                .allSatisfy(page -> assertThat(named).contains(page));
    }

    private static List<Matcher> links(Path page) throws IOException {
        List<Matcher> found = new ArrayList<>();
        for (String line : Files.readAllLines(page)) {
            Matcher link = LINK.matcher(line);
            while (link.find()) {
                Matcher copy = LINK.matcher(link.group());
                assertThat(copy.matches()).isTrue();
                found.add(copy);
            }
        }
        return found;
    }

    /** As the usual renderers make them: letters and digits in lower case, a hyphen for a blank, nothing else. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> "#"
                        + heading.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                                .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(pagesBelow(DOCS));
        for (String directory : List.of("", "benchmarks", "docker", "examples")) {
            Path folder = PROJECT.resolve(directory);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(DocumentsTest::isPage).forEach(pages::add);
                }
            }
        }
        return pages;
    }

    private static List<Path> pagesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(DocumentsTest::isPage).toList();
        }
    }

    private static boolean isPage(Path file) {
        return file.getFileName().toString().endsWith(".md");
    }
}
