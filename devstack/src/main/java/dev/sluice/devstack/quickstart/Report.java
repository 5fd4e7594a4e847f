// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import dev.sluice.devstack.ConnectRest;
import dev.sluice.devstack.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** What is said at the end: whether it held, what there is to see, and where to look next. */
final class Report {
    private static final int FILES_SHOWN = 2;

    private final Screen screen;
    private final ObjectTree lake;
    private final Path topicsDirectory;

    Report(Screen screen, ObjectStore store, ObjectTree lake) {
        this.screen = screen;
        this.lake = lake;
        this.topicsDirectory = store.bucketDirectory(Pipeline.BUCKET).resolve("topics");
    }

    /** Compares tables with tables and files with topics. */
    boolean prove(Connection source, Connection warehouse, TopicEvents topics)
            throws SQLException, InterruptedException, ExecutionException {
        boolean held = true;
        screen.heading("Proof: every warehouse table equals its source, row for row");
        WarehouseProof tables = new WarehouseProof(source, warehouse);
        for (String table : Shop.TABLES) {
            WarehouseProof.Verdict verdict = tables.compare(table);
            held &= verdict.equal();
            screen.check(
                    verdict.equal(),
                    table,
                    verdict.equal() ? Screen.count(verdict.rows()) + " rows, all equal" : verdict.detail());
        }
        screen.heading("Proof: the lake holds every change event exactly once (read with DuckDB)");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            LakeProof files = new LakeProof(duckdb, topicsDirectory);
            for (String topic : Pipeline.TOPICS) {
                LakeProof.Verdict verdict = files.compare(topic, topics.changeEvents(topic));
                held &= verdict.once();
                screen.check(verdict.once(), topic, verdict.detail());
            }
        }
        return held;
    }

    /** @param keptFiles where the lake's files are copied to, for the user to look at when the servers are gone */
    void show(ConnectRest rest, Path keptFiles) throws IOException, SQLException {
        screen.heading("What is in the bucket '" + Pipeline.BUCKET + "'");
        lake.draw(FILES_SHOWN).forEach(screen::line);

        screen.heading("Three rows of it: the life of one order");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            LakeProof.Sample sample = new LakeProof(duckdb, topicsDirectory).lifeOfAnOrder();
            screen.line(screen.dim("  " + sample.query()));
            table(sample.rows());
        }

        screen.heading("The REST calls that made it");
        for (ConnectRest.Call call : rest.calls()) {
            screen.line("  " + Screen.pad(call.method() + " " + call.path(), 60) + call.status());
        }

        lake.copyTo(keptFiles);
        screen.heading("Where to look next");
        screen.line("  " + Screen.pad(keptFiles + "/", 44)
                + "the Parquet files of this run; DuckDB answers the query above in there");
        screen.line("  " + Screen.pad("examples/connectors/", 44) + "the very files that were posted");
        screen.line("  " + Screen.pad("packaging/target/plugin-path/", 44)
                + "the plugins, ready for your worker's plugin.path");
        screen.line("  " + Screen.pad("README.md", 44) + "how to install them, and what is guaranteed");
        screen.line("  " + Screen.pad("./quickstart --keep", 44) + "the same, and everything stays up to play with");
    }

    private void table(List<Map<String, String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        StringBuilder header = new StringBuilder("  ");
        for (String column : rows.get(0).keySet()) {
            header.append(Screen.pad(column, width(rows, column)));
        }
        screen.line(screen.bold(header.toString().stripTrailing()));
        for (Map<String, String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            row.forEach((column, value) -> line.append(Screen.pad(value, width(rows, column))));
            screen.line(line.toString().stripTrailing());
        }
    }

    private static int width(List<Map<String, String>> rows, String column) {
        int widest = column.length();
        for (Map<String, String> row : rows) {
            widest = Math.max(widest, row.getOrDefault(column, "").length());
        }
        return widest + 2;
    }
}
