// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.commons.PluginVersion;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;

class JdbcUpsertSinkConnectorTest {
    private static final String NOBODY_ASKED = "jdbc:postgresql://127.0.0.1:1/unused";

    private final JdbcUpsertSinkConnector connector = new JdbcUpsertSinkConnector();

    /** Problems by key. */
    private Map<String, List<String>> problems(String... settings) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("connection.url", NOBODY_ASKED);
        for (int i = 0; i < settings.length; i += 2) {
            configuration.put(settings[i], settings[i + 1]);
        }
        Map<String, List<String>> problems = new TreeMap<>();
        for (ConfigValue value : connector.validate(configuration).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                problems.put(value.name(), value.errorMessages());
            }
        }
        return problems;
    }

    @Test
    void isFoundByTheWorkerAndSaysItsOwnVersion() {
        assertThat(ServiceLoader.load(SinkConnector.class)).singleElement().isInstanceOf(JdbcUpsertSinkConnector.class);
        assertThat(connector.version()).isEqualTo(PluginVersion.current());
        assertThat(new JdbcUpsertSinkTask().version()).isEqualTo(PluginVersion.current());
    }

    @Test
    void everyProblemIsReportedAtOnceOnItsKey() {
        assertThat(problems(
                        "insert.mode", "merge",
                        "delete.enabled", "true",
                        "pk.mode", "kafka",
                        "pk.fields", "one,two",
                        "batch.size", "many"))
                .containsOnlyKeys("insert.mode", "delete.enabled", "pk.fields", "batch.size");
    }

    @Test
    void aNullInTheConfigurationCountsAsAbsent() throws SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            assertThat(problems("connection.url", database.url(), "pk.fields", null, "batch.size", null))
                    .isEmpty();
        }
        Map<String, String> configuration = new HashMap<>(Map.of("connection.url", NOBODY_ASKED));
        configuration.put("pk.fields", null);
        connector.start(configuration);

        assertThat(connector.taskConfigs(1)).containsExactly(Map.of("connection.url", NOBODY_ASKED, "task.id", "0"));
    }

    @Test
    void upsertNeedsAKey() {
        assertThat(problems("insert.mode", "upsert")).containsOnlyKeys("pk.mode");
        assertThat(problems("insert.mode", "update")).containsOnlyKeys("pk.mode");
    }

    @Test
    void aRuleIsNotAppliedToAKeyThatIsWrongByItself() {
        assertThat(problems("insert.mode", "upsert", "delete.enabled", "true", "pk.mode", "recordkey"))
                .containsOnlyKeys("pk.mode");
    }

    @Test
    void anotherDatabaseIsRefusedWithoutRepeatingTheUrl() {
        assertThat(problems("connection.url", "jdbc:mysql://u:secret@h/db"))
                .containsOnlyKeys("connection.url")
                .extractingByKey("connection.url")
                .asString()
                .contains("jdbc:postgresql:")
                .doesNotContain("secret");
    }

    @Test
    void aUrlThatTheDriverCannotReadIsNotRepeatedEither() {
        assertThat(problems("connection.url", "jdbc:postgresql://h:port/db?password=secret"))
                .containsOnlyKeys("connection.url")
                .extractingByKey("connection.url")
                .asString()
                .contains("jdbc:postgresql://host:port/database")
                .doesNotContain("secret");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsReportedOnItsUrl() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThat(problems("connection.url", "jdbc:postgresql://127.0.0.1:" + port + "/db"))
                .containsOnlyKeys("connection.url")
                .extractingByKey("connection.url")
                .asString()
                .contains("08001");
    }

    @Test
    void aDatabaseThatAnswersIsNoProblem() throws SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            assertThat(problems("connection.url", database.url())).isEmpty();
        }
    }

    @Test
    void aDatabaseThatDoesNotExistIsReportedOnTheUrl() throws SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            assertThat(problems("connection.url", database.url().replace(database.name(), "nowhere")))
                    .extractingByKey("connection.url")
                    .asString()
                    .contains("3D000");
        }
    }

    @Test
    void eachTaskGetsTheWholeConfigurationAndItsNumber() {
        Map<String, String> configuration = Map.of("connection.url", NOBODY_ASKED, "topics", "a");
        connector.start(configuration);

        assertThat(connector.taskConfigs(2))
                .containsExactly(
                        Map.of("connection.url", NOBODY_ASKED, "topics", "a", "task.id", "0"),
                        Map.of("connection.url", NOBODY_ASKED, "topics", "a", "task.id", "1"));
        assertThat(connector.taskClass()).isEqualTo(JdbcUpsertSinkTask.class);
    }
}
