// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a task holds stays within its budget, whatever it is given: shown by JVMs that have not much more. */
class MemoryTest {
    private static final int RECORDS = 200_000;

    @Test
    void aThousandOpenFilesOfTwentyColumnsFitAHeapOf512Megabytes() throws Exception {
        List<Long> outcome = run("-Xmx512m", RECORDS, 256L << 20);

        assertThat(outcome.get(0)).as("records that are there once").isEqualTo(RECORDS);
        assertThat(outcome.get(1)).as("files").isEqualTo(1_000);
        assertThat(outcome.get(2)).as("open at once").isEqualTo(1_000);
    }

    @Test
    void withLessMemoryThereAreMoreFilesAndNothingIsLost() throws Exception {
        List<Long> outcome = run("-Xmx128m", RECORDS, 24L << 20);

        assertThat(outcome.get(0)).as("records that are there once").isEqualTo(RECORDS);
        assertThat(outcome.get(1)).as("files").isGreaterThan(1_000);
    }

    private static List<Long> run(String heap, int records, long budget) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ThousandOpenFiles.class.getName(),
                        Integer.toString(records),
                        Long.toString(budget))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        String last = printed.lines().reduce((earlier, later) -> later).orElse("");
        return Arrays.stream(last.split(" ")).map(Long::valueOf).toList();
    }
}
