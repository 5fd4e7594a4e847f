// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.FaultProxy;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.KafkaVersion;
import dev.sluice.devstack.PostgresServer;
import dev.sluice.devstack.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The table equals its source once all has been read, and a ledger that only grows has each record once, whatever happened on the way:
 * workers die or wake up as zombies, the database throws sessions out, and the network loses requests and replies.
 */
class WarehouseSurvivesCrashesIT {
    private static final int PARTITIONS = 3;
    private static final int RECORDS_PER_SECOND = 400;
    private static final int KEYS = 300;

    /** What the sink logs when the database fails it and it will try again. */
    private static final String TRIES_AGAIN = "the batch is tried again";

    /** What a new owner logs where the former one has not let go. */
    private static final String ENDS_A_ZOMBIES_SESSION = "belongs to a former owner of the partition";

    /** The network of each worker to the database. */
    private static final List<FaultProxy> networks = new ArrayList<>();

    private static DevStack stack;
    private static KafkaBroker broker;
    private static PostgresServer postgres;
    private static Cluster workers;
    private static Connection warehouse;

    /** The workers, and the connector of this test. */
    private Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        stack = Stacks.named("warehouse");
        broker = stack.startBroker();
        postgres = stack.startPostgres();
        postgres.createDatabase("warehouse");
        warehouse = postgres.connect("warehouse");
        workers = new Cluster(stack, broker, "none", "none");
        startWorker("worker-0");
        startWorker("worker-1");
    }

    /** All workers share the connectors' configurations, and each reaches the database through a network of its own. */
    private static void startWorker(String name) throws IOException {
        FaultProxy network = stack.startProxy(postgres.port());
        networks.add(network);
        Path directory = Files.createDirectories(stack.directory().resolve(name));
        Files.writeString(
                directory.resolve("network.properties"),
                "database=jdbc:postgresql://" + network.address() + "/warehouse");
        workers.startWorker(WorkerSettings.named(name)
                .inGroup("warehouse")
                .on(KafkaVersion.V4_3)
                .withPlugins(PackagedPlugins.path())
                .withSessionTimeout(Duration.ofSeconds(4))
                .with("offset.flush.interval.ms", "500")
                // Relative to the directory of each worker.
                .with("config.providers", "file")
                .with("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider"));
    }

    @AfterAll
    static void stop() throws SQLException {
        workers.close();
        warehouse.close();
        stack.close();
    }

    @Test
    void theTableEqualsItsSourceWhateverBecomesOfWorkersSessionsAndNetworks() throws Exception {
        cluster = workers.with("mirror", "accounts");
        cluster.createTopic(PARTITIONS);
        Accounts accounts = new Accounts("accounts");
        try (Feed feed = new Feed(broker.bootstrapServers(), RECORDS_PER_SECOND, accounts::change)) {
            cluster.deploy(mirror());
            cluster.awaitCaughtUp(0);

            aWorkerDies(0);
            cluster.await("each task holding the locks of its partitions", 0, () -> holdersOfLocks() == 2);
            assertThat(aZombieWakesUp()).as("zombies' sessions ended").isPositive();
            theDatabaseThrowsTheSessionsOut();
            requestsAndRepliesAreLost();
            theDatabaseIsOutOfReachWhileAWorkerDies();

            assertThat(feed.end()).isGreaterThan(10 * KEYS);
            cluster.awaitCaughtUp(0);
        }

        assertThat(rows()).isEqualTo(accounts.rows());
    }

    @Test
    void aLedgerWithoutAKeyHasEachRecordOnceWhateverBecomesOfWorkersAndNetworks() throws Exception {
        cluster = workers.with("ledger", "entries");
        cluster.createTopic(PARTITIONS);
        Accounts entries = new Accounts("entries");
        try (Feed feed = new Feed(broker.bootstrapServers(), RECORDS_PER_SECOND, entries::change)) {
            cluster.deploy(insertsExactlyOnce());
            cluster.awaitCaughtUp(0);

            aWorkerDies(1);
            aZombieWakesUp();
            for (int i = 0; i < 4; i++) {
                // A commit whose reply is lost need not be tried again: the table says that it went through.
                whatIsUnderWayIsLost(networks.get(i % 2));
                cluster.awaitCaughtUp(0);
            }

            assertThat(feed.end()).isGreaterThan(5 * KEYS);
            cluster.awaitCaughtUp(0);
        }

        assertThat(numbers("SELECT count(*), count(DISTINCT version) FROM ledger"))
                .containsExactly(entries.written(), entries.written());
    }

    /** The next connector finds both workers idle, and is spread over them. */
    @AfterEach
    void removeTheConnector() {
        cluster.undeploy();
    }

    private static int holdersOfLocks() {
        return numberOf("SELECT count(DISTINCT pid) FROM pg_locks WHERE locktype = 'advisory' AND granted");
    }

    /**
     * It has a request under way, and a successor that has written newer rows by the time it goes on.
     *
     * @return how often successors have ended its session
     */
    private int aZombieWakesUp() {
        int before = cluster.logged(1, ENDS_A_ZOMBIES_SESSION);
        networks.get(0).pause();
        cluster.await("bytes under way", 1, () -> networks.get(0).held() > 0);
        cluster.worker(0).suspend();
        cluster.awaitTakeover(1);
        cluster.awaitCaughtUp(1);
        int ended = cluster.logged(1, ENDS_A_ZOMBIES_SESSION) - before;
        networks.get(0).resume();
        cluster.worker(0).resume();
        cluster.awaitSpread();
        cluster.awaitCaughtUp(0);
        return ended;
    }

    private void aWorkerDies(int worker) {
        cluster.crash(worker);
        cluster.awaitSpread();
        cluster.awaitCaughtUp(worker);
    }

    private void theDatabaseThrowsTheSessionsOut() {
        cluster.await("a session of each task", 0, () -> sessions("count(*)") == 2);
        int before = triesAgain();
        int terminated = sessions("count(*) FILTER (WHERE pg_terminate_backend(pid))");
        assertThat(terminated).as("sessions thrown out").isPositive();
        cluster.await("their tasks trying again", 0, () -> triesAgain() >= before + terminated);
        cluster.awaitCaughtUp(0);
    }

    private static int sessions(String aggregate) {
        return numberOf(
                "SELECT " + aggregate + " FROM pg_stat_activity WHERE application_name = 'sluice-jdbc-upsert-sink'");
    }

    private static int numberOf(String query) {
        try {
            return numbers(query).get(0);
        } catch (SQLException e) {
            throw new IllegalStateException("the warehouse cannot be asked", e);
        }
    }

    private void requestsAndRepliesAreLost() {
        for (int i = 0; i < 4; i++) {
            int before = triesAgain();
            whatIsUnderWayIsLost(networks.get(i % 2));
            cluster.await("a task trying again", 0, () -> triesAgain() > before);
        }
        cluster.awaitCaughtUp(0);
    }

    /** It may be a commit, or the reply to one. */
    private void whatIsUnderWayIsLost(FaultProxy network) {
        network.pause();
        cluster.await("bytes under way", 0, () -> network.held() > 0);
        network.cut();
        network.resume();
    }

    private void theDatabaseIsOutOfReachWhileAWorkerDies() {
        int before = triesAgain();
        networks.forEach(FaultProxy::refuse);
        networks.forEach(FaultProxy::cut);
        cluster.await("a task trying again", 0, () -> triesAgain() > before);
        cluster.crash(1);
        cluster.awaitSpread();
        networks.forEach(FaultProxy::resume);
        cluster.awaitCaughtUp(0);
    }

    private int triesAgain() {
        return cluster.logged(0, TRIES_AGAIN) + cluster.logged(1, TRIES_AGAIN);
    }

    private static Map<Integer, Account> rows() throws SQLException {
        Map<Integer, Account> rows = new TreeMap<>();
        try (Statement statement = warehouse.createStatement();
                ResultSet result = statement.executeQuery("SELECT id, version, owner FROM accounts")) {
            while (result.next()) {
                rows.put(result.getInt(1), new Account(result.getLong(2), result.getString(3)));
            }
        }
        return rows;
    }

    private static List<Integer> numbers(String query) throws SQLException {
        try (Statement statement = warehouse.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            List<Integer> numbers = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                numbers.add(row.getInt(i));
            }
            return numbers;
        }
    }

    private record Account(long version, String owner) {}

    /** The source: few keys, so that each is written and deleted over and over. */
    private static final class Accounts {
        private final Random random = new Random(20261120);
        private final String topic;
        private final Map<Integer, Account> rows = new TreeMap<>();
        private long version;
        private int written;

        Accounts(String topic) {
            this.topic = topic;
        }

        ProducerRecord<String, String> change() {
            int id = random.nextInt(KEYS);
            version++;
            String key = """
                    {"schema": {"type": "struct", "fields": [{"field": "id", "type": "int32", "optional": false}]},
                     "payload": {"id": %d}}
                    """.formatted(id);
            if (random.nextInt(4) == 0) {
                rows.remove(id);
                return new ProducerRecord<>(topic, key, null);
            }
            Account account = new Account(version, "owner " + random.nextInt(1_000));
            rows.put(id, account);
            written++;
            return new ProducerRecord<>(topic, key, """
                    {"schema": {"type": "struct", "fields": [
                       {"field": "version", "type": "int64", "optional": false},
                       {"field": "owner", "type": "string", "optional": true}]},
                     "payload": {"version": %d, "owner": "%s"}}
                    """.formatted(account.version(), account.owner()));
        }

        /** How many records have a value. */
        int written() {
            return written;
        }

        /** Once nothing changes any more. */
        Map<Integer, Account> rows() {
            return rows;
        }
    }

    private static Map<String, String> mirror() {
        Map<String, String> config = connector("accounts");
        config.put("insert.mode", "upsert");
        config.put("pk.mode", "record_key");
        config.put("delete.enabled", "true");
        return config;
    }

    private static Map<String, String> insertsExactlyOnce() {
        Map<String, String> config = connector("entries");
        config.put("insert.mode", "insert");
        config.put("table.name.format", "ledger");
        config.put("exactly.once.enabled", "true");
        config.put("transforms", "withValue");
        config.put("transforms.withValue.type", "org.apache.kafka.connect.transforms.Filter");
        config.put("transforms.withValue.predicate", "tombstone");
        config.put("predicates", "tombstone");
        config.put("predicates.tombstone.type", "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone");
        return config;
    }

    private static Map<String, String> connector(String topic) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "dev.sluice.connect.jdbc.JdbcUpsertSinkConnector");
        config.put("tasks.max", "2");
        config.put("topics", topic);
        config.put("connection.url", "${file:network.properties:database}");
        config.put("connection.user", PostgresServer.SUPERUSER);
        config.put("connection.attempts", "1");
        config.put("auto.create", "true");
        config.put("max.retries", "1000");
        config.put("retry.backoff.ms", "200");
        return config;
    }
}
