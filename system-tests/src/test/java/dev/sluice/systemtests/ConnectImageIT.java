// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.devstack.ConnectRest;
import dev.sluice.devstack.ConnectRest.Plugin;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.FreePorts;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.Poll;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts of {@code docker/connect/bin}, run as the image runs them, but without an image. */
class ConnectImageIT {
    private static final Path IMAGE = PackagedPlugins.project().resolve("docker/connect");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void anImageWithoutKafkaAndItsMountedFiles() throws IOException {
        environment.put("KAFKA_HOME", directory.resolve("kafka").toString());
        environment.put("SLUICE_RUN_DIRECTORY", directory.resolve("run").toString());
        environment.put("CONNECT_BOOTSTRAP_SERVERS", "kafka:9092");
        kafka("exit 0");
    }

    @Test
    void theEnvironmentBecomesPropertiesOfTheWorker() throws Exception {
        environment.put("CONNECT_OFFSET_FLUSH_INTERVAL_MS", "5000");
        environment.put("CONNECT_CONFIG_PROVIDERS_MY__SECRETS_CLASS", "a.b.C");
        environment.put("CONNECT_X___Y", "hyphen");
        environment.put("UNRELATED", "left alone");

        assertThat(runEntryPoint().exitCode()).isZero();

        assertThat(properties())
                .containsEntry("offset.flush.interval.ms", "5000")
                .containsEntry("config.providers.my_secrets.class", "a.b.C")
                .containsEntry("x-y", "hyphen")
                .doesNotContainValue("left alone");
    }

    @Test
    void onlyTheBrokersHaveToBeGiven() throws Exception {
        runEntryPoint();

        assertThat(properties())
                .containsOnly(
                        Map.entry("bootstrap.servers", "kafka:9092"),
                        Map.entry("group.id", "sluice"),
                        Map.entry("config.storage.topic", "sluice-configs"),
                        Map.entry("offset.storage.topic", "sluice-offsets"),
                        Map.entry("status.storage.topic", "sluice-status"),
                        Map.entry("key.converter", "org.apache.kafka.connect.json.JsonConverter"),
                        Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
                        Map.entry("plugin.path", IMAGE.resolve("plugins").toString()));
    }

    @Test
    void internalTopicsAreNamedAfterTheGroupUnlessTheyAreNamed() throws Exception {
        environment.put("CONNECT_GROUP_ID", "blue");
        environment.put("CONNECT_STATUS_STORAGE_TOPIC", "states");

        runEntryPoint();

        assertThat(properties())
                .containsEntry("config.storage.topic", "blue-configs")
                .containsEntry("status.storage.topic", "states");
    }

    @Test
    void anyValueArrivesAsItIs() throws Exception {
        String ascii = "  a\\b\tc = d\r\n# ! : \"'$HOME`id` \\u0041 ";
        // From a file, because it depends on the locale what of it a JVM can give to a process.
        String unicode = "ç é ÿ € 漢 😀";
        environment.put("CONNECT_SASL_JAAS_CONFIG", ascii);
        environment.put(
                "CONNECT_CLIENT_RACK_FILE",
                Files.writeString(directory.resolve("rack"), unicode).toString());

        runEntryPoint();

        assertThat(properties()).containsEntry("sasl.jaas.config", ascii).containsEntry("client.rack", unicode);
    }

