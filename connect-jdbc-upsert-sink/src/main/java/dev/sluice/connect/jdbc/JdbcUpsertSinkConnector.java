// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.jdbc.write.BatchWriter;
import dev.sluice.connect.jdbc.write.Database;
import dev.sluice.connect.jdbc.write.Inspection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.jspecify.annotations.Nullable;
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
        Map<String, String> connectorConfig = Aliases.resolved(ConfigTable.withoutNulls(given));
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
                database.problems(Sink.inspection(config, topics(connectorConfig)))
                        .forEach(problem -> addError(byKey, finding(problem)));
            } catch (ConfigException e) {
                addError(byKey, new Finding(ConnectionKeys.CONNECTION_URL.name(), String.valueOf(e.getMessage())));
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

    private static List<String> topics(Map<String, String> connectorConfig) {
        return Arrays.stream(connectorConfig.getOrDefault("topics", "").split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .toList();
    }

    private static Finding finding(Inspection.Problem problem) {
        return switch (problem.subject()) {
            case CONNECTION ->
                new Finding(
                        ConnectionKeys.CONNECTION_URL.name(),
                        problem.message() + ". Correct the connection.* keys, or see to the database");
            case TABLE -> new Finding(TableKeys.TABLE_NAME_FORMAT.name(), problem.message());
            case KEY -> new Finding(FieldKeys.PK_FIELDS.name(), problem.message());
        };
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
        Aliases.findings(configuration).forEach(finding -> log.warn("{}", finding.message()));
        JdbcUpsertSinkConfig.KEYS
                .withoutEffect(Aliases.resolved(configuration))
                .forEach(finding -> log.warn("{}", finding.message()));
    }

    @Override
    public Class<? extends Task> taskClass() {
        return JdbcUpsertSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return IntStream.range(0, maxTasks)
                .mapToObj(task -> {
                    Map<String, String> taskConfig = new HashMap<>(configuration);
                    // Connect does not tell a task its number, and metrics are to say which task they are of.
                    taskConfig.put(JdbcUpsertSinkTask.TASK_ID, String.valueOf(task));
                    return taskConfig;
                })
                .toList();
    }

    /**
     * So that {@code PATCH} and {@code DELETE /connectors/<name>/offsets} hold for the table of offsets as well, where there is one.
     *
     * @param offsets null for a partition that begins anew. Connect resets only partitions of which Kafka has a committed offset, and
     *     Kafka forgets those of a topic that is deleted; it lets nobody alter nothing, so an empty map is a reset, and means all
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, @Nullable Long> offsets) {
        Map<String, String> given = ConfigTable.withoutNulls(connectorConfig);
        JdbcUpsertSinkConfig config = JdbcUpsertSinkConfig.of(given);
        if (config.delivery().exactlyOnce()) {
            try (BatchWriter writer =
                    Sink.of(config, JdbcUpsertSinkTask.connectorOf(given)).writer()) {
                writer.alterOffsets(offsets);
            }
        }
        return true;
    }

    @Override
    public void stop() {}
}
