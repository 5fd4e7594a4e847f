// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.Poll;
import dev.sluice.devstack.WorkerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The jar of a driver that a user puts into the plugin's folder is found by a stock worker, and the drivers that are there are not needed. */
class DroppedDriverIT {
    private static final String CONNECTOR = "warehouse";
    private static final String TOPIC = "events";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String FOLDER = "sluice-jdbc-upsert-sink";

    @Test
    void anotherDatabaseIsWrittenWithItsDriverAlone() throws Exception {
        try (DevStack stack = Stacks.named("dropped-driver")) {
            String url = "jdbc:h2:file:" + stack.directory().resolve("warehouse");
            execute(url, "CREATE TABLE \"events\" (\"id\" bigint PRIMARY KEY, \"text\" varchar(3))");
            KafkaBroker broker = stack.startBroker();
            try (Cluster cluster = new Cluster(stack, broker, CONNECTOR, TOPIC)) {
                cluster.createTopic(1);
                produce(broker, "{\"id\": 1, \"text\": \"one\"}", "{\"id\": 2, \"text\": \"too long\"}");
                cluster.startWorker(WorkerSettings.named("worker")
                        .withPlugins(pluginWithH2Alone(stack.directory()))
                        .with("offset.flush.interval.ms", "500"));

                assertThat(cluster.worker(0).rest().validate(config("jdbc:postgresql://127.0.0.1/warehouse")))
                        .containsOnlyKeys("connection.url")
                        .extractingByKey("connection.url")
                        .asString()
                        .contains("no JDBC driver takes connection.url");
                cluster.deploy(config(url));
                cluster.awaitCaughtUp(0);
                assertThat(cluster.logged(0, "refuses the record")).isPositive();
                // Its file is one process's at a time.
                cluster.undeploy();
                assertThat(Poll.until(LIMIT, () -> isFree(url))).isTrue();
            }
            assertThat(rows(url)).containsExactly("1|one");
        }
    }

    /** As a user makes it, by a copy of the drivers' jars. */
    private static Path pluginWithH2Alone(Path directory) throws Exception {
        Path plugins = directory.resolve("plugins");
        Path packaged = PackagedPlugins.path().resolve(FOLDER);
        try (Stream<Path> files = Files.walk(packaged)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith("postgresql-") && !name.startsWith("mariadb-java-client-")) {
                    Path copy = plugins.resolve(FOLDER)
                            .resolve(packaged.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
        Path driver = Path.of(org.h2.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.copy(driver, plugins.resolve(FOLDER).resolve("lib").resolve(driver.getFileName()));
        return plugins;
    }

    private static Map<String, String> config(String url) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "dev.sluice.connect.jdbc.JdbcUpsertSinkConnector");
        config.put("name", CONNECTOR);
        config.put("tasks.max", "1");
        config.put("topics", TOPIC);
        config.put("connection.url", url);
        config.put("insert.mode", "upsert");
        config.put("pk.mode", "record_value");
        config.put("pk.fields", "id");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        config.put("errors.tolerance", "all");
        config.put("errors.log.enable", "true");
        return config;
    }

    private static void produce(KafkaBroker broker, String... values) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(TOPIC, value)).get();
            }
        }
    }

    private static void execute(String url, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static boolean isFree(String url) {
        try (Connection connection = DriverManager.getConnection(url)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static List<String> rows(String url) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement sql = connection.createStatement();
                ResultSet result = sql.executeQuery("SELECT \"id\", \"text\" FROM \"events\" ORDER BY 1")) {
            while (result.next()) {
                rows.add(result.getLong(1) + "|" + result.getString(2));
            }
        }
        return rows;
    }
}
