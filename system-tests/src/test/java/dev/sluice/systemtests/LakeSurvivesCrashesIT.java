// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.FaultProxy;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.KafkaVersion;
import dev.sluice.devstack.ObjectStore;
import dev.sluice.devstack.WorkerSettings;
import dev.sluice.systemtests.LakeFiles.Content;
import dev.sluice.systemtests.LakeFiles.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Exactly once is a promise about the worst day. So files close by the wall clock, which no second task repeats, late records keep many
 * directories open, and meanwhile workers die, wake up as zombies, and lose the store.
 */
class LakeSurvivesCrashesIT {
    private static final String CONNECTOR = "lake";
    private static final String TOPIC = "events";
    private static final int PARTITIONS = 3;
    private static final int RECORDS_PER_SECOND = 200;
    private static final int ZOMBIES_AT_MOST = 5;

    /** What the sink logs when another task was first. */
    private static final String REFUSED = "was written by another task of this connector";

    /** What the sink says when it could not reach the store, and goes on trying. */
    private static final String UNREACHABLE = "in bucket 'lake' for now";

    /** The network of each worker to the store. */
    private static final List<FaultProxy> networks = new ArrayList<>();

    private static DevStack stack;
    private static KafkaBroker broker;
    private static ObjectStore store;
    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        stack = Stacks.named("lake");
        broker = stack.startBroker();
        store = stack.startObjectStore();
        store.createBucket("lake");
        cluster = new Cluster(stack, broker, CONNECTOR, TOPIC);
        cluster.createTopic(PARTITIONS);
        startWorker("worker-0");
        startWorker("worker-1");
    }

    @AfterAll
    static void stop() {
        cluster.close();
        stack.close();
    }

    @Test
    void everyRecordIsInTheLakeOnceWhateverBecomesOfWorkersAndNetworks() throws Exception {
        int records;
        try (Feed feed = new Feed(broker.bootstrapServers(), RECORDS_PER_SECOND, events())) {
            cluster.deploy(connector());
            cluster.awaitCaughtUp(0);

            aWorkerDies(0);
            requestsAndRepliesAreLost();
            aWorkerDiesWhileItsStoreIsOutOfReach(1);
            aZombiesWriteArrivesBeforeItsSuccessorStarts();
            aZombiesWriteIsRefused();
            bothWorkersDie();

            records = feed.end();
            cluster.awaitCaughtUp(0);
        }

        try (LakeFiles lake =
                new LakeFiles(store.bucketDirectory("lake").resolve("topics").resolve(TOPIC))) {
            eachRecordIsThereOnce(lake.rows(), records);
            filesOfAChainAreDisjoint(lake.contents());
        }
    }

    private static void aWorkerDies(int worker) {
        cluster.crash(worker);
        cluster.awaitSpread();
        cluster.awaitCaughtUp(worker);
    }

    private static void bothWorkersDie() {
        cluster.worker(1).kill();
        cluster.crash(0);
        cluster.crash(1);
        cluster.awaitSpread();
        cluster.awaitCaughtUp(0);
    }

    private static void requestsAndRepliesAreLost() {
        for (FaultProxy network : networks) {
            network.pause();
            awaitHeld(network);
            network.cut();
            network.resume();
        }
        cluster.awaitCaughtUp(0);
    }

    private static void aWorkerDiesWhileItsStoreIsOutOfReach(int worker) {
        int before = cluster.logged(worker, UNREACHABLE);
        networks.get(worker).refuse();
        networks.get(worker).cut();
        cluster.awaitLogged(worker, UNREACHABLE, before);
        cluster.crash(worker);
        cluster.awaitSpread();
        networks.get(worker).resume();
        cluster.awaitCaughtUp(worker);
    }

    /** The successor finds a file that the zombie does not know it has written. */
    private static void aZombiesWriteArrivesBeforeItsSuccessorStarts() {
        suspendWithARequestUnderWay();
        networks.get(0).resume();
        cluster.awaitTakeover(1);
        cluster.awaitCaughtUp(1);
        cluster.worker(0).resume();
        cluster.awaitSpread();
    }

    /** Its successor has written the same records by then. The request that is held need not be a write; most are. */
    private static void aZombiesWriteIsRefused() {
        int before = cluster.logged(0, REFUSED);
        for (int zombies = 0; zombies < ZOMBIES_AT_MOST && cluster.logged(0, REFUSED) == before; zombies++) {
            cluster.awaitCaughtUp(0);
            suspendWithARequestUnderWay();
            cluster.awaitTakeover(1);
            cluster.awaitCaughtUp(1);
            networks.get(0).resume();
            cluster.worker(0).resume();
            cluster.awaitSpread();
        }
        assertThat(cluster.logged(0, REFUSED)).as("writes of a zombie refused").isGreaterThan(before);
        cluster.awaitCaughtUp(0);
    }

    private static void suspendWithARequestUnderWay() {
        networks.get(0).pause();
        awaitHeld(networks.get(0));
        cluster.worker(0).suspend();
    }

    private static void awaitHeld(FaultProxy network) {
        cluster.await("a request under way to the store", 1, () -> network.held() > 0);
    }

    private static void eachRecordIsThereOnce(List<Row> found, int records) {
        List<Row> expected = new ArrayList<>();
        for (int sequence = 0; sequence < records; sequence++) {
            expected.add(new Row(sequence, sequence % PARTITIONS, sequence / PARTITIONS));
        }
        assertThat(found).isEqualTo(expected);
    }

    private static void filesOfAChainAreDisjoint(List<Content> files) {
        Map<String, Long> ends = new HashMap<>();
        for (Content file : files) {
            String chain = file.directory() + " " + file.partition();
            assertThat(file.partitions()).as("partitions in %s", file).isEqualTo(1);
            assertThat(file.named()).as("offset in the name of %s", file).isEqualTo(file.first());
            assertThat(file.first()).as("start of %s", file).isGreaterThan(ends.getOrDefault(chain, -1L));
            ends.put(chain, file.last());
        }
        assertThat(ends.size()).as("chains").isGreaterThan(10 * PARTITIONS);
        assertThat(files.size()).as("files").isGreaterThan(5 * ends.size());
    }

    /** Two seconds of the day for each record, and one in twenty late by up to six hours. */
    private static Supplier<ProducerRecord<String, String>> events() {
        Random random = new Random(20261120);
        Instant first = Instant.parse("2026-11-20T06:00:00Z");
        int[] next = {0};
        return () -> {
            int sequence = next[0]++;
            Duration late = random.nextInt(20) == 0 ? Duration.ofMinutes(random.nextInt(360)) : Duration.ZERO;
            Instant time = first.plusSeconds(2L * sequence).minus(late);
            return new ProducerRecord<>(
                    TOPIC, sequence % PARTITIONS, null, """
                    {"schema": {"type": "struct", "fields": [
                       {"field": "sequence", "type": "int64", "optional": false},
                       {"field": "event_time", "type": "int64", "optional": false, "name": "org.apache.kafka.connect.data.Timestamp"}]},
                     "payload": {"sequence": %d, "event_time": %d}}
                    """.formatted(sequence, time.toEpochMilli()));
        };
    }

    private static Map<String, String> connector() {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "dev.sluice.connect.s3.S3ParquetSinkConnector");
        config.put("tasks.max", "2");
        config.put("topics", TOPIC);
        config.put("transforms", "coordinates");
        config.put("transforms.coordinates.type", "org.apache.kafka.connect.transforms.InsertField$Value");
        config.put("transforms.coordinates.partition.field", "kafka_partition");
        config.put("transforms.coordinates.offset.field", "kafka_offset");
        config.put("s3.bucket.name", "lake");
        config.put("s3.region", "us-east-1");
        config.put("store.url", "${file:network.properties:store}");
        config.put("aws.access.key.id", store.accessKey());
        config.put("aws.secret.access.key", store.secretKey());
        config.put("s3.part.retries", "1");
        config.put("retry.backoff.ms", "500");
        config.put("partitioner.class", "TimeBasedPartitioner");
        config.put("path.format", "'day'=dd/'hour'=HH");
        config.put("partition.duration.ms", "3600000");
        config.put("timestamp.extractor", "RecordField");
        config.put("timestamp.field", "event_time");
        config.put("flush.size", "100");
        config.put("rotate.schedule.interval.ms", "3000");
        config.put("rotate.open.interval.ms", "2000");
        return config;
    }

    /** All workers share the connector's configuration, and each reaches the store through a network of its own. */
    private static void startWorker(String name) throws IOException {
        FaultProxy network = stack.startProxy(store.port());
        networks.add(network);
        Path directory = Files.createDirectories(stack.directory().resolve(name));
        Files.writeString(directory.resolve("network.properties"), "store=http://" + network.address());
        cluster.startWorker(WorkerSettings.named(name)
                .inGroup("lake")
                .on(KafkaVersion.V3_9)
                .withPlugins(PackagedPlugins.path())
                .withSessionTimeout(Duration.ofSeconds(3))
                .with("offset.flush.interval.ms", "500")
                // Relative to the directory of each worker.
                .with("config.providers", "file")
                .with("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider"));
    }
}
