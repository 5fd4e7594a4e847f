// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.recording;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.devstack.ConnectWorker;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.WorkerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Starts a database, a broker and a worker with Debezium, makes the changes of {@code changes.sql}, and writes what Debezium made of them,
 * one file a topic, into the directory that the command line names.
 */
public final class EnvelopeRecorder {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final ObjectMapper json = new ObjectMapper();

    private EnvelopeRecorder() {}

    public static void main(String... arguments) throws Exception {
        if (arguments.length != 2 || !List.of("postgres", "mariadb").contains(arguments[0])) {
            System.err.println("usage: EnvelopeRecorder postgres|mariadb <directory>");
            System.exit(2);
        }
        new EnvelopeRecorder().record(arguments[0].equals("postgres"), Path.of(arguments[1]));
    }

    private void record(boolean postgres, Path directory) throws IOException, SQLException {
        try (DevStack stack = DevStack.inTemporaryDirectory()) {
            KafkaBroker broker = stack.startBroker();
            RecordedSource source = postgres
                    ? RecordedSource.postgres(stack)
                    : RecordedSource.mariaDb(stack, broker.bootstrapServers());
            ConnectWorker worker = stack.startWorker(
                    broker.bootstrapServers(), WorkerSettings.named("connect").withPlugins(source.plugins()));
            run(source, "tables.sql");
            worker.rest().putConfig("recorded", connector(source));
            worker.rest().waitUntilRunning("recorded", LIMIT);
            read(broker, source.afterSnapshot());

            run(source, "changes.sql");

            for (RecordedTopic topic : read(broker, source.inTheEnd()).values()) {
                topic.write(directory);
                System.out.println(topic);
            }
        }
    }

    private static Map<String, String> connector(RecordedSource source) {
        Map<String, String> config = new HashMap<>(source.connector());
        config.put("skipped.operations", "none");
        config.put("provide.transaction.metadata", "true");
        for (String part : List.of("key", "value", "header")) {
            config.put(part + ".converter", "org.apache.kafka.connect.json.JsonConverter");
            // As the connector sends it: a null in a column that has a default is a null.
            config.put(part + ".converter.replace.null.with.default", "false");
        }
        return config;
    }

    private static void run(RecordedSource source, String name) throws IOException, SQLException {
        String script = source.scripts() + "/" + name;
        String statements;
        try (InputStream in = EnvelopeRecorder.class.getResourceAsStream(script)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + script + " beside this class");
            }
            statements = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try (Connection connection = source.sessions().open();
                Statement sql = connection.createStatement()) {
            // One at a time: several in one call would be one transaction.
            for (String statement : statements.split(";\\s*\n")) {
                if (!statement.isBlank()) {
                    sql.execute(statement);
                }
            }
        }
    }

    /** The records of these topics from the start, once there are so many; each topic has one partition. */
    private Map<String, RecordedTopic> read(KafkaBroker broker, Map<String, Integer> counts) throws IOException {
        Map<String, RecordedTopic> topics = new TreeMap<>();
        counts.keySet().forEach(topic -> topics.put(topic, new RecordedTopic(json, topic)));
        List<TopicPartition> partitions = counts.keySet().stream()
                .map(topic -> new TopicPartition(topic, 0))
                .toList();
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (isIncomplete(topics, counts)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("after " + LIMIT.toSeconds() + " s there is only "
                            + topics.values().stream()
                                    .map(RecordedTopic::toString)
                                    .collect(Collectors.joining(", "))
                            + " of " + new TreeMap<>(counts));
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    RecordedTopic topic = topics.get(record.topic());
                    // The topic of transactions goes on and on.
                    if (topic != null && topic.size() < counts.getOrDefault(record.topic(), 0)) {
                        topic.add(record);
                    }
                }
            }
        }
        return topics;
    }

    private static boolean isIncomplete(Map<String, RecordedTopic> topics, Map<String, Integer> counts) {
        return topics.entrySet().stream()
                .anyMatch(topic -> topic.getValue().size() < counts.getOrDefault(topic.getKey(), 0));
    }
}
