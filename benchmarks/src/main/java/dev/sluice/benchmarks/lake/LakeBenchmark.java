// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.lake;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.devstack.ObjectStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures the sink beside the bare loop. Each figure is that of a JVM of its own, warmed up by runs of the same kind; the two
 * take turns. What counts is the processor time of the whole JVM, uploads, compression and collector included, because the machine has
 * other work.
 */
final class LakeBenchmark {
    private static final int ROUNDS = 3;
    /** Compilers are busy for some seconds, on the sink for longer than on the loop: there is more of it. */
    private static final int WARM_UPS = 2;

    private static final String BUCKET = "benchmark";

    private LakeBenchmark() {}

    private enum Contender {
        BARE,
        SINK
    }

    /** Without arguments everything; otherwise the names of scenarios. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        if (arguments.length > 0 && arguments[0].equals("measure")) {
            measure(
                    Scenario.valueOf(arguments[1]),
                    Contender.valueOf(arguments[2]),
                    Map.of(
                            "s3.bucket.name", BUCKET,
                            "store.url", arguments[3],
                            "aws.access.key.id", arguments[4],
                            "aws.secret.access.key", arguments[5]));
            return;
        }
        List<Scenario> scenarios = arguments.length == 0
                ? List.of(Scenario.values())
                : Arrays.stream(arguments).map(Scenario::valueOf).toList();
        Path directory = Files.createTempDirectory("sluice-benchmark");
        try (ObjectStore store = ObjectStore.start(directory)) {
            store.createBucket(BUCKET);
            System.out.println("| rows | bare loop, rows/s | sink, rows/s | sink / bare |");
            System.out.println("|---|---|---|---|");
            for (Scenario scenario : scenarios) {
                List<Double> bare = new ArrayList<>();
                List<Double> sink = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    bare.add(child(scenario, Contender.BARE, store));
                    sink.add(child(scenario, Contender.SINK, store));
                }
                System.out.println(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %.0f %% |",
                        scenario.title,
                        figures(bare),
                        figures(sink),
                        100 * median(sink) / median(bare)));
            }
        } finally {
            delete(directory);
        }
    }

    private static double child(Scenario scenario, Contender contender, ObjectStore store)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx4g",
                        "-XX:+UseSerialGC",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LakeBenchmark.class.getName(),
                        "measure",
                        scenario.name(),
                        contender.name(),
                        store.endpoint().toString(),
                        store.accessKey(),
                        store.secretKey())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(scenario + " failed for " + contender);
        }
        return Double.parseDouble(answer.strip());
    }

    private static void measure(Scenario scenario, Contender contender, Map<String, String> store)
            throws IOException, InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Rows rows = scenario.rows();
        for (int i = 0; i <= WARM_UPS; i++) {
            long before = system.getProcessCpuTime();
            switch (contender) {
                case BARE -> {
                    long unused = new BareLoop(scenario, rows).run();
                }
                case SINK ->
                    new SinkRun(scenario, rows, store)
                            .run("run-" + ProcessHandle.current().pid() + "-" + i);
            }
            if (i == WARM_UPS) {
                System.out.println(scenario.rows * 1e9 / (system.getProcessCpuTime() - before));
            }
        }
    }

    private static String figures(List<Double> rowsPerSecond) {
        return String.format(
                Locale.ROOT,
                "%,.0f (%,.0f to %,.0f)",
                median(rowsPerSecond),
                rowsPerSecond.stream().min(Comparator.naturalOrder()).orElseThrow(),
                rowsPerSecond.stream().max(Comparator.naturalOrder()).orElseThrow());
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
