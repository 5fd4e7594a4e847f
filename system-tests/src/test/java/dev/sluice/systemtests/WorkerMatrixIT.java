// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.devstack.ConnectRest;
import dev.sluice.devstack.ConnectRestException;
import dev.sluice.devstack.ConnectWorker;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.JavaHome;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.KafkaVersion;
import dev.sluice.devstack.ObjectStore;
import dev.sluice.devstack.Poll;
import dev.sluice.devstack.PostgresServer;
import dev.sluice.devstack.SchemaRegistry;
import dev.sluice.devstack.WorkerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same changes, in each wire format, through each kind of stock worker into the lake and the warehouse.
 *
 * <p>All workers discover plugins with {@code hybrid_fail}.
 */
class WorkerMatrixIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static DevStack stack;
    private static KafkaBroker broker;
    private static ObjectStore store;
    private static PostgresServer postgres;
    private static SchemaRegistry registry;

    private enum Worker {
        KAFKA_4_3_DISTRIBUTED,
        KAFKA_4_3_STANDALONE_WITH_THE_BUNDLE,
        KAFKA_3_9_DISTRIBUTED,
        KAFKA_3_9_STANDALONE,
        KAFKA_4_3_ON_A_NEWER_JAVA;

        WorkerSettings settings() throws IOException {
            WorkerSettings worker =
                    WorkerSettings.named(label()).inGroup(label()).withPlugins(DevStack.avroConverterPlugins());
            return switch (this) {
                case KAFKA_4_3_DISTRIBUTED -> worker.withPlugins(PackagedPlugins.path());
                case KAFKA_4_3_STANDALONE_WITH_THE_BUNDLE ->
                    worker.standalone(first())
                            .withPlugins(unpackedBundle(stack.directory().resolve("bundle")));
                case KAFKA_3_9_DISTRIBUTED -> worker.on(KafkaVersion.V3_9).withPlugins(PackagedPlugins.path());
                case KAFKA_3_9_STANDALONE ->
                    worker.on(KafkaVersion.V3_9).standalone(first()).withPlugins(PackagedPlugins.path());
                case KAFKA_4_3_ON_A_NEWER_JAVA -> worker.on(newerJava()).withPlugins(PackagedPlugins.path());
            };
        }

        /** A standalone worker gets its first connector on the command line. */
        private Map<String, String> first() {
            Map<String, String> config = lake(this, WireFormat.JSON);
            config.put("name", connector(WireFormat.JSON, "lake"));
            return config;
        }

        /** In the names of directories, connectors and tables. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        String connector(WireFormat format, String sink) {
            return label() + "_" + format.label() + "_" + sink;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        stack = Stacks.named("worker-matrix");
        broker = stack.startBroker();
        store = stack.startObjectStore();
        store.createBucket("lake");
        postgres = stack.startPostgres();
        registry = stack.startSchemaRegistry();
        OrderChanges.record(stack, broker, postgres, registry);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatArrivesWhole(Worker kind) throws Exception {
        try (ConnectWorker worker = stack.startWorker(broker.bootstrapServers(), kind.settings())) {
            ConnectRest rest = worker.rest();
            List<String> running = rest.connectors();
            for (WireFormat format : WireFormat.values()) {
                rest.putConfig(kind.connector(format, "warehouse"), warehouse(kind, format));
                if (!running.contains(kind.connector(format, "lake"))) {
                    rest.putConfig(kind.connector(format, "lake"), lake(kind, format));
                }
            }

            for (WireFormat format : WireFormat.values()) {
                arrives(
                        rest,
                        kind.connector(format, "lake"),
                        OrderChanges.events(format),
                        () -> eventsInLake(kind, format));
                arrives(
                        rest,
                        kind.connector(format, "warehouse"),
                        OrderChanges.rows(format),
                        () -> rowsOfTable(kind.connector(format, "warehouse")));
            }
            if (kind == Worker.KAFKA_4_3_DISTRIBUTED) {
                aRangeOfVersionsIsResolvedAndAWrongOneRefused(rest, lake(kind, WireFormat.JSON));
            }
        }
    }

    /** KIP-891, Kafka 4.1 and newer. */
    private static void aRangeOfVersionsIsResolvedAndAWrongOneRefused(ConnectRest rest, Map<String, String> config) {
        String ours = "[" + PackagedPlugins.version() + ",99)";
        config.put("topics", "nothing");
        config.put("connector.plugin.version", ours);
        config.put("transforms.flatten.plugin.version", ours);
        rest.putConfig("versioned", config);
        rest.waitUntilRunning("versioned", LIMIT);

        config.put("connector.plugin.version", "[99,)");
        assertThatExceptionOfType(ConnectRestException.class)
                .isThrownBy(() -> rest.putConfig("versioned", config))
                .withMessageContaining("[99,)")
                .withMessageContaining(PackagedPlugins.version());

        config.put("connector.plugin.version", ours);
        config.put("transforms.flatten.plugin.version", "[99,)");
        assertThatExceptionOfType(ConnectRestException.class)
                .isThrownBy(() -> rest.putConfig("versioned", config))
                .withMessageContaining("[99,)")
                .withMessageContaining(PackagedPlugins.version());
    }

    private static Map<String, String> lake(Worker kind, WireFormat format) {
        Map<String, String> config = sink(format);
        config.put("connector.class", "dev.sluice.connect.s3.S3ParquetSinkConnector");
        config.put("transforms.flatten.delete.tombstone.handling.mode", "rewrite");
        config.put("transforms.flatten.add.fields", "op,kafka.offset");
        config.put("s3.bucket.name", "lake");
        config.put("store.url", store.endpoint().toString());
        config.put("aws.access.key.id", store.accessKey());
        config.put("aws.secret.access.key", store.secretKey());
        config.put("topics.dir", kind.label());
        config.put("rotate.open.interval.ms", "500");
        return config;
    }

    private static Map<String, String> warehouse(Worker kind, WireFormat format) {
        Map<String, String> config = sink(format);
        config.put("connector.class", "dev.sluice.connect.jdbc.JdbcUpsertSinkConnector");
        config.put("transforms.flatten.delete.tombstone.handling.mode", "delete-to-tombstone");
        config.put("connection.url", postgres.jdbcUrl("postgres"));
        config.put("connection.user", PostgresServer.SUPERUSER);
        config.put("table.name.format", kind.connector(format, "warehouse"));
        config.put("insert.mode", "upsert");
        config.put("pk.mode", "record_key");
        config.put("delete.enabled", "true");
        config.put("auto.create", "true");
        return config;
    }

    private static Map<String, String> sink(WireFormat format) {
        Map<String, String> config = new HashMap<>(format.config(registry));
        config.put("tasks.max", "1");
        config.put("topics", OrderChanges.topic(format));
        config.put("transforms", "flatten");
        config.put("transforms.flatten.type", "dev.sluice.connect.transforms.FlattenCdc");
        return config;
    }

    /** Waits until what was found is as expected, or a task has failed. */
    private static void arrives(
            ConnectRest rest, String connector, List<List<String>> expected, Callable<List<List<String>>> found)
            throws Exception {
        Poll.until(LIMIT, () -> {
            for (JsonNode task : rest.status(connector).path("tasks")) {
                assertThat(task.path("trace").asText())
                        .as("the trace of a failed task of %s", connector)
                        .isEmpty();
            }
            try {
                return found.call().equals(expected);
            } catch (Exception e) {
                throw new AssertionError("cannot read what " + connector + " has written", e);
            }
        });
        assertThat(found.call()).as(connector).isEqualTo(expected);
    }

    private static List<List<String>> eventsInLake(Worker kind, WireFormat format) throws SQLException, IOException {
        Path directory = store.bucketDirectory("lake").resolve(kind.label()).resolve(OrderChanges.topic(format));
        if (LakeFiles.visible(directory, ".parquet").isEmpty()) {
            return List.of();
        }
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            return Rows.of(
                    duckdb,
                    "SELECT id, customer, amount, placed_at, __op FROM read_parquet('" + directory
                            + "/**/*.parquet', hive_partitioning = false) ORDER BY __kafka_offset");
        }
    }

    private static List<List<String>> rowsOfTable(String table) throws SQLException {
        try (Connection connection = postgres.connect("postgres")) {
            return Rows.of(connection, "SELECT id, customer, amount, placed_at FROM \"" + table + "\" ORDER BY 1");
        } catch (SQLException e) {
            // The sink has not created it yet.
            if ("42P01".equals(e.getSQLState())) {
                return List.of();
            }
            throw e;
        }
    }

    private static JavaHome newerJava() {
        assumeThat(JavaHome.newer())
                .as("a Java newer than ours, in a variable JAVA_HOME_… or in /usr/lib/jvm")
                .isPresent();
        return JavaHome.newer().orElseThrow();
    }

    /** The archive of all plugins, as a user unpacks it into a directory of {@code plugin.path}. */
    static Path unpackedBundle(Path target) throws IOException {
        Path archive = PackagedPlugins.path()
                .resolveSibling("archives")
                .resolve("sluice-bundle-" + PackagedPlugins.version() + ".zip");
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            zip.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> unpack(zip, entry, target));
        }
        return target;
    }

    private static void unpack(ZipFile zip, ZipEntry entry, Path target) {
        Path file = target.resolve(entry.getName()).normalize();
        assertThat(file.startsWith(target)).as(entry.getName()).isTrue();
        try (InputStream in = zip.getInputStream(entry)) {
            Files.createDirectories(file.getParent());
            Files.copy(in, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + entry.getName(), e);
        }
    }
}
