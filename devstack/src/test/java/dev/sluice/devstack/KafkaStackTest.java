// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.devstack.ConnectRest.Call;
import dev.sluice.devstack.ConnectRest.Plugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One broker, and workers as each test needs them. */
class KafkaStackTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = KafkaBroker.start(directory.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(KafkaVersion.class)
    void aStockWorkerStartsWithItsOwnPluginsOnly(KafkaVersion version) {
        try (ConnectWorker worker = start(settings("bare-" + version).on(version))) {
            List<Plugin> plugins = worker.rest().plugins();

            assertThat(plugins).extracting(Plugin::type).contains("converter", "transformation");
            assertThat(plugins).extracting(Plugin::type).doesNotContain("sink", "source");
        }
    }

    @Test
    void aConnectorIsDrivenThroughItsWholeLife() throws IOException {
        Path source = directory.resolve("lines");
        Files.writeString(source, "one\ntwo\n");
        Path target = directory.resolve("copied");
        try (ConnectWorker worker = start(settings("life").withPlugins(ServerFiles.plugins("file-connector")))) {
            ConnectRest rest = worker.rest();

            rest.create("""
                    {"name": "read", "config": {"connector.class": "FileStreamSource", "topic": "lines", "file": "%s"}}
                    """.formatted(source));
            rest.putConfig(
                    "write", Map.of("connector.class", "FileStreamSink", "topics", "lines", "file", target.toString()));
            rest.waitUntilRunning("write", LIMIT);

            assertThat(Poll.until(
                            LIMIT, () -> Files.exists(target) && content(target).equals("one\ntwo\n")))
                    .isTrue();
            assertThat(rest.connectors()).containsExactlyInAnyOrder("read", "write");
            assertThat(rest.config("write")).containsEntry("topics", "lines").containsEntry("name", "write");

            rest.pause("write");
            rest.resume("write");
            rest.restart("write");
            rest.waitUntilRunning("write", LIMIT);
            rest.stop("write", LIMIT);
            assertThat(rest.offsets("write")
                            .at("/offsets/0/offset/kafka_offset")
                            .asInt())
                    .isEqualTo(2);
            rest.alterOffsets("write", """
                    {"offsets": [{"partition": {"kafka_topic": "lines", "kafka_partition": 0}, "offset": {"kafka_offset": 1}}]}
                    """);
            assertThat(rest.offsets("write")
                            .at("/offsets/0/offset/kafka_offset")
                            .asInt())
                    .isEqualTo(1);
            rest.delete("write");
            assertThat(rest.connectors()).containsExactly("read");

            assertThat(rest.calls())
                    .startsWith(new Call("POST", "/connectors", 201), new Call("PUT", "/connectors/write/config", 201))
                    .endsWith(new Call("DELETE", "/connectors/write", 204), new Call("GET", "/connectors", 200));

            aRefusalNamesTheKeysThatAreWrong(rest);
            aFailedTaskIsReportedWithItsTrace(rest);
        }
    }

    private static void aRefusalNamesTheKeysThatAreWrong(ConnectRest rest) {
        Map<String, String> config =
                Map.of("connector.class", "FileStreamSource", "topic", "lines", "tasks.max", "many", "batch.size", "x");

        assertThatExceptionOfType(ConnectRestException.class)
                .isThrownBy(() -> rest.putConfig("wrong", config))
                .withMessageContaining("was answered with 400: Connector configuration is invalid")
                .withMessageContaining("\n  tasks.max: ")
                .withMessageContaining("\n  batch.size: ");
        assertThat(rest.validate(config)).containsOnlyKeys("name", "tasks.max", "batch.size");
    }

    private static void aFailedTaskIsReportedWithItsTrace(ConnectRest rest) {
        rest.putConfig(
                "broken",
                Map.of(
                        "connector.class", "FileStreamSink",
                        "topics", "lines",
                        "file", directory.resolve("no/such/directory/file").toString()));

        assertThatExceptionOfType(ConnectRestException.class)
                .isThrownBy(() -> rest.waitUntilRunning("broken", LIMIT))
                .withMessageContaining("task 0 of connector broken has failed: ")
                .withMessageContaining("no/such/directory");
    }

    @Test
    void aSuspendedWorkerIsGivenUpAndComesBackAfterItResumes() {
        WorkerSettings settings = settings("pair-1")
                .inGroup("pair")
                .withSessionTimeout(Duration.ofSeconds(3))
                .withPlugins(ServerFiles.plugins("file-connector"));
        try (ConnectWorker first = start(settings);
                ConnectWorker second = start(settings.renamed("pair-2"))) {
            second.rest()
                    .putConfig(
                            "shared",
                            Map.of(
                                    "connector.class", "FileStreamSink",
                                    "tasks.max", "2",
                                    "topics", "shared",
                                    "file", directory.resolve("shared").toString()));
            second.rest().waitUntilRunning("shared", LIMIT);
            assertThat(workersOf("shared", second)).hasSize(2);

            first.suspend();
            assertThat(Poll.until(LIMIT, () -> workersOf("shared", second).equals(Set.of(addressOf(second)))))
                    .isTrue();

            first.resume();
            assertThat(Poll.until(LIMIT, () -> workersOf("shared", first).size() == 2))
                    .isTrue();

            first.kill();
            assertThat(first.isAlive()).isFalse();
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> first.rest().connectors());
            assertThat(Poll.until(LIMIT, () -> workersOf("shared", second).equals(Set.of(addressOf(second)))))
                    .isTrue();
        }
    }

    @Test
    void aWorkerBehindAProxyLosesItsBrokerAndFindsItAgain() {
        try (FaultProxy proxy = broker.startProxy();
                ConnectWorker worker = ConnectWorker.start(
                        settings("remote").withPlugins(ServerFiles.plugins("file-connector")),
                        proxy.address(),
                        directory)) {
            proxy.refuse();
            proxy.cut();

            assertThat(Poll.until(LIMIT, () -> content(worker.log()).contains("could not be established")))
                    .isTrue();

            proxy.resume();
            worker.rest().putConfig("late", Map.of("connector.class", "FileStreamSource", "topic", "late"));
            worker.rest().waitUntilRunning("late", LIMIT);
        }
    }

    @Test
    void aWorkerThatCannotStartShowsTheEndOfItsLog() {
        assertThatExceptionOfType(ServerFailedException.class)
                .isThrownBy(() -> start(settings("misconfigured").with("offset.flush.interval.ms", "soon")))
                .withMessageContaining("misconfigured ended with exit code")
                .withMessageContaining("soon");
    }

    private static Set<String> workersOf(String connector, ConnectWorker asked) {
        var workers = new TreeSet<String>();
        asked.rest()
                .status(connector)
                .path("tasks")
                .forEach(task -> workers.add(task.path("worker_id").asText()));
        return workers;
    }

    private static String addressOf(ConnectWorker worker) {
        return worker.url().getAuthority();
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WorkerSettings settings(String name) {
        return WorkerSettings.named(name).inGroup(name).with("offset.flush.interval.ms", "500");
    }

    private static ConnectWorker start(WorkerSettings settings) {
        return ConnectWorker.start(settings, broker.bootstrapServers(), directory);
    }
}
