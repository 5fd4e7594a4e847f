// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.FaultProxy;
import dev.sluice.devstack.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.LogManager;

/**
 * Runs the contenders in turn, several rounds, each in another order: a machine that has other work to do then slows all of them.
 *
 * <p>The first round only warms up, and counts for nothing.
 */
public final class JdbcBenchmark {
    private static final String USER = "?user=" + PostgresServer.SUPERUSER;

    private final Options options;
    private final Warehouse warehouse;
    private final String url;
    private final DebeziumPlugin debezium = DebeziumPlugin.beside(JdbcBenchmark.class);

    private JdbcBenchmark(Options options, Warehouse warehouse, String url) {
        this.options = options;
        this.warehouse = warehouse;
        this.url = url;
    }

    public static void main(String... arguments) throws SQLException {
        Options options = Options.of(List.of(arguments));
        // What Debezium's libraries say at each start.
        LogManager.getLogManager().getLogger("").setLevel(Level.WARNING);
        try (DevStack stack = DevStack.inTemporaryDirectory()) {
            // As PostgreSQL is without any configuration; devstack makes it fast for tests.
            PostgresServer postgres = stack.startPostgres("fsync=on", "wal_level=replica");
            FaultProxy network = stack.startProxy(postgres.port());
            String direct = postgres.jdbcUrl("postgres") + USER;
            String delayed = "jdbc:postgresql://" + network.address() + "/postgres" + USER;
            calibrate(network, delayed, options.roundTrip());
            say("round trip: %d us, without the delay %d us", micros(delayed), micros(direct));
            say("bandwidth: %d MB/s, without the delay %d MB/s", megabytes(delayed), megabytes(direct));
            try (Warehouse warehouse = new Warehouse(direct)) {
                new JdbcBenchmark(options, warehouse, delayed).run();
            }
        }
    }

    /** The way through the proxy takes some time of its own, which is part of the round trip that was asked for. */
    private static void calibrate(FaultProxy network, String url, Duration roundTrip) throws SQLException {
        Duration itself = Warehouse.roundTrip(url);
        for (int i = 0; i < 3; i++) {
            Duration delays = roundTrip.minus(itself);
            network.delay(delays.isNegative() ? Duration.ZERO : delays.dividedBy(2));
            itself = Warehouse.roundTrip(url).minus(delays);
        }
    }

    private void run() throws SQLException {
        List<String> tables = new ArrayList<>();
        for (Workload workload : options.workloads()) {
            tables.add(table(workload));
        }
        tables.forEach(System.out::println);
    }

    private String table(Workload workload) throws SQLException {
        List<Change> changes = workload.changes(options.changes());
        for (Contender contender : options.contenders()) {
            warehouse.expect(changes.subList(0, contender.changes(changes.size())));
        }
        Results results = new Results();
        List<Contender> order = new ArrayList<>(options.contenders());
        for (int round = 0; round <= options.rounds(); round++) {
            for (Contender contender : order) {
                Measurement measured =
                        measured(contender, workload, changes.subList(0, contender.changes(changes.size())));
                say("%s, round %d, %s: %s", workload.title(), round, contender.title(), measured);
                if (round > 0) {
                    results.add(contender, measured);
                }
            }
            Collections.rotate(order, 1);
        }
        return results.toMarkdown(workload.title());
    }

    private Measurement measured(Contender contender, Workload workload, List<Change> changes) throws SQLException {
        warehouse.reset();
        Measurement.Watch watch = new Measurement.Watch();
        Measurement measured;
        try (Writer writer = contender.writer(workload, options.batch(), url, debezium)) {
            Duration databaseBefore = warehouse.processorOfOthers();
            int atOnce = contender == Contender.BARE_LOOP ? options.batch() : options.poll();
            for (int from = 0; from < changes.size(); from += atOnce) {
                watch.time(writer.prepared(changes.subList(from, Math.min(changes.size(), from + atOnce))));
            }
            watch.time(writer::finish);
            measured = watch.of(changes.size(), warehouse.processorOfOthers().minus(databaseBefore));
        }
        warehouse.check(contender.title(), changes.size());
        return measured;
    }

    private static long micros(String url) throws SQLException {
        return Warehouse.roundTrip(url).toNanos() / 1_000;
    }

    private static long megabytes(String url) throws SQLException {
        return Warehouse.bandwidth(url) / 1_000_000;
    }

    private static void say(String pattern, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, pattern, arguments));
    }
}
