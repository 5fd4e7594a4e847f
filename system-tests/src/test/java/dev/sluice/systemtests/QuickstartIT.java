// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.devstack.quickstart.Quickstart;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The main job, from PostgreSQL through Debezium, Kafka and a stock worker to Parquet and to tables, as a user runs it. */
class QuickstartIT {
    @Test
    void theWarehouseEqualsItsSourceAndTheLakeHoldsEveryEventOnce() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();

        int exitCode = Quickstart.run(
                PackagedPlugins.project(),
                new PrintStream(written, true, StandardCharsets.UTF_8),
                "--seconds",
                "6",
                "--rate",
                "150");

        String screen = written.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(screen).isZero();
        assertThat(screen)
                .contains("✔ people", "✔ products", "✔ orders", "✔ order_items", "all equal")
                .contains("✔ shop.public.people", "each event once")
                .contains("POST /connectors ", "201")
                .contains("a column added", "key")
                .doesNotContain("✘", "\033");
    }

    @Test
    void aWrongOptionIsAnsweredBeforeAnythingStarts() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();

        int exitCode =
                Quickstart.run(Path.of(""), new PrintStream(written, true, StandardCharsets.UTF_8), "--sekonds", "6");

        assertThat(exitCode).isEqualTo(2);
        assertThat(written.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
