// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import dev.sluice.devstack.ConnectRest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;

/** Follows the traffic on the screen while it runs, and until its last change has arrived in both places. */
final class LiveRun {
    private static final Duration REFRESH = Duration.ofMillis(400);
    private static final Duration TIME_TO_ARRIVE = Duration.ofMinutes(2);

    private final Screen screen;
    private final TopicEvents topics;
    private final Pipeline pipeline;
    private final ConnectRest monitor;
    private final ObjectTree lake;
    private ShopTraffic.Counts changes = new ShopTraffic.Counts(0, 0, 0, 0, 0);

    /** @param monitor a client whose calls nobody lists */
    LiveRun(Screen screen, TopicEvents topics, Pipeline pipeline, ConnectRest monitor, ObjectTree lake) {
        this.screen = screen;
        this.topics = topics;
        this.pipeline = pipeline;
        this.monitor = monitor;
        this.lake = lake;
    }

    /** Runs the traffic and returns when the shop has closed. */
    void follow(ShopTraffic traffic, QuickstartOptions options)
            throws InterruptedException, ExecutionException, IOException {
        ExecutorService clerk = Executors.newSingleThreadExecutor();
        try {
            long start = System.nanoTime();
            Future<?> closed = clerk.submit(() -> {
                traffic.run();
                return null;
            });
            while (!closed.isDone()) {
                changes = traffic.counts();
                Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
                screen.progress(block(clock(elapsed, options.duration())));
                pipeline.requireHealthy(monitor);
                Thread.sleep(REFRESH.toMillis());
            }
            closed.get();
            changes = traffic.counts();
        } finally {
            clerk.shutdownNow();
        }
    }

    /**
     * Returns once the last row of every table is in the warehouse and both sinks have committed everything.
     *
     * @param lastRows for each table of the shop a condition that its last row meets
     */
    void awaitArrival(List<String> lastRows, Connection warehouse)
            throws InterruptedException, ExecutionException, IOException {
        long deadline = System.nanoTime() + TIME_TO_ARRIVE.toNanos();
        while (!(haveArrived(lastRows, warehouse) && lag() == 0)) {
            if (System.nanoTime() > deadline) {
                throw new QuickstartException("after " + TIME_TO_ARRIVE.toSeconds()
                        + " s the last changes have not arrived in the warehouse and in the lake");
            }
            screen.progress(block("closed; the last changes are on their way"));
            pipeline.requireHealthy(monitor);
            Thread.sleep(REFRESH.toMillis());
        }
        screen.lastProgress(block("closed; all has arrived"));
    }

    private String clock(Duration elapsed, Duration whole) {
        double share = (double) elapsed.toMillis() / whole.toMillis();
        return screen.bar(share) + "  " + Math.min(elapsed.toSeconds(), whole.toSeconds()) + " of " + whole.toSeconds()
                + " s";
    }

    private List<String> block(String clock) throws InterruptedException, ExecutionException, IOException {
        Map<TopicPartition, Long> ends = topics.endOffsets(Pipeline.TOPICS);
        TopicEvents.Progress intoLake = topics.progress(pipeline.lake().name(), ends);
        TopicEvents.Progress intoWarehouse =
                topics.progress(pipeline.warehouse().name(), ends);
        ObjectTree.Totals files = lake.totals();
        long records = ends.values().stream().mapToLong(Long::longValue).sum();
        List<String> lines = new ArrayList<>();
        lines.add(labelled("shop", clock));
        lines.add(labelled("source", changes.inWords()));
        lines.add(labelled(
                "kafka",
                Screen.count(records) + " records in " + ends.size() + " topic-partitions, snapshot included"));
        lines.add(
                labelled("lake", arrived(intoLake) + "   " + files.files() + " files, " + Screen.bytes(files.bytes())));
        lines.add(labelled("warehouse", arrived(intoWarehouse)));
        return lines;
    }

    private static String labelled(String label, String text) {
        return "  " + Screen.pad(label, 11) + text;
    }

    private static String arrived(TopicEvents.Progress progress) {
        return Screen.pad(Screen.count(progress.done()) + " records committed", 27)
                + Screen.pad("lag " + Screen.count(progress.lag()), 11);
    }

    private long lag() throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> ends = topics.endOffsets(Pipeline.TOPICS);
        return topics.progress(pipeline.lake().name(), ends).lag()
                + topics.progress(pipeline.warehouse().name(), ends).lag();
    }

    private static boolean haveArrived(List<String> lastRows, Connection warehouse) {
        for (int i = 0; i < lastRows.size(); i++) {
            try (Statement statement = warehouse.createStatement();
                    ResultSet result = statement.executeQuery(
                            "SELECT 1 FROM \"" + Shop.TABLES.get(i) + "\" WHERE " + lastRows.get(i))) {
                if (!result.next()) {
                    return false;
                }
            } catch (SQLException e) {
                // The sink has not created the table yet.
                if ("42P01".equals(e.getSQLState())) {
                    return false;
                }
                throw new QuickstartException("cannot read the warehouse: " + e.getMessage());
            }
        }
        return true;
    }
}
