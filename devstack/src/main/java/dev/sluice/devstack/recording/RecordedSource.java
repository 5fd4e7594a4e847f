// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.recording;

import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.MariaDbServer;
import dev.sluice.devstack.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A database whose changes are recorded.
 *
 * @param scripts the directory, beside this class, of {@code tables.sql} and {@code changes.sql}
 * @param plugins where its Debezium connector is
 * @param connector the connector's configuration
 * @param afterSnapshot how many records each topic has before the changes
 * @param inTheEnd how many after them; these topics are recorded
 */
record RecordedSource(
        String scripts,
        Sessions sessions,
        Path plugins,
        Map<String, String> connector,
        Map<String, Integer> afterSnapshot,
        Map<String, Integer> inTheEnd) {

    static final String DATABASE = "shapes";

    /** Connections to the database. */
    @FunctionalInterface
    interface Sessions {
        Connection open() throws SQLException;
    }

    static RecordedSource postgres(DevStack stack) {
        PostgresServer server = stack.startPostgres();
        server.createDatabase(DATABASE);
        return new RecordedSource(
                "postgres",
                () -> server.connect(DATABASE),
                DevStack.debeziumPlugins(),
                Map.of(
                        "connector.class",
                        "io.debezium.connector.postgresql.PostgresConnector",
                        "database.hostname",
                        server.host(),
                        "database.port",
                        Integer.toString(server.port()),
                        "database.user",
                        PostgresServer.SUPERUSER,
                        "database.password",
                        "",
                        "database.dbname",
                        DATABASE,
                        "topic.prefix",
                        DATABASE,
                        "plugin.name",
                        "pgoutput",
                        "include.unknown.datatypes",
                        "true"),
                Map.of("shapes.public.types", 1, "shapes.public.types_full", 1, "shapes.public.documents", 1),
                Map.of(
                        "shapes.public.types", 11,
                        "shapes.public.types_full", 11,
                        "shapes.public.documents", 5,
                        "shapes.public.documents_full", 2,
                        "shapes.public.keyless", 3,
                        "shapes.message", 1,
                        "shapes.transaction", 2));
    }

    /**
     * Through the connector for MySQL, which reads MariaDB's binary log as well. It asks for the log's position in the words that MySQL took
     * before 8.4, as MariaDB does, if the server gives itself out for such a version.
     */
    static RecordedSource mariaDb(DevStack stack, String bootstrapServers) {
        MariaDbServer server = stack.startMariaDb("--version=8.0.40-MariaDB-log");
        server.createDatabase(DATABASE);
        Map<String, String> connector = new HashMap<>(Map.of(
                "connector.class",
                "io.debezium.connector.mysql.MySqlConnector",
                "database.hostname",
                server.host(),
                "database.port",
                Integer.toString(server.port()),
                "database.user",
                MariaDbServer.SUPERUSER,
                "database.password",
                "",
                "database.server.id",
                "4711",
                "database.include.list",
                DATABASE,
                "topic.prefix",
                "mysql"));
        connector.put("schema.history.internal.kafka.bootstrap.servers", bootstrapServers);
        connector.put("schema.history.internal.kafka.topic", "mysql-history");
        return new RecordedSource(
                "mariadb",
                () -> server.connect(DATABASE),
                DevStack.debeziumMySqlPlugins(),
                connector,
                Map.of("mysql.shapes.types", 1),
                Map.of(
                        "mysql.shapes.types", 11,
                        "mysql.shapes.keyless", 3,
                        "mysql.shapes.order_lines", 10));
    }
}
