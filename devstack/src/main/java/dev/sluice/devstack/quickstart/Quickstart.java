// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import dev.sluice.devstack.ConnectRest;
import dev.sluice.devstack.ConnectRestException;
import dev.sluice.devstack.ConnectWorker;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.ObjectStore;
import dev.sluice.devstack.PostgresServer;
import dev.sluice.devstack.ServerFailedException;
import dev.sluice.devstack.WorkerSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * {@code ./quickstart}: starts the stack, carries a shop's changes into the lake and the warehouse, and checks both.
 *
 * <p>Exit code 0 only if every warehouse table equals its source and the lake holds every change event once; 1 if not or if
 * something failed on the way; 2 for a command line that cannot be read.
 */
public final class Quickstart {
    private static final long SEED = 20_261_120L;
    private static final int PEOPLE = 400;
    private static final int PRODUCTS = 120;
    private static final int ORDERS = 600;
    private static final Duration TIME_TO_REGISTER = Duration.ofSeconds(60);

    private final QuickstartOptions options;
    private final Path project;
    private final Path keptFiles;
    private final Screen screen;

    private Quickstart(QuickstartOptions options, Path project, Path keptFiles, Screen screen) {
        this.options = options;
        this.project = project;
        this.keptFiles = keptFiles;
        this.screen = screen;
    }

    public static void main(String... arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // Set by the script where standard output is a terminal.
        Integer columns = Integer.getInteger("quickstart.columns");
        Screen screen = columns == null ? Screen.plain(out) : Screen.terminal(out, columns);
        System.exit(run(Path.of(""), screen, arguments));
    }

    /**
     * Runs the main job once and writes about it as into a file.
     *
     * @param project the root of the project, where {@code examples/} and {@code packaging/} lie
     * @param arguments the command line
     * @return the exit code
     */
    public static int run(Path project, PrintStream out, String... arguments) {
        return run(project, Screen.plain(out), arguments);
    }

    private static int run(Path project, Screen screen, String... arguments) {
        QuickstartOptions options;
        try {
            options = QuickstartOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("quickstart: " + e.getMessage());
            return 2;
        }
        try {
            return new Quickstart(options, project, keptFiles(project), screen).run() ? 0 : 1;
        } catch (QuickstartException | ConnectRestException | ServerFailedException e) {
            // These say all there is to say.
            screen.failed(String.valueOf(e.getMessage()));
            return 1;
        } catch (Exception e) {
            screen.failed("unexpected: " + e);
            e.printStackTrace();
            return 1;
        }
    }

    private static Path keptFiles(Path project) {
        return project.resolve("target/quickstart")
                .resolve(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                        .format(LocalDateTime.now(ZoneId.systemDefault())));
    }

    private boolean run() throws Exception {
        screen.title("Sluice: PostgreSQL → Debezium → Kafka → Parquet on S3, and a warehouse table");
        screen.heading("Real servers, all on this machine");
        try (DevStack stack = DevStack.inTemporaryDirectory()) {
            boolean held = false;
            try {
                held = run(stack);
                return held;
            } finally {
                if (!held) {
                    keepLogs(stack.directory());
                }
            }
        }
    }

