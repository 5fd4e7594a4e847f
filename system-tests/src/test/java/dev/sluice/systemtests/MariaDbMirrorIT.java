// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.devstack.ConnectWorker;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.MariaDbServer;
import dev.sluice.devstack.Poll;
import dev.sluice.devstack.WorkerSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A MariaDB database through Debezium, Kafka and the packaged plugins into another one: the driver is found in the plugin's folder, by a
 * class loader of a stock worker, and the tables become equal.
 */
class MariaDbMirrorIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void theCopyEqualsItsSource() throws Exception {
        try (DevStack stack = Stacks.named("mariadb-mirror")) {
            KafkaBroker broker = stack.startBroker();
            // As which version of MySQL the connector asks a server of this name for the position of its log.
            MariaDbServer server = stack.startMariaDb("--version=8.0.40-MariaDB-log");
            server.createDatabase("shop");
            server.createDatabase("copy");
            server.createUser("sink", "it's secret", "copy");
            ConnectWorker worker = stack.startWorker(
                    broker.bootstrapServers(),
                    WorkerSettings.named("worker")
                            .withPlugins(PackagedPlugins.path(), DevStack.debeziumMySqlPlugins()));
            execute(
                    server,
                    "CREATE TABLE orders (id int PRIMARY KEY, customer varchar(40), total decimal(10,2), placed datetime(6))",
                    "INSERT INTO orders VALUES (1, 'Ada', 12.50, '2026-11-20 05:43:12.123456'), (2, 'Bob', 7, NULL), (8, 'Cleo', 8, NULL), (9, 'Cleo', 9, NULL)",
                    "CREATE TABLE copy.names (id int PRIMARY KEY, customer varchar(40) UNIQUE, total decimal(10,2), placed datetime(6))");

            worker.rest().putConfig("source", source(server, broker));
            worker.rest().waitUntilRunning("source", LIMIT);
            worker.rest().putConfig("sink", sink(server));
            worker.rest().waitUntilRunning("sink", LIMIT);
            worker.rest().putConfig("strict", intoATableWhereNamesAreUnique(server));
            worker.rest().waitUntilRunning("strict", LIMIT);
            execute(
                    server,
                    "INSERT INTO orders VALUES (3, 'Grüße', -1, '1000-01-01')",
                    "UPDATE orders SET customer = 'Ada L.' WHERE id = 1",
                    "UPDATE orders SET id = 4 WHERE id = 3",
                    "DELETE FROM orders WHERE id = 2",
                    "ALTER TABLE orders ADD COLUMN note varchar(20) DEFAULT 'none'",
                    "INSERT INTO orders VALUES (5, NULL, 0.01, NULL, 'last')");

            Poll.until(LIMIT, () -> rows(server, "copy").contains("5|null|0.01|null|last"));
            assertThat(rows(server, "copy")).isEqualTo(rows(server, "shop"));

            Poll.until(LIMIT, () -> rows(server, "copy", "names").contains("5|null|0.01|null|last"));
            assertThat(rows(server, "copy", "names"))
                    .filteredOn(row -> row.contains("Cleo"))
                    .as("one of them was refused")
                    .hasSize(1);
            // The driver of its own would log "Duplicate entry 'Cleo' for key", and a name is nobody's business.
            assertThat(worker.log()).content().doesNotContain("Cleo");
        }
    }

    private static Map<String, String> source(MariaDbServer server, KafkaBroker broker) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.debezium.connector.mysql.MySqlConnector");
        config.put("database.hostname", server.host());
        config.put("database.port", Integer.toString(server.port()));
        config.put("database.user", MariaDbServer.SUPERUSER);
        config.put("database.password", "");
        config.put("database.server.id", "4711");
        config.put("database.include.list", "shop");
        config.put("topic.prefix", "mysql");
        config.put("schema.history.internal.kafka.bootstrap.servers", broker.bootstrapServers());
        config.put("schema.history.internal.kafka.topic", "mysql-history");
        return config;
    }

    private static Map<String, String> sink(MariaDbServer server) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "dev.sluice.connect.jdbc.JdbcUpsertSinkConnector");
        config.put("topics", "mysql.shop.orders");
        config.put("transforms", "unwrap");
        config.put("transforms.unwrap.type", "dev.sluice.connect.transforms.FlattenCdc");
        config.put("connection.url", server.jdbcUrl("copy"));
        config.put("connection.user", "sink");
        config.put("connection.password", "it's secret");
        config.put("topics.to.tables.mapping", "mysql.shop.orders:orders");
        config.put("insert.mode", "upsert");
        config.put("pk.mode", "record_key");
        config.put("delete.enabled", "true");
        config.put("auto.create", "true");
        config.put("auto.evolve", "true");
        config.put("replace.null.with.default", "false");
        return config;
    }

    private static Map<String, String> intoATableWhereNamesAreUnique(MariaDbServer server) {
        Map<String, String> config = sink(server);
        config.put("topics.to.tables.mapping", "mysql.shop.orders:names");
        config.put("errors.tolerance", "all");
        return config;
    }

    private static void execute(MariaDbServer server, String... statements) throws SQLException {
        try (Connection connection = server.connect("shop");
                Statement sql = connection.createStatement()) {
            for (String statement : statements) {
                sql.execute(statement);
            }
        }
    }

    /** Empty while there is no such table. */
    private static List<String> rows(MariaDbServer server, String database) {
        return rows(server, database, "orders");
    }

    private static List<String> rows(MariaDbServer server, String database, String table) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = server.connect(database);
                Statement sql = connection.createStatement();
                ResultSet result =
                        sql.executeQuery("SELECT id, customer, total, placed, note FROM " + table + " ORDER BY id")) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= 5; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        } catch (SQLException notYet) {
            return List.of();
        }
    }
}
