// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes topics to an S3 bucket as time-partitioned Parquet, each record exactly once. */
public final class S3ParquetSinkConnector extends SinkConnector {
    private static final Logger log = LoggerFactory.getLogger(S3ParquetSinkConnector.class);

    private Map<String, String> configuration = Map.of();

    @Override
    public void start(Map<String, String> props) {
        S3ParquetSinkConfig.TABLE.withoutEffect(props).forEach(finding -> log.warn("{}", finding.message()));
        S3ParquetSinkConfig.problems(props, Set.of()).findFirst().ifPresent(problem -> {
            throw new ConfigException(problem.message());
        });
        S3ParquetSinkConfig.notes(props).forEach(note -> log.warn("{}", note.message()));
        configuration = ConfigTable.withoutNulls(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return S3ParquetSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return IntStream.range(0, maxTasks)
                .mapToObj(task -> {
                    Map<String, String> numbered = new HashMap<>(configuration);
                    numbered.put(S3ParquetSinkTask.TASK_ID, Integer.toString(task));
                    return numbered;
                })
                .toList();
    }

    @Override
    public void stop() {
        // Nothing runs here; the tasks do the work.
    }

    @Override
    public ConfigDef config() {
        return S3ParquetSinkConfig.TABLE.toConfigDef();
    }

    /** Adds what is wrong with combinations, on the key that is to be changed. */
    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        List<ConfigValue> values = config.configValues();
        Set<String> wrong = values.stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .map(ConfigValue::name)
                .collect(Collectors.toSet());
        S3ParquetSinkConfig.problems(connectorConfigs, wrong).forEach(problem -> report(values, problem));
        return config;
    }

    private static void report(List<ConfigValue> values, Finding problem) {
        values.stream()
                .filter(value -> value.name().equals(problem.key()))
                .forEach(value -> value.addErrorMessage(problem.message()));
    }

    @Override
    public String version() {
        return PluginVersion.current();
    }
}