    private boolean run(DevStack stack) throws Exception {
        PostgresServer postgres =
                step("PostgreSQL 17", stack::startPostgres, server -> server.host() + ":" + server.port());
        KafkaBroker broker = step("Kafka 4.3 (KRaft)", stack::startBroker, KafkaBroker::bootstrapServers);
        ObjectStore store = step("S3 object store (s3proxy)", stack::startObjectStore, server -> server.endpoint()
                .toString());
        ConnectWorker worker = step(
                "Kafka Connect 4.3 (stock)",
                () -> stack.startWorker(broker.bootstrapServers(), workerSettings()),
                server -> server.url().toString());
        ConnectRest rest = worker.rest();

        postgres.createDatabase(Pipeline.SOURCE_DATABASE);
        postgres.createDatabase(Pipeline.WAREHOUSE_DATABASE);
        store.createBucket(Pipeline.BUCKET);
        try (Connection shopConnection = postgres.connect(Pipeline.SOURCE_DATABASE);
                Connection source = postgres.connect(Pipeline.SOURCE_DATABASE);
                Connection warehouse = postgres.connect(Pipeline.WAREHOUSE_DATABASE);
                TopicEvents topics = new TopicEvents(broker.bootstrapServers())) {
            Shop shop = new Shop(shopConnection, SEED);
            Pipeline pipeline = Pipeline.read(project.resolve("examples/connectors"), postgres, store);
            ObjectTree lake = new ObjectTree(store.bucketDirectory(Pipeline.BUCKET));

            screen.heading("A shop, and three connectors from examples/connectors/");
            step(
                    "shop filled",
                    () -> fill(shop),
                    rows -> Screen.count(rows) + " rows in " + Shop.TABLES.size() + " tables");
            step("debezium-postgres-source", () -> register(rest, pipeline.source()), name -> name + " runs");
            step("snapshot", () -> awaitTopics(topics), found -> found + " topics");
            step("cdc-to-hourly-parquet", () -> register(rest, pipeline.lake()), name -> name + " runs");
            step("cdc-mirror-to-postgres", () -> register(rest, pipeline.warehouse()), name -> name + " runs");

            screen.heading("The shop is open");
            LiveRun live = new LiveRun(screen, topics, pipeline, worker.rest(), lake);
            ShopTraffic traffic = new ShopTraffic(shopConnection, shop, options.rate(), options.duration(), SEED + 1);
            live.follow(traffic, options);
            live.awaitArrival(shop.lastOrderConditions(), warehouse);

            Report report = new Report(screen, store, lake);
            boolean held = report.prove(source, warehouse, topics);
            report.show(rest, keptFiles);
            if (options.keep()) {
                keepUp(postgres, broker, store, worker);
            }
            return held;
        }
    }

    private WorkerSettings workerSettings() {
        return WorkerSettings.named("connect")
                .withPlugins(
                        project.resolve("packaging/target/plugin-path").toAbsolutePath(), DevStack.debeziumPlugins())
                // Tombstones that the transform drops move the committed offsets only when the worker commits by
                // itself.
                .with("offset.flush.interval.ms", "5000");
    }

    private static int fill(Shop shop) throws SQLException {
        shop.createTables();
        return shop.fill(PEOPLE, PRODUCTS, ORDERS);
    }

    private static String register(ConnectRest rest, ConnectorFile connector) {
        rest.create(connector.json());
        rest.waitUntilRunning(connector.name(), TIME_TO_REGISTER);
        return connector.name();
    }

    /** A sink that starts before its topics exist would find them only when its consumer looks again. */
    private static int awaitTopics(TopicEvents topics) throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + TIME_TO_REGISTER.toNanos();
        while (topics.existing(Pipeline.TOPICS).size() < Pipeline.TOPICS.size()) {
            if (System.nanoTime() > deadline) {
                throw new QuickstartException("after " + TIME_TO_REGISTER.toSeconds() + " s Debezium has created only "
                        + topics.existing(Pipeline.TOPICS) + " of " + Pipeline.TOPICS);
            }
            Thread.sleep(200);
        }
        return Pipeline.TOPICS.size();
    }

    /** The servers' directory is removed with them; what they logged tells what went wrong. */
    private void keepLogs(Path servers) throws IOException {
        Path logs = keptFiles.resolve("logs");
        Files.createDirectories(logs);
        try (Stream<Path> files = Files.walk(servers, 3)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                Files.copy(log, logs.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        screen.line("  The servers' logs are in " + logs + "/");
    }

    private void keepUp(PostgresServer postgres, KafkaBroker broker, ObjectStore store, ConnectWorker worker)
            throws InterruptedException {
        screen.heading("Everything stays up until Ctrl-C");
        screen.line("  PostgreSQL      psql '" + "postgresql://postgres@" + postgres.host() + ":" + postgres.port()
                + "/" + Pipeline.SOURCE_DATABASE + "'   and …/" + Pipeline.WAREHOUSE_DATABASE);
        screen.line("  Kafka           " + broker.bootstrapServers());
        screen.line("  object store    " + store.endpoint() + "   bucket " + Pipeline.BUCKET + ", access key "
                + store.accessKey() + ", secret key " + store.secretKey());
        screen.line("  Kafka Connect   " + worker.url() + "/connectors");
        screen.line("  worker's log    " + worker.log());
        new CountDownLatch(1).await();
    }

    private <T> T step(String what, Callable<T> action, Function<T, String> detail) throws Exception {
        screen.begin(what);
        long start = System.nanoTime();
        T result = action.call();
        screen.done(what, detail.apply(result), Duration.ofNanos(System.nanoTime() - start));
        return result;
    }
}
