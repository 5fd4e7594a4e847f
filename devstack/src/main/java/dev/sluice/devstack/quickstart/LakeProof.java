// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the lake against the topics: each change event of a topic must stand in its Parquet files once, known by the Kafka
 * partition and offset that the sink's transform adds as columns.
 *
 * <p>Reads with DuckDB, which shares no code with the sink.
 */
final class LakeProof {
    private static final String ORDERS = "shop.public.orders";

    private final Connection duckdb;
    private final Path topicsDirectory;

    /** @param topicsDirectory where the bucket's {@code topics.dir} lies on disk */
    LakeProof(Connection duckdb, Path topicsDirectory) {
        this.duckdb = duckdb;
        this.topicsDirectory = topicsDirectory;
    }

    /** What the comparison of one topic found; {@code once} only if nothing is missing, repeated or foreign. */
    record Verdict(String topic, long events, long rows, long missing, long repeated, long foreign) {
        boolean once() {
            return missing == 0 && repeated == 0 && foreign == 0 && rows == events;
        }

        String detail() {
            return once()
                    ? Screen.count(events) + " events in the topic, " + Screen.count(rows) + " rows, each event once"
                    : Screen.count(events) + " events in the topic, " + Screen.count(rows) + " rows: " + missing
                            + " missing, " + repeated + " repeated, " + foreign + " that no event explains";
        }
    }

    /** @param events for each partition the offsets of the change events */
    Verdict compare(String topic, Map<Integer, BitSet> events) throws SQLException {
        Map<Integer, BitSet> unseen = new HashMap<>();
        events.forEach((partition, offsets) -> unseen.put(partition, (BitSet) offsets.clone()));
        long rows = 0;
        long repeated = 0;
        long foreign = 0;
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT __kafka_partition, __kafka_offset, count(*) FROM " + files(topic) + " GROUP BY ALL")) {
            while (result.next()) {
                BitSet expected = unseen.getOrDefault(result.getInt(1), new BitSet());
                int offset = Math.toIntExact(result.getLong(2));
                long copies = result.getLong(3);
                rows += copies;
                repeated += copies - 1;
                if (expected.get(offset)) {
                    expected.clear(offset);
                } else {
                    foreign++;
                }
            }
        }
        long missing = unseen.values().stream().mapToLong(BitSet::cardinality).sum();
        long total = events.values().stream().mapToLong(BitSet::cardinality).sum();
        return new Verdict(topic, total, rows, missing, repeated, foreign);
    }

    /** A query as a user would write it, and its rows. */
    record Sample(String query, List<Map<String, String>> rows) {}

    /** The life of one order that was placed, changed and deleted: three rows. */
    Sample lifeOfAnOrder() throws SQLException {
        List<Map<String, String>> candidates = rows(
                "SELECT id FROM " + files(ORDERS)
                        + " GROUP BY id HAVING count(*) = 3 AND bool_or(__op = 'c') AND bool_or(__op = 'd') ORDER BY id LIMIT 1");
        // A very short run may have none; then any three rows.
        String which =
                candidates.isEmpty() ? "" : " WHERE id = " + candidates.get(0).get("id");
        String select = "SELECT id, status, paid_at, __op, __deleted, day, hour FROM ";
        String rest = which + " ORDER BY __kafka_offset LIMIT 3";
        return new Sample(
                select + "read_parquet('topics/" + ORDERS + "/**/*.parquet', hive_partitioning = true)" + rest,
                rows(select + files(ORDERS) + rest));
    }

    private List<Map<String, String>> rows(String query) throws SQLException {
        List<Map<String, String>> found = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnLabel(i), String.valueOf(result.getString(i)));
                }
                found.add(row);
            }
        }
        return found;
    }

    private String files(String topic) {
        return "read_parquet('" + topicsDirectory.resolve(topic)
                + "/**/*.parquet', hive_partitioning = true, union_by_name = true)";
    }
}
