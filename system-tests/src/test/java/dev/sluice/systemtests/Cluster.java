// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.devstack.ConnectWorker;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.Poll;
import dev.sluice.devstack.WorkerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Stock workers of one group that run one connector on one topic, and what one waits for while they are mistreated.
 *
 * <p>Every wait fails as soon as a task has failed: whatever happens to workers and networks, no task may need a human.
 */
final class Cluster implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final DevStack stack;
    private final KafkaBroker broker;
    private final String connector;
    private final String topic;
    private final List<TopicPartition> partitions;
    private final List<WorkerSettings> settings;
    private final List<ConnectWorker> workers;
    private final Admin admin;

    private Cluster(
            DevStack stack,
            KafkaBroker broker,
            String connector,
            String topic,
            List<TopicPartition> partitions,
            List<WorkerSettings> settings,
            List<ConnectWorker> workers,
            Admin admin) {
        this.stack = stack;
        this.broker = broker;
        this.connector = connector;
        this.topic = topic;
        this.partitions = partitions;
        this.settings = settings;
        this.workers = workers;
        this.admin = admin;
    }

    Cluster(DevStack stack, KafkaBroker broker, String connector, String topic) {
        this(
                stack,
                broker,
                connector,
                topic,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers())));
    }

    /** The same workers, with another connector on another topic. */
    Cluster with(String otherConnector, String otherTopic) {
        return new Cluster(stack, broker, otherConnector, otherTopic, new ArrayList<>(), settings, workers, admin);
    }

    /** The same workers, with another connector on the same topic. */
    Cluster with(String otherConnector) {
        return new Cluster(stack, broker, otherConnector, topic, partitions, settings, workers, admin);
    }

    void createTopic(int partitionCount) throws InterruptedException, ExecutionException {
        admin.createTopics(List.of(new NewTopic(topic, partitionCount, (short) 1)))
                .all()
                .get();
        for (int partition = 0; partition < partitionCount; partition++) {
            partitions.add(new TopicPartition(topic, partition));
        }
    }

    void startWorker(WorkerSettings worker) {
        settings.add(worker);
        workers.add(stack.startWorker(broker.bootstrapServers(), worker));
    }

    ConnectWorker worker(int index) {
        return workers.get(index);
    }

    /** Returns once its tasks run, on all workers. */
    void deploy(Map<String, String> config) {
        worker(0).rest().putConfig(connector, config);
        worker(0).rest().waitUntilRunning(connector, LIMIT);
        awaitSpread();
    }

    /** Removes the connector; the workers have nothing of it to do any more. */
    void undeploy() {
        worker(0).rest().delete(connector);
    }

    /** SIGKILL, and a new worker in its place. */
    void crash(int index) {
        worker(index).kill();
        workers.set(index, stack.startWorker(broker.bootstrapServers(), settings.get(index)));
    }

    /** Returns once each worker runs some of the tasks. */
    void awaitSpread() {
        Set<String> all = new TreeSet<>();
        workers.forEach(worker -> all.add(worker.url().getAuthority()));
        await("tasks on each of " + all, 0, () -> workersWithTasks(0).equals(all));
    }

    /** Returns once this worker runs all tasks, by its own account. */
    void awaitTakeover(int index) {
        String own = worker(index).url().getAuthority();
        await("all tasks on " + own, index, () -> workersWithTasks(index).equals(Set.of(own)));
    }

    /** Returns once all that is in the topic now is written and committed. The worker asked about failures must be alive. */
    void awaitCaughtUp(int asked) {
        Map<TopicPartition, Long> ends = endOffsets();
        await("offsets " + ends + " committed", asked, () -> hasCommitted(ends));
    }

    /** Returns once this worker has logged the text more often than it had before. */
    void awaitLogged(int index, String text, int before) {
        await("'" + text + "' in the log of worker " + index, index, () -> logged(index, text) > before);
    }

    /** How often this worker, or the ones that died in its place, logged the text. */
    int logged(int index, String text) {
        String log = content(worker(index).log());
        int count = 0;
        for (int at = log.indexOf(text); at >= 0; at = log.indexOf(text, at + 1)) {
            count++;
        }
        return count;
    }

    /** Waits while checking at this worker that no task has failed. */
    void await(String what, int asked, BooleanSupplier condition) {
        boolean reached = Poll.until(LIMIT, () -> {
            requireNoFailure(asked);
            return condition.getAsBoolean();
        });
        if (!reached) {
            throw new AssertionError("waited " + LIMIT.toSeconds() + " s in vain for: " + what + "; committed are "
                    + committedOffsets() + ", and the connector is "
                    + worker(asked).rest().status(connector) + "; logs are in " + stack.directory());
        }
    }

    @Override
    public void close() {
        admin.close();
    }

    private void requireNoFailure(int asked) {
        for (JsonNode task : tasks(asked)) {
            if (task.path("state").asText().equals("FAILED")) {
                throw new AssertionError("task " + task.path("id").asInt() + " has failed; logs are in "
                        + stack.directory() + "\n" + task.path("trace").asText());
            }
        }
    }

    private Set<String> workersWithTasks(int asked) {
        Set<String> found = new TreeSet<>();
        for (JsonNode task : tasks(asked)) {
            found.add(
                    task.path("state").asText().equals("RUNNING")
                            ? task.path("worker_id").asText()
                            : "nowhere");
        }
        return found;
    }

    private JsonNode tasks(int asked) {
        return worker(asked).rest().status(connector).path("tasks");
    }

    private boolean hasCommitted(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> committed = committedOffsets();
        return offsets.entrySet().stream()
                .allMatch(offset -> committed.getOrDefault(offset.getKey(), 0L) >= offset.getValue());
    }

    private Map<TopicPartition, Long> committedOffsets() {
        Map<TopicPartition, Long> committed = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> group = get(() -> admin.listConsumerGroupOffsets("connect-" + connector)
                .partitionsToOffsetAndMetadata()
                .get());
        group.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        return committed;
    }

    private Map<TopicPartition, Long> endOffsets() {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(() -> admin.listOffsets(asked).all().get())
                .forEach((partition, offset) -> ends.put(partition, offset.offset()));
        return ends;
    }

    private interface Answer<T> {
        T get() throws InterruptedException, ExecutionException;
    }

    private static <T> T get(Answer<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the broker", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not answer", e);
        }
    }

    private static String content(Path log) {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }
}
