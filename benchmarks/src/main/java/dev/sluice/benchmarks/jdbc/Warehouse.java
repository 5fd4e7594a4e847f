// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The database: makes the table anew for each run, and says afterwards whether it holds what it must. */
final class Warehouse implements AutoCloseable {
    static final String TABLE = "orders";

    private static final String BEFORE = "before";
    private static final int ROWS_AT_ONCE = 10_000;

    private static final String COLUMNS = " (id bigint PRIMARY KEY, customer text NOT NULL, quantity integer NOT NULL,"
            + " amount numeric(12,2) NOT NULL, weight double precision NOT NULL, paid boolean NOT NULL,"
            + " changed_at timestamptz NOT NULL, note text)";

    private final String url;
    private final Connection connection;

    /** @param url past the slow network */
    Warehouse(String url) throws SQLException {
        this.url = url;
        this.connection = DriverManager.getConnection(url);
        fill(BEFORE, Workload.rowsBefore());
    }

    /** The table as it is before any change, without traces of the run before. */
    void reset() throws SQLException {
        execute("DROP TABLE IF EXISTS " + TABLE);
        execute("CREATE TABLE " + TABLE + COLUMNS);
        execute("INSERT INTO " + TABLE + " SELECT * FROM " + BEFORE + " ORDER BY id");
        execute("VACUUM (ANALYZE) " + TABLE);
        execute("CHECKPOINT");
    }

    /** Makes known what the table is to hold after these changes, for {@link #check}. */
    void expect(List<Change> changes) throws SQLException {
        Map<Long, Order> rows = new LinkedHashMap<>();
        Workload.rowsBefore().forEach(order -> rows.put(order.id(), order));
        for (Change change : changes) {
            if (change.order() == null) {
                rows.remove(change.id());
            } else {
                rows.put(change.id(), change.order());
            }
        }
        fill(expected(changes.size()), List.copyOf(rows.values()));
    }

    /** @throws IllegalStateException if the table holds anything else: its figure would be worth nothing */
    void check(String writer, int changes) throws SQLException {
        String expected = expected(changes);
        long missing =
                number("SELECT count(*) FROM (TABLE " + expected + " EXCEPT ALL TABLE " + TABLE + ") AS missing");
        long wrong = number("SELECT count(*) FROM (TABLE " + TABLE + " EXCEPT ALL TABLE " + expected + ") AS wrong");
        if (missing + wrong > 0) {
            throw new IllegalStateException(
                    writer + " left out " + missing + " rows of the table, and " + wrong + " are not as they must be");
        }
    }

    /** What the processes of the database that serve other connections than this one have cost so far. */
    Duration processorOfOthers() throws SQLException {
        Duration sum = Duration.ZERO;
        try (Statement statement = connection.createStatement();
                ResultSet processes = statement.executeQuery("SELECT pid FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")) {
            while (processes.next()) {
                sum = sum.plus(ProcessHandle.of(processes.getLong(1))
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO));
            }
        }
        return sum;
    }

    private static String expected(int changes) {
        return "expected_after_" + changes;
    }

    private void fill(String table, List<Order> rows) throws SQLException {
        execute("DROP TABLE IF EXISTS " + table);
        execute("CREATE TABLE " + table + COLUMNS);
        try (BareLoop loop = BareLoop.on(url, table, true)) {
            for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
                loop.prepared(rows.subList(from, Math.min(rows.size(), from + ROWS_AT_ONCE)).stream()
                                .map(row -> new Change(row.id(), row))
                                .toList())
                        .run();
            }
        }
    }

    private void execute(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** How long the shortest question takes: the median of many. */
    static Duration roundTrip(String url) throws SQLException {
        long[] nanos = new long[501];
        try (Connection probe = DriverManager.getConnection(url);
                PreparedStatement question = probe.prepareStatement("SELECT 1")) {
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                question.execute();
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[nanos.length / 2]);
    }

    /** How many bytes a second get through when they are many. */
    static long bandwidth(String url) throws SQLException {
        byte[] bytes = new byte[16 * 1024 * 1024];
        try (Connection probe = DriverManager.getConnection(url);
                PreparedStatement question = probe.prepareStatement("SELECT length(?::bytea)")) {
            question.setBytes(1, bytes);
            question.execute();
            long start = System.nanoTime();
            question.execute();
            return bytes.length * 1_000_000_000L / (System.nanoTime() - start);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