    @Test
    void aSecretComesFromAFileWithoutTheEndOfItsLine() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "two words\nand a line\r\n");
        environment.put("CONNECT_SSL_KEYSTORE_PASSWORD_FILE", secret.toString());

        runEntryPoint();

        assertThat(properties())
                .containsEntry("ssl.keystore.password", "two words\nand a line")
                .doesNotContainKey("ssl.keystore.password.file");
    }

    @Test
    void onlyTheWorkersUserReadsItsProperties() throws Exception {
        runEntryPoint();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(propertiesFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithoutValues() throws Exception {
        environment.remove("CONNECT_BOOTSTRAP_SERVERS");
        environment.put("CONNECT_SSL_KEYSTORE_PASSWORD", "hunter2");
        environment.put(
                "CONNECT_SSL_KEYSTORE_PASSWORD_FILE",
                Files.writeString(directory.resolve("secret"), "hunter3").toString());
        environment.put("CONNECT_SSL_KEY_PASSWORD_FILE", "/no/such/file");

        Ended run = runEntryPoint();

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.output().lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("CONNECT_BOOTSTRAP_SERVERS is not set", "kafka:9092"))
                .anySatisfy(line -> assertThat(line)
                        .contains("CONNECT_SSL_KEYSTORE_PASSWORD ", "CONNECT_SSL_KEYSTORE_PASSWORD_FILE", "Unset"))
                .anySatisfy(line ->
                        assertThat(line).contains("CONNECT_SSL_KEY_PASSWORD_FILE", "/no/such/file", "cannot be read"))
                .noneSatisfy(line -> assertThat(line).contains("hunter"));
        assertThat(propertiesFile()).doesNotExist();
    }

    @Test
    void anImageWithoutKafkaSaysWhereItLooked() throws Exception {
        Files.delete(launcher());

        Ended run = runEntryPoint();

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.output()).contains("no Kafka", "KAFKA_HOME", "BASE_IMAGE");
    }

    @Test
    void anotherCommandIsRunInTheWorkersPlace() throws Exception {
        Ended run = run("entrypoint", "echo", "two  words");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).isEqualTo("two  words\n");
        assertThat(propertiesFile()).doesNotExist();
    }

    /** The container's main process is the worker itself, with our plugins; it is healthy once it serves, and SIGTERM ends it. */
    @ParameterizedTest
    @CsvSource({"kafka-4.3, connect-log4j2.yaml", "kafka-3.9, connect-log4j.properties"})
    void aStockWorkerStartsIsHealthyAndStops(String release, String logConfiguration) throws Exception {
        assumeThat(Stream.of("curl", "wget").anyMatch(ConnectImageIT::isOnThePath))
                .as("curl or wget, which the health check uses and each base image has")
                .isTrue();
        Path libraries = PackagedPlugins.project().resolve("devstack/servers/" + release + "/target/lib");
        kafka("exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' $KAFKA_LOG4J_OPTS -Xmx512m -cp '"
                + libraries + "/*' org.apache.kafka.connect.cli.ConnectDistributed \"$@\"");
        // By these the entry point tells which logging the release has.
        Files.createDirectories(directory.resolve("kafka/config"));
        Files.createFile(directory.resolve("kafka/config").resolve(logConfiguration));
        URI url = URI.create("http://127.0.0.1:" + FreePorts.next());
        environment.put("CONNECT_LISTENERS", url + ",http://127.0.0.1:" + FreePorts.next());
        environment.put("CONNECT_PLUGIN_PATH", PackagedPlugins.path().toString());
        environment.put("LOG_LEVEL", "WARN");
        for (String topic : List.of("CONFIG", "OFFSET", "STATUS")) {
            environment.put("CONNECT_" + topic + "_STORAGE_REPLICATION_FACTOR", "1");
        }
        Path log = directory.resolve("worker.log");

        try (DevStack stack = DevStack.inTemporaryDirectory()) {
            KafkaBroker broker = stack.startBroker();
            environment.put("CONNECT_BOOTSTRAP_SERVERS", broker.bootstrapServers());
            Process worker = process(log, "entrypoint", "connect-distributed");
            try {
                assertThat(Poll.until(LIMIT, () -> !worker.isAlive() || isHealthy()))
                        .isTrue();
                assertThat(worker.isAlive()).as(content(log)).isTrue();
                assertThat(new ConnectRest(url).plugins())
                        .extracting(Plugin::className)
                        .contains("dev.sluice.connect.s3.S3ParquetSinkConnector");
                // LOG_LEVEL reaches the worker's logging.
                assertThat(content(log)).doesNotContain("] INFO ");

                worker.destroy();

                assertThat(worker.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
                assertThat(isHealthy()).isFalse();
            } finally {
                worker.destroyForcibly();
            }
        }
    }

    private record Ended(int exitCode, String output) {}

    private Ended runEntryPoint() throws IOException, InterruptedException {
        return run("entrypoint", "connect-distributed");
    }

    private Ended run(String script, String... arguments) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = process(output, script, arguments);
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(script + " does not end");
        }
        return new Ended(process.exitValue(), content(output));
    }

    private Process process(Path output, String script, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of("sh", IMAGE.resolve("bin").resolve(script).toString()), Stream.of(arguments))
                .toList());
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private boolean isHealthy() {
        try {
            return run("healthcheck").exitCode() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What the base image has in Kafka's place. */
    private void kafka(String command) throws IOException {
        Files.createDirectories(launcher().getParent());
        Files.writeString(launcher(), "#!/bin/sh\n" + command + "\n");
        Files.setPosixFilePermissions(launcher(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path launcher() {
        return directory.resolve("kafka/bin/connect-distributed.sh");
    }

    private Path propertiesFile() {
        return directory.resolve("run/worker.properties");
    }

    /** As the worker reads them. */
    private Map<String, String> properties() throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(propertiesFile(), StandardCharsets.ISO_8859_1)) {
            properties.load(in);
        }
        Map<String, String> read = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> read.put(key, properties.getProperty(key)));
        return read;
    }

    private static boolean isOnThePath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
