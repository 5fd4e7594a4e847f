// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/logs.md} has each line that the plugins write to the log above debugging, and no line that they do not write. */
class LogReferenceTest {
    private static final Path PROJECT = Path.of("..");
    private static final List<String> MODULES = List.of(
            "connect-commons",
            "connect-worker-metrics",
            "connect-s3-parquet-sink",
            "connect-jdbc-upsert-sink",
            "smt-flatten-cdc");

    private static final Pattern CALL = Pattern.compile("\\blog\\s*\\.\\s*(\\w+)\\(");
    private static final String LITERAL = "\"((?:[^\"\\\\]|\\\\.)*)\"";
    private static final Pattern LINE = Pattern.compile(
            "\\blog\\.(info|warn|error)\\(\\s*(" + LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*)\\s*[,)]");
    private static final Pattern ENTRY =
            Pattern.compile("(?m)^\\| (INFO|WARN|ERROR) \\| `(\\w+)` \\| `([^`]+)` \\| (\\S.*) \\|$");

    /** Less of a line would not tell it from others. */
    private static final int SHORTEST_PART = 30;

    private record Line(String level, String logger, String text) {

        /** An entry may be the beginning of a line. */
        boolean isMeantBy(Line entry) {
            return level.equals(entry.level)
                    && logger.equals(entry.logger)
                    && (text.equals(entry.text)
                            || (entry.text.length() >= SHORTEST_PART && text.startsWith(entry.text)));
        }
    }

    @Test
    void everyLineInTheLogIsExplained() throws IOException {
        List<Line> entries = entries();

        assertThat(linesInSources()).hasSizeGreaterThan(40).allSatisfy(line -> assertThat(entries)
                .anyMatch(line::isMeantBy));
    }

    @Test
    void everyEntryIsALineInTheLog() throws IOException {
        List<Line> lines = linesInSources();

        assertThat(entries()).isNotEmpty().allSatisfy(entry -> assertThat(lines)
                .anyMatch(line -> line.isMeantBy(entry)));
    }

    @Test
    void everyRowOfThePageIsReadAsAnEntry() throws IOException {
        long rows = Files.readString(page())
                .lines()
                .filter(line -> line.matches("\\| (INFO|WARN|ERROR) .*"))
                .count();

        assertThat(entries()).hasSize((int) rows);
    }

    private static Path page() {
        return PROJECT.resolve("docs/reference/logs.md");
    }

    private static List<Line> entries() throws IOException {
        return ENTRY.matcher(Files.readString(page()))
                .results()
                .map(entry -> new Line(entry.group(1), entry.group(2), entry.group(3)))
                .toList();
    }

    private static List<Line> linesInSources() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(PROJECT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> lines.addAll(linesOf(file)));
            }
        }
        return lines;
    }

    private static List<Line> linesOf(Path file) {
        String logger = file.getFileName().toString().replace(".java", "");
        String source = read(file);
        List<Line> lines = LINE.matcher(source)
                .results()
                .map(call -> new Line(call.group(1).toUpperCase(Locale.ROOT), logger, text(call.group(2))))
                .toList();
        List<String> calls = CALL.matcher(source)
                .results()
                .map((MatchResult call) -> call.group(1))
                .filter(level -> !level.equals("debug") && !level.equals("trace"))
                .toList();
        assertThat(lines)
                .as("calls of %s that this test can read: log.warn(\"a text\", …)", file)
                .hasSameSizeAs(calls);
        return lines;
    }

    private static String text(String literals) {
        StringBuilder text = new StringBuilder();
        Pattern.compile(LITERAL).matcher(literals).results().forEach(literal -> text.append(literal.group(1)));
        return text.toString().replace("{}", "…");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
