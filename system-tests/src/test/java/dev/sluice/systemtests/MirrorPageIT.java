// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.devstack.ConnectWorker;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.Poll;
import dev.sluice.devstack.PostgresServer;
import dev.sluice.devstack.WorkerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Does what docs/how-to/mirror-postgres.md says, by the statements and settings that stand there, as the users whom it creates, on a
 * distributed worker into which the bundle was installed as README.md says.
 */
class MirrorPageIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Path PAGE = PackagedPlugins.project().resolve("docs/how-to/mirror-postgres.md");
    private static final Path EXAMPLES = PackagedPlugins.project().resolve("examples/connectors");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "it's \"secret\"";

    private final List<String> sql = blocks("sql");
    private final List<String> settings = blocks("json");

    @Test
    void whoeverFollowsThePageHasAMirror() throws Exception {
        try (DevStack stack = Stacks.named("mirror-page")) {
            KafkaBroker broker = stack.startBroker();
            PostgresServer postgres = stack.startPostgres();
            ConnectWorker worker = stack.startWorker(
                    broker.bootstrapServers(),
                    WorkerSettings.named("worker")
                            .withPlugins(
                                    WorkerMatrixIT.unpackedBundle(
                                            stack.directory().resolve("plugins")),
                                    DevStack.debeziumPlugins()));
            assertThat(worker.rest().plugins().stream()
                            .map(plugin -> plugin.className())
                            .filter(name -> name.startsWith("dev.sluice.")))
                    .as("the two sinks, FlattenCdc, six smaller transforms and four predicates")
                    .hasSize(13);
            postgres.createDatabase("shop");
            execute(
                    postgres,
                    "shop",
                    "CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10,2), placed timestamptz);"
                            + "INSERT INTO orders VALUES (1, 'Ada', 12.50, now()), (2, 'Bob', 7, NULL), (3, 'Grüße', -1, '1000-01-01')");

            execute(postgres, "shop", sql.get(0));
            worker.rest().create(connector("debezium-postgres-source.json", settings.get(0), postgres));
            worker.rest().waitUntilRunning("shop-source", LIMIT);
            execute(postgres, "postgres", sql.get(1));
            worker.rest().create(connector("cdc-mirror-to-postgres.json", settings.get(1), postgres));
            worker.rest().waitUntilRunning("shop-warehouse", LIMIT);
            execute(
                    postgres,
                    "shop",
                    "UPDATE orders SET customer = 'Ada L.' WHERE id = 1; UPDATE orders SET id = 4 WHERE id = 3;"
                            + "DELETE FROM orders WHERE id = 2; ALTER TABLE orders ADD COLUMN note text;"
                            + "CREATE TABLE later (id int PRIMARY KEY, kept boolean); INSERT INTO later VALUES (1, true);"
                            + "INSERT INTO orders VALUES (5, NULL, 0.01, NULL, 'last')");

            Poll.until(
                    LIMIT,
                    () -> rows(postgres, "warehouse", "later").size() == 1
                            && rows(postgres, "warehouse", "orders").contains("5|null|0.01|null|last"));
            for (String table : List.of("orders", "later")) {
                assertThat(rows(postgres, "warehouse", table)).isNotEmpty().isEqualTo(rows(postgres, "shop", table));
            }
            execute(postgres, "warehouse", sql.get(2));
        }
    }

    /** The example with the page's settings in it, and the test's addresses in those. */
    private static String connector(String file, String settings, PostgresServer postgres) throws IOException {
        ObjectNode connector = (ObjectNode) JSON.readTree(EXAMPLES.resolve(file).toFile());
        ObjectNode config = (ObjectNode) connector.required("config");
        ObjectNode changes = (ObjectNode) JSON.readTree("{" + settings + "}");
        changes.properties().forEach(change -> {
            String value = change.getValue().asText();
            config.put(
                    change.getKey(),
                    value.equals("…")
                            ? PASSWORD
                            : value.replace("source.example.com", postgres.host())
                                    .replace("target.example.com:5432", postgres.host() + ":" + postgres.port())
                                    .replaceFirst("^5432$", Integer.toString(postgres.port())));
        });
        if (config.has("topics.regex")) {
            config.remove("topics");
        }
        return connector.toString();
    }

    /** As psql does: statement by statement, and {@code \connect} changes the database. */
    private static void execute(PostgresServer postgres, String database, String script) throws SQLException {
        Connection connection = postgres.connect(database);
        try {
            for (String line : Arrays.asList(script.replaceAll("--.*", "").split("(?<=;)|\n"))) {
                String statement = line.strip().replace("'…'", "'" + PASSWORD.replace("'", "''") + "'");
                if (statement.startsWith("\\connect ")) {
                    connection.close();
                    connection = postgres.connect(statement.substring("\\connect ".length()));
                } else if (!statement.isEmpty()) {
                    try (Statement sql = connection.createStatement()) {
                        sql.execute(statement);
                    }
                }
            }
        } finally {
            connection.close();
        }
    }

    /** Empty while there is no such table. */
    private static List<String> rows(PostgresServer postgres, String database, String table) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = postgres.connect(database);
                Statement sql = connection.createStatement();
                ResultSet result = sql.executeQuery("SELECT * FROM " + table + " ORDER BY id")) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        } catch (SQLException notYet) {
            return List.of();
        }
    }

    private static List<String> blocks(String language) {
        try {
            return Pattern.compile("```" + language + "\n([^`]+)```")
                    .matcher(Files.readString(PAGE))
                    .results()
                    .map(block -> block.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
