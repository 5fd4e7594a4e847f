// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import dev.sluice.connect.jdbc.JdbcUpsertSinkTask;
import java.util.HashMap;
import java.util.Map;

/** Who writes the table. */
enum Contender {
    BARE_LOOP("loop by hand"),
    SLUICE("Sluice"),
    /** As its documentation advises for PostgreSQL. */
    DEBEZIUM_UNNEST("Debezium, unnest"),
    /** As its documentation advises for any database, with the driver's own way to join inserts. */
    DEBEZIUM_REWRITTEN("Debezium, rewritten batches"),
    DEBEZIUM("Debezium, defaults");

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** How many of the changes it writes, from the first on: those that take minutes for all of them write a part. */
    int changes(int all) {
        return switch (this) {
            case BARE_LOOP, SLUICE -> all;
            case DEBEZIUM_UNNEST, DEBEZIUM_REWRITTEN -> all / 3;
            case DEBEZIUM -> all / 10;
        };
    }

    /**
     * @param url with user, of the database as it is reached through the slow network
     * @param debezium one for all runs, so that what is compiled in one is compiled in the next
     */
    Writer writer(Workload workload, int batch, String url, DebeziumPlugin debezium) {
        return switch (this) {
            case BARE_LOOP -> BareLoop.on(url, Warehouse.TABLE, workload.insertsAlone());
            case SLUICE -> new TaskWriter(new JdbcUpsertSinkTask(), sluice(workload, batch, url));
            case DEBEZIUM_UNNEST, DEBEZIUM_REWRITTEN, DEBEZIUM ->
                new TaskWriter(debezium.task(), debezium(workload, batch, url));
        };
    }

    private static Map<String, String> sluice(Workload workload, int batch, String url) {
        return Map.of(
                "name",
                "benchmark",
                "topics",
                OrderRecords.TOPIC,
                "connection.url",
                url,
                "insert.mode",
                mode(workload),
                "pk.mode",
                "record_key",
                "delete.enabled",
                "true",
                "batch.size",
                Integer.toString(batch));
    }

    private Map<String, String> debezium(Workload workload, int batch, String url) {
        Map<String, String> configuration = new HashMap<>(Map.of(
                "name",
                "benchmark",
                "topics",
                OrderRecords.TOPIC,
                "connection.url",
                url,
                "connection.username",
                "postgres",
                "connection.password",
                "none",
                "insert.mode",
                mode(workload),
                "primary.key.mode",
                "record_key",
                "delete.enabled",
                "true"));
        if (this != DEBEZIUM) {
            configuration.put("batch.size", Integer.toString(batch));
            configuration.put("use.reduction.buffer", "true");
        }
        if (this == DEBEZIUM_UNNEST) {
            configuration.put("dialect.postgres.unnest.insert.enabled", "true");
        }
        if (this == DEBEZIUM_REWRITTEN) {
            configuration.put("connection.url", url + "&reWriteBatchedInserts=true");
        }
        return configuration;
    }

    private static String mode(Workload workload) {
        return workload.insertsAlone() ? "insert" : "upsert";
    }
}
