// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.FaultProxy;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.KafkaVersion;
import dev.sluice.devstack.PostgresServer;
import dev.sluice.devstack.WorkerSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The table equals its source once all has been read, whatever happened on the way: workers die, the database throws sessions out, and the
 * network loses requests and replies.
 */
class WarehouseSurvivesCrashesIT {
    private static final String CONNECTOR = "warehouse";
    private static final String TOPIC = "accounts";
    private static final int PARTITIONS = 3;
    private static final int RECORDS_PER_SECOND = 400;
    private static final int KEYS = 300;

    /** What the sink logs when the database fails it and it will try again. */
    private static final String TRIES_AGAIN = "the batch is tried again";

    private static DevStack stack;
    private static KafkaBroker broker;
    private static PostgresServer postgres;
    private static FaultProxy network;
    private static Cluster cluster;
    private static Connection warehouse;

    @BeforeAll
    static void start() throws Exception {
        stack = Stacks.named("warehouse");
        broker = stack.startBroker();
        postgres = stack.startPostgres();
        postgres.createDatabase("warehouse");
        warehouse = postgres.connect("warehouse");
        network = stack.startProxy(postgres.port());
        cluster = new Cluster(stack, broker, CONNECTOR, TOPIC);
        cluster.createTopic(PARTITIONS);
        WorkerSettings worker = WorkerSettings.named("worker-0")
                .inGroup("warehouse")
                .on(KafkaVersion.V4_3)
                .withPlugins(PackagedPlugins.path())
                // No task may outlive its claim unless it is dead: this sink does not fence off zombies yet.
                .withSessionTimeout(Duration.ofSeconds(8))
                .with("offset.flush.interval.ms", "500");
        cluster.startWorker(worker);
        cluster.startWorker(worker.renamed("worker-1"));
    }

    @AfterAll
    static void stop() throws SQLException {
        cluster.close();
        warehouse.close();
        stack.close();
    }

    @Test
    void theTableEqualsItsSourceWhateverBecomesOfWorkersSessionsAndNetworks() throws Exception {
        Accounts accounts = new Accounts();
        try (Feed feed = new Feed(broker.bootstrapServers(), RECORDS_PER_SECOND, accounts::change)) {
            cluster.deploy(connector());
            cluster.awaitCaughtUp(0);

            aWorkerDies(0);
            theDatabaseThrowsTheSessionsOut();
            requestsAndRepliesAreLost();
            theDatabaseIsOutOfReachWhileAWorkerDies();
            requestsAndRepliesAreLost();

            assertThat(feed.end()).isGreaterThan(10 * KEYS);
            cluster.awaitCaughtUp(0);
        }

        assertThat(rows()).isEqualTo(accounts.rows());
    }

    private static void aWorkerDies(int worker) {
        cluster.crash(worker);
        cluster.awaitSpread();
        cluster.awaitCaughtUp(worker);
    }

    private static void theDatabaseThrowsTheSessionsOut() {
        cluster.await("a session of each task", 0, () -> sessions("count(*)") == 2);
        int before = triesAgain();
        int terminated = sessions("count(*) FILTER (WHERE pg_terminate_backend(pid))");
        assertThat(terminated).as("sessions thrown out").isPositive();
        cluster.await("their tasks trying again", 0, () -> triesAgain() >= before + terminated);
        cluster.awaitCaughtUp(0);
    }

    private static int sessions(String aggregate) {
        try (Statement statement = warehouse.createStatement();
                ResultSet result = statement.executeQuery("SELECT " + aggregate
                        + " FROM pg_stat_activity WHERE application_name = 'sluice-jdbc-upsert-sink'")) {
            result.next();
            return result.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the warehouse cannot be asked", e);
        }
    }

    /** What is held may be a commit or the reply to one. */
    private static void requestsAndRepliesAreLost() {
        for (int i = 0; i < 3; i++) {
            int before = triesAgain();
            network.pause();
            cluster.await("bytes under way", 0, () -> network.held() > 0);
            network.cut();
            network.resume();
            cluster.await("a task trying again", 0, () -> triesAgain() > before);
        }
        cluster.awaitCaughtUp(0);
    }

    private static void theDatabaseIsOutOfReachWhileAWorkerDies() {
        int before = triesAgain();
        network.refuse();
        network.cut();
        cluster.await("a task trying again", 0, () -> triesAgain() > before);
        cluster.crash(1);
        cluster.awaitSpread();
        network.resume();
        cluster.awaitCaughtUp(0);
    }

    private static int triesAgain() {
        return cluster.logged(0, TRIES_AGAIN) + cluster.logged(1, TRIES_AGAIN);
    }

    private static Map<Integer, Account> rows() throws SQLException {
        Map<Integer, Account> rows = new TreeMap<>();
        try (Statement statement = warehouse.createStatement();
                ResultSet result = statement.executeQuery("SELECT id, version, owner FROM " + TOPIC)) {
            while (result.next()) {
                rows.put(result.getInt(1), new Account(result.getLong(2), result.getString(3)));
            }
        }
        return rows;
    }

    private record Account(long version, String owner) {}

    /** The source: few keys, so that each is written and deleted over and over. */
    private static final class Accounts {
        private final Random random = new Random(20261120);
        private final Map<Integer, Account> rows = new TreeMap<>();
        private long version;

        ProducerRecord<String, String> change() {
            int id = random.nextInt(KEYS);
            version++;
            String key = """
                    {"schema": {"type": "struct", "fields": [{"field": "id", "type": "int32", "optional": false}]},
                     "payload": {"id": %d}}
                    """.formatted(id);
            if (random.nextInt(4) == 0) {
                rows.remove(id);
                return new ProducerRecord<>(TOPIC, key, null);
            }
            Account account = new Account(version, "owner " + random.nextInt(1_000));
            rows.put(id, account);
            return new ProducerRecord<>(TOPIC, key, """
                    {"schema": {"type": "struct", "fields": [
                       {"field": "version", "type": "int64", "optional": false},
                       {"field": "owner", "type": "string", "optional": true}]},
                     "payload": {"version": %d, "owner": "%s"}}
                    """.formatted(account.version(), account.owner()));
        }

        /** Once nothing changes any more. */
        Map<Integer, Account> rows() {
            return rows;
        }
    }

    private static Map<String, String> connector() {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "dev.sluice.connect.jdbc.JdbcUpsertSinkConnector");
        config.put("tasks.max", "2");
        config.put("topics", TOPIC);
        config.put("connection.url", "jdbc:postgresql://" + network.address() + "/warehouse");
        config.put("connection.user", PostgresServer.SUPERUSER);
        config.put("connection.attempts", "1");
        config.put("insert.mode", "upsert");
        config.put("pk.mode", "record_key");
        config.put("delete.enabled", "true");
        config.put("auto.create", "true");
        config.put("max.retries", "1000");
        config.put("retry.backoff.ms", "200");
        return config;
    }
}
