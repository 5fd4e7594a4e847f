// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.devstack.ConnectWorker;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.FreePorts;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.KafkaVersion;
import dev.sluice.devstack.ObjectStore;
import dev.sluice.devstack.Poll;
import dev.sluice.devstack.PostgresServer;
import dev.sluice.devstack.WorkerSettings;
import dev.sluice.systemtests.PromQl.Sample;
import dev.sluice.systemtests.PromQl.Selector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A stock worker with Prometheus' exporter, configured as in {@code examples/monitoring/}, has a value for all that the dashboard and the
 * alert rules there ask for.
 */
class MonitoringIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String TOPIC = "orders";
    private static final int RECORDS = 10;

    /** This one has a customer that is longer than the column. */
    private static final int BAD_FOR_WAREHOUSE = 4;

    /** Which Prometheus adds to each sample. */
    private static final Set<String> ADDED_LABELS = Set.of("instance", "job");

    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private static DevStack stack;
    private static KafkaBroker broker;
    private static ObjectStore store;
    private static PostgresServer postgres;

    @BeforeAll
    static void start() throws Exception {
        stack = Stacks.named("monitoring");
        broker = stack.startBroker();
        store = stack.startObjectStore();
        store.createBucket("lake");
        postgres = stack.startPostgres();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int id = 0; id < RECORDS; id++) {
                producer.send(new ProducerRecord<>(TOPIC, order(id))).get();
            }
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @EnumSource
    void allThatDashboardAndAlertsAskForHasAValue(KafkaVersion version) throws Exception {
        String label = version.name().toLowerCase(Locale.ROOT);
        execute("CREATE TABLE " + label + " (id bigint PRIMARY KEY, customer varchar(5))");
        int exporter = FreePorts.next();
        WorkerSettings settings = WorkerSettings.named(label)
                .inGroup(label)
                .on(version)
                .withPlugins(PackagedPlugins.path())
                .withJvmOptions("-javaagent:" + DevStack.jmxExporterAgent() + "=127.0.0.1:" + exporter + ":"
                        + exporterConfiguration());
        try (ConnectWorker worker = stack.startWorker(broker.bootstrapServers(), settings)) {
            worker.rest().putConfig(label + "-lake", lake(label));
            worker.rest().putConfig(label + "-warehouse", warehouse(label, "all"));
            worker.rest().putConfig(label + "-failed", warehouse(label, "none"));

            Poll.until(LIMIT, () -> {
                List<Sample> samples = scrape(exporter);
                return missing(samples).isEmpty() && hasAllRecords(samples, label);
            });

            List<Sample> samples = scrape(exporter);
            assertThat(missing(samples)).as("what nothing is known of").isEmpty();
            assertThat(hasAllRecords(samples, label)).as("%s", samples).isTrue();
            theWorkerShowsThemAmongItsOwnWhereItCan(version, label, samples);
        }
    }

    private static boolean hasAllRecords(List<Sample> samples, String label) {
        return value(samples, "sluice_s3_parquet_sink_records_visible_total", label + "-lake") == RECORDS
                && value(samples, "sluice_jdbc_upsert_sink_rows_upserted_total", label + "-warehouse") == RECORDS - 1
                && value(samples, "sluice_jdbc_upsert_sink_records_dead_lettered_total", label + "-warehouse") == 1;
    }

    private static double value(List<Sample> samples, String metric, String connector) {
        return samples.stream()
                .filter(sample -> sample.metric().equals(metric)
                        && connector.equals(sample.labels().get("connector")))
                .mapToDouble(Sample::value)
                .sum();
    }

    private static List<String> missing(List<Sample> samples) {
        List<String> missing = new ArrayList<>();
        try {
            MonitoringFiles.queries().forEach((where, query) -> {
                for (Selector selector : query.selectors()) {
                    List<Sample> selected =
                            samples.stream().filter(selector::fits).toList();
                    if (selected.isEmpty()) {
                        missing.add(where + ": " + selector);
                    }
                    for (String grouping : query.grouping()) {
                        if (!ADDED_LABELS.contains(grouping)
                                && selected.stream()
                                        .anyMatch(sample -> !sample.labels().containsKey(grouping))) {
                            missing.add(where + ": label " + grouping + " of " + selector.metric());
                        }
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return missing;
    }

    /** KIP-877, Kafka 4.1 and newer. */
    private static void theWorkerShowsThemAmongItsOwnWhereItCan(
            KafkaVersion version, String label, List<Sample> samples) {
        switch (version) {
            case V3_9 -> assertThat(samples).noneMatch(sample -> sample.metric().startsWith("kafka_connect_plugins_"));
            case V4_3 -> {
                assertThat(value(samples, "kafka_connect_plugins_records_visible_total", label + "-lake"))
                        .isEqualTo(RECORDS);
                assertThat(value(samples, "kafka_connect_plugins_rows_upserted_total", label + "-warehouse"))
                        .isEqualTo(RECORDS - 1);
            }
        }
    }

    /** The example's, and what a worker has of plugins by itself. */
    private static Path exporterConfiguration() throws IOException {
        String example = Files.readString(MonitoringFiles.DIRECTORY.resolve("jmx-exporter.yaml"));
        String included = "includeObjectNames:\n";
        assertThat(example).contains(included);
        return Files.writeString(
                stack.directory().resolve("jmx-exporter.yaml"),
                example.replace(included, included + "  - 'kafka.connect:type=plugins,*'\n") + """
                          - pattern: 'kafka\\.connect<type=plugins, connector=(.+), task=(\\d+), plugin=(.+)><>(.+)-total:'
                            name: kafka_connect_plugins_$4_total
                            labels: { connector: "$1", task: "$2", plugin: "$3" }
                            type: COUNTER
                        """);
    }

    private static List<Sample> scrape(int port) {
        URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofLines())
                    .body()
                    .filter(line -> !line.startsWith("#"))
                    .map(MonitoringIT::sample)
                    .filter(sample -> !Double.isNaN(sample.value()))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + metrics, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading " + metrics, e);
        }
    }

    private static Sample sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        Map<String, String> labels = new HashMap<>();
        if (sample.group(2) != null) {
            Matcher label = LABEL.matcher(sample.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        String value = sample.group(3).replace("Inf", "Infinity");
        return new Sample(sample.group(1), labels, Double.parseDouble(value));
    }

    private static Map<String, String> lake(String label) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "dev.sluice.connect.s3.S3ParquetSinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", TOPIC);
        config.put("s3.bucket.name", "lake");
        config.put("store.url", store.endpoint().toString());
        config.put("aws.access.key.id", store.accessKey());
        config.put("aws.secret.access.key", store.secretKey());
        config.put("topics.dir", label);
        config.put("rotate.open.interval.ms", "500");
        return config;
    }

    /** @param tolerance with none, a task of it fails */
    private static Map<String, String> warehouse(String label, String tolerance) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "dev.sluice.connect.jdbc.JdbcUpsertSinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", TOPIC);
        config.put("connection.url", postgres.jdbcUrl("postgres"));
        config.put("connection.user", PostgresServer.SUPERUSER);
        config.put("table.name.format", label);
        config.put("insert.mode", "upsert");
        config.put("pk.mode", "record_value");
        config.put("pk.fields", "id");
        config.put("errors.tolerance", tolerance);
        if (tolerance.equals("all")) {
            config.put("errors.deadletterqueue.topic.name", label + "-dead-letters");
            config.put("errors.deadletterqueue.topic.replication.factor", "1");
        }
        return config;
    }

    private static void execute(String statement) throws Exception {
        try (Connection connection = postgres.connect("postgres");
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static String order(int id) {
        return """
                {"schema": {"type": "struct", "fields": [
                   {"field": "id", "type": "int64", "optional": false},
                   {"field": "customer", "type": "string", "optional": true}]},
                 "payload": {"id": %d, "customer": "%s"}}
                """.formatted(id, id == BAD_FOR_WAREHOUSE ? "too long a name" : "Ada");
    }
}
