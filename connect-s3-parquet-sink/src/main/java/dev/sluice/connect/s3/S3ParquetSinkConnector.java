// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.s3.storage.BucketCheck;
import dev.sluice.connect.s3.storage.S3Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final Duration BUCKET_LIMIT = Duration.ofSeconds(5);

    private final BucketProbe bucket;
    private Map<String, String> configuration = Map.of();

    /** Looks whether the bucket can be reached; empty if it can. */
    @FunctionalInterface
    interface BucketProbe {
        Optional<BucketCheck.Problem> problem(S3Settings settings, Duration limit);
    }

    /** What Connect calls. */
    public S3ParquetSinkConnector() {
        this(BucketCheck::problem);
    }

    S3ParquetSinkConnector(BucketProbe bucket) {
        this.bucket = bucket;
    }

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

    /** Adds what is wrong with combinations, and with the way to the bucket, on the key that is to be changed. */
    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        List<ConfigValue> values = config.configValues();
        S3ParquetSinkConfig.problems(connectorConfigs, wrongKeys(values)).forEach(problem -> report(values, problem));
        S3ParquetSinkConfig.reachable(connectorConfigs, wrongKeys(values))
                .flatMap(this::unreachable)
                .ifPresent(problem -> report(values, problem));
        return config;
    }

    private Optional<Finding> unreachable(S3Settings settings) {
        try {
            return bucket.problem(settings, BUCKET_LIMIT)
                    .map(problem -> new Finding(
                            StoreRules.keyAtFault(problem.fault(), settings),
                            problem.message() + ". Or set validate.bucket=false, if only this worker cannot reach it"));
        } catch (ConfigException e) {
            return Optional.of(new Finding(CredentialKeys.PROVIDER.name(), String.valueOf(e.getMessage())));
        }
    }

    private static Set<String> wrongKeys(List<ConfigValue> values) {
        return values.stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .map(ConfigValue::name)
                .collect(Collectors.toSet());
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
