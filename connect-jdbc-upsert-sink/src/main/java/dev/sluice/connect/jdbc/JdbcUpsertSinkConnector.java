// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.jdbc.write.Database;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes topics to tables of a relational database: inserts, upserts, updates and deletes. */
public final class JdbcUpsertSinkConnector extends SinkConnector {
    private static final Logger log = LoggerFactory.getLogger(JdbcUpsertSinkConnector.class);

    private Map<String, String> configuration = Map.of();

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public ConfigDef config() {
        return JdbcUpsertSinkConfig.KEYS.toConfigDef();
    }

    /** Reports every problem at once, each on its key; and, if there is none, whether the database can be reached. */
    @Override
    public Config validate(Map<String, String> given) {
        Map<String, String> connectorConfig = ConfigTable.withoutNulls(given);
        Config result = super.validate(connectorConfig);
        Map<String, ConfigValue> byKey =
                result.configValues().stream().collect(Collectors.toMap(ConfigValue::name, value -> value));
        Set<String> faulty = byKey.values().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .map(ConfigValue::name)
                .collect(Collectors.toSet());
        List<Finding> problems = ConfigRules.problems(parseable(connectorConfig, faulty), faulty);
        problems.forEach(problem -> addError(byKey, problem));
        if (faulty.isEmpty() && problems.isEmpty()) {
            JdbcUpsertSinkConfig config = JdbcUpsertSinkConfig.of(connectorConfig);
            try (Database database = Sink.database(config)) {
                database.problem()
                        .map(problem -> new Finding(
                                ConnectionKeys.CONNECTION_URL.name(),
                                problem + ". Correct the connection.* keys, or see to the database"))
                        .ifPresent(problem -> addError(byKey, problem));
            }
        }
        return result;
    }

    /** The values of the sound keys, and defaults in place of the others: rules about those are not applied. */
    private static ConfigValues parseable(Map<String, String> connectorConfig, Set<String> faulty) {
        Map<String, String> sound = new HashMap<>(connectorConfig);
        sound.keySet().removeAll(faulty);
        sound.putIfAbsent(ConnectionKeys.CONNECTION_URL.name(), "jdbc:postgresql:");
        return JdbcUpsertSinkConfig.KEYS.parse(sound);
    }

    private static void addError(Map<String, ConfigValue> byKey, Finding problem) {
        ConfigValue value = byKey.get(problem.key());
        if (value != null) {
            value.addErrorMessage(problem.message());
        }
    }

    @Override
    public void start(Map<String, String> connectorConfig) {
        configuration = ConfigTable.withoutNulls(connectorConfig);
        JdbcUpsertSinkConfig.KEYS.withoutEffect(configuration).forEach(finding -> log.warn("{}", finding.message()));
    }

    @Override
    public Class<? extends Task> taskClass() {
        return JdbcUpsertSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, configuration);
    }

    @Override
    public void stop() {}
}
