// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.devstack.ConnectRest;
import dev.sluice.devstack.ConnectWorker;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.MariaDbServer;
import dev.sluice.devstack.ObjectStore;
import dev.sluice.devstack.Poll;
import dev.sluice.devstack.PostgresServer;
import dev.sluice.devstack.WorkerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** All servers that the examples name, once each, and one stock worker. Whatever is waited for, no task of the connector may fail. */
final class ExampleServers implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** How long a connector runs before it is stopped once more to see what its open files hold. */
    private static final Duration WHILE = Duration.ofSeconds(5);

    private final DevStack stack;
    private final KafkaBroker broker;
    private final ObjectStore store;
    private final PostgresServer postgres;
    private final MariaDbServer mariadb;
    private final ConnectWorker worker;
    private final ConnectRest rest;

    ExampleServers() throws IOException {
        stack = Stacks.named("examples");
        broker = stack.startBroker();
        store = stack.startObjectStore();
        postgres = stack.startPostgres();
        mariadb = stack.startMariaDb();
        worker = stack.startWorker(
                broker.bootstrapServers(),
                WorkerSettings.named("worker")
                        .withPlugins(PackagedPlugins.path(), DevStack.debeziumPlugins())
                        .withHeap(768)
                        .with("offset.flush.interval.ms", "1000"));
        rest = worker.rest();
    }

    ConnectRest rest() {
        return rest;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    PostgresServer postgres() {
        return postgres;
    }

    MariaDbServer mariadb() {
        return mariadb;
    }

    ObjectStore store() {
        return store;
    }

    @Override
    public void close() {
        stack.close();
    }

    /** No server of AWS is at hand. */
    static boolean isForThese(Example example) {
        return !example.config().containsKey("s3.bucket.name")
                || example.config().containsKey("store.url");
    }

    /** The endpoints alone are other ones. */
    Example here(Example example) {
        Map<String, String> endpoints = new HashMap<>();
        example.config().forEach((key, value) -> {
            switch (key) {
                case "store.url" -> endpoints.put(key, store.endpoint().toString());
                case "database.hostname" -> endpoints.put(key, postgres.host());
                case "database.port" -> endpoints.put(key, Integer.toString(postgres.port()));
                case "connection.url" ->
                    endpoints.put(key, value.replaceFirst("//[^/]*/", "//" + database(value) + "/"));
                default -> {
                    // What is no endpoint stays.
                }
            }
        });
        return example.with(endpoints);
    }

    private String database(String url) {
        return url.startsWith("jdbc:mariadb:")
                ? mariadb.host() + ":" + mariadb.port()
                : postgres.host() + ":" + postgres.port();
    }

    /** Returns once its tasks run. */
    void post(Example example) {
        rest.create(here(example).json());
        rest.waitUntilRunning(example.name(), LIMIT);
    }

    /** Ends a sink that has no lag and begins another one where the first has ended, over REST alone. */
    void handOver(Example from, Example to) {
        awaitNoLag(from);
        rest.stop(from.name(), LIMIT);
        String offsets = rest.offsets(from.name()).toString();
        rest.create(here(to).json("STOPPED"));
        rest.alterOffsets(to.name(), offsets);
        rest.resume(to.name());
        rest.waitUntilRunning(to.name(), LIMIT);
    }

    void produce(List<ProducerRecord<String, String>> records) throws InterruptedException, ExecutionException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (ProducerRecord<String, String> record : records) {
                producer.send(record).get();
            }
        }
    }

    /** Returns once the sink has committed all that is in its topics, which have a partition each. */
    void awaitNoLag(Example sink) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Set<String> ends = new HashSet<>();
            for (String topic : sink.config().get("topics").split(",")) {
                TopicPartition partition = new TopicPartition(topic, 0);
                ends.add(topic + " "
                        + answer(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                        .partitionResult(partition))
                                .offset());
            }
            assertThat(Poll.until(LIMIT, () -> committed(sink).equals(ends)))
                    .as("%s has committed %s", sink.name(), ends)
                    .isTrue();
        }
    }

    private Set<String> committed(Example sink) {
        Set<String> committed = new HashSet<>();
        for (JsonNode offset : rest.offsets(sink.name()).path("offsets")) {
            committed.add(offset.at("/partition/kafka_topic").asText() + " "
                    + offset.at("/offset/kafka_offset").asText());
        }
        return committed;
    }

    /** A sink that starts before its topics are there finds them only when its consumer looks again, minutes later. */
    void awaitTopics(Set<String> topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(Poll.until(
                            LIMIT, () -> answer(admin.listTopics().names()).containsAll(topics)))
                    .as("topics %s are there", topics)
                    .isTrue();
        }
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the broker", e);
        }
    }

    /** Ends its tasks, which commit how far they came, and leaves the connector. */
    void stop(Example example) throws InterruptedException {
        rest.stop(example.name(), LIMIT);
    }

    /** What our plugins have said of the connector's keys: those that nobody knows, and those that do nothing. */
    List<String> keysInVain(String connector) throws IOException {
        try (Stream<String> lines = Files.lines(worker.log(), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.contains(" WARN [" + connector + "|"))
                    .filter(line -> line.contains(" has no effect") || isUnknown(line))
                    .toList();
        }
    }

    List<String> unknownKeys(String connector) throws IOException {
        return keysInVain(connector).stream().filter(ExampleServers::isUnknown).toList();
    }

    private static boolean isUnknown(String finding) {
        return finding.contains("is not a key of this plugin");
    }

    /** A directory of the bucket. */
    Path lake(String directory) {
        return store.bucketDirectory("lake").resolve(directory);
    }

    /**
     * Waits until these are the rows in visible files, and leaves the connector running.
     *
     * <p>Files of an hour would stay open for minutes: the connector is stopped, which makes its files visible, and goes on; and once more if it
     * had not read everything.
     */
    void isInFilesOf(String connector, List<List<String>> expected, Callable<List<List<String>>> found)
            throws Exception {
        Poll.until(LIMIT, () -> {
            requireNoFailure(connector);
            rest.stop(connector, LIMIT);
            rest.resume(connector);
            return Poll.until(WHILE, () -> call(found).equals(expected));
        });
        assertThat(found.call()).as(connector).isEqualTo(expected);
    }

    /** Waits until these are the rows in tables. */
    void isInTablesOf(String connector, List<List<String>> expected, Callable<List<List<String>>> found)
            throws Exception {
        Poll.until(LIMIT, () -> {
            requireNoFailure(connector);
            return call(found).equals(expected);
        });
        assertThat(found.call()).as(connector).isEqualTo(expected);
    }

    private void requireNoFailure(String connector) {
        for (JsonNode task : rest.status(connector).path("tasks")) {
            assertThat(task.path("trace").asText())
                    .as("the trace of a failed task of %s", connector)
                    .isEmpty();
        }
    }

    private List<List<String>> call(Callable<List<List<String>>> found) {
        try {
            return found.call();
        } catch (Exception e) {
            throw new AssertionError("cannot read what was written; logs are in " + stack.directory(), e);
        }
    }

    void inPostgres(String database, String sql) throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** None while there is no such table. */
    List<List<String>> rowsOfPostgres(String database, String query) throws SQLException {
        try (Connection connection = postgres.connect(database)) {
            return rows(connection, query);
        }
    }

    /** None while there is no such table. */
    List<List<String>> rowsOfMariaDb(String database, String query) throws SQLException {
        try (Connection connection = mariadb.connect(database)) {
            return rows(connection, query);
        }
    }

    private static List<List<String>> rows(Connection connection, String query) throws SQLException {
        try {
            return Rows.of(connection, query);
        } catch (SQLException e) {
            // The sink makes its tables when it has something to write.
            if (Set.of("42P01", "42S02").contains(e.getSQLState())) {
                return List.of();
            }
            throw e;
        }
    }
}
