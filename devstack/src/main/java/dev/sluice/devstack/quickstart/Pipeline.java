// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.devstack.ConnectRest;
import dev.sluice.devstack.ObjectStore;
import dev.sluice.devstack.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The three connectors of the main job, as {@code examples/connectors/} has them, with the endpoints of this stack.
 *
 * @param source Debezium, from the shop's tables to topics
 * @param lake from the topics to Parquet
 * @param warehouse from the topics to tables
 */
record Pipeline(ConnectorFile source, ConnectorFile lake, ConnectorFile warehouse) {
    static final String SOURCE_DATABASE = "shop";
    static final String WAREHOUSE_DATABASE = "warehouse";
    static final String BUCKET = "lake";

    /** The topic of each table of the shop. */
    static final List<String> TOPICS =
            Shop.TABLES.stream().map(table -> "shop.public." + table).toList();

    static Pipeline read(Path examples, PostgresServer postgres, ObjectStore store) throws IOException {
        return new Pipeline(
                ConnectorFile.read(
                        examples.resolve("debezium-postgres-source.json"),
                        Map.of(
                                "database.hostname",
                                postgres.host(),
                                "database.port",
                                Integer.toString(postgres.port()))),
                ConnectorFile.read(
                        examples.resolve("cdc-to-hourly-parquet.json"),
                        Map.of("store.url", store.endpoint().toString())),
                ConnectorFile.read(
                        examples.resolve("cdc-mirror-to-postgres.json"),
                        Map.of("connection.url", postgres.jdbcUrl(WAREHOUSE_DATABASE))));
    }

    /** @throws QuickstartException with the trace of the first task that has failed */
    void requireHealthy(ConnectRest worker) {
        for (ConnectorFile connector : List.of(source, lake, warehouse)) {
            for (JsonNode task : worker.status(connector.name()).path("tasks")) {
                if (task.path("state").asText().equals("FAILED")) {
                    throw new QuickstartException("task " + task.path("id").asText() + " of " + connector.name()
                            + " has failed:\n" + task.path("trace").asText());
                }
            }
        }
    }
}
