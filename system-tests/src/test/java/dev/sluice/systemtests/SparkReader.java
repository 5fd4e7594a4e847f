// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Spark in local mode, in a JVM of its own: {@code system-tests/spark}, which the build has put together. */
final class SparkReader {
    private static final String MARK = "===== read by Spark =====";
    private static final Path SPARK = Path.of("spark", "target").toAbsolutePath();
    private static final long LIMIT_MINUTES = 3;

    /** What Spark's own start script opens to it. */
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "sun.nio.ch",
            "sun.util.calendar");

    private SparkReader() {}

    /**
     * The schema of a table and then its rows.
     *
     * @param orderedBy a column
     * @param logs where what Spark says is kept
     */
    static List<JsonNode> read(Path table, String orderedBy, Path logs) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        command.addAll(List.of(
                "-Xmx512m",
                "-cp",
                SPARK.resolve("classes")
                        + System.getProperty("path.separator")
                        + SPARK.resolve("lib").resolve("*"),
                "dev.sluice.systemtests.spark.ReadTable",
                table.toString(),
                orderedBy));
        Path out = logs.resolve("spark.out").toAbsolutePath();
        Path log = logs.resolve("spark.log").toAbsolutePath();
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError("Spark did not read " + table + "; see " + log);
            }
        } finally {
            Object unused = process.destroyForcibly();
        }
        return json(Files.readAllLines(out));
    }

    private static List<JsonNode> json(List<String> lines) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> read = new ArrayList<>();
        for (String line : lines.subList(lines.indexOf(MARK) + 1, lines.lastIndexOf(MARK))) {
            read.add(mapper.readTree(line));
        }
        return read;
    }
}
