// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.storage.BucketCheck.Fault;
import dev.sluice.connect.s3.storage.BucketCheck.Problem;
import dev.sluice.connect.s3.storage.S3Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether validating a configuration tries the bucket, and where it reports what it finds. */
class ValidateTest {
    private final List<S3Settings> tried = new ArrayList<>();

    @Test
    void theBucketIsTriedAndNothingIsReportedIfItAnswers() {
        assertThat(validate(Map.of(), Optional.empty())).isEmpty();
        assertThat(tried).extracting(S3Settings::bucket).containsExactly("lake");
    }

    @ParameterizedTest
    @CsvSource({
        "ENDPOINT, a=b, store.url",
        "REGION, a=b, s3.region",
        "BUCKET, a=b, s3.bucket.name",
        "CREDENTIALS, a=b, aws.access.key.id",
        "CREDENTIALS, aws.profile=lake, aws.profile",
        "CREDENTIALS, s3.credentials.provider.class=AssumeRole, s3.credentials.provider.class"
    })
    void whatTheBucketSaysIsReportedOnTheKeyToLookAt(Fault fault, String setting, String key) {
        Map<String, String> configuration = new HashMap<>(Map.of("s3.credentials.provider.sts.role.arn", "arn"));
        configuration.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));

        Map<String, List<String>> errors = validate(configuration, Optional.of(new Problem(fault, "what is wrong")));

        assertThat(errors).containsOnlyKeys(key);
        assertThat(errors.get(key)).singleElement().asString().contains("what is wrong", "validate.bucket=false");
    }

    @Test
    void itIsNotTriedWhereThatIsNotWanted() {
        assertThat(validate(Map.of("validate.bucket", "false"), Optional.of(new Problem(Fault.BUCKET, "x"))))
                .isEmpty();
        assertThat(tried).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3.part.size", "store.url", "s3.proxy.url", "s3.acl.canned"})
    void itIsNotTriedWithSettingsThatAreWrong(String key) {
        assertThat(validate(Map.of(key, "http://"), Optional.empty())).containsOnlyKeys(key);
        assertThat(validate(Map.of("aws.access.key.id", "id"), Optional.empty()))
                .containsOnlyKeys("aws.secret.access.key");
        assertThat(tried).isEmpty();
    }

    @Test
    void itIsTriedBesideOtherProblems() {
        assertThat(validate(Map.of("timezone", "Mars"), Optional.of(new Problem(Fault.BUCKET, "x"))))
                .containsOnlyKeys("timezone", "s3.bucket.name");
    }

    @Test
    void aClassOfTheUsersThatCannotBeMadeIsReported() {
        var connector = new S3ParquetSinkConnector((settings, limit) -> {
            throw new ConfigException("cannot be made");
        });

        assertThat(errors(connector, Map.of("s3.bucket.name", "lake")))
                .containsOnlyKeys("s3.credentials.provider.class");
    }

    @Test
    void theNamesOfPartitionersAreOffered() {
        var connector = new S3ParquetSinkConnector((settings, limit) -> Optional.empty());

        assertThat(connector.validate(Map.of("s3.bucket.name", "lake")).configValues())
                .filteredOn(value -> value.name().equals("partitioner.class"))
                .singleElement()
                .satisfies(value -> assertThat(value.recommendedValues())
                        .contains("HourlyPartitioner", "FieldPartitioner", "FieldAndTimeBasedPartitioner"));
    }

    private Map<String, List<String>> validate(Map<String, String> configuration, Optional<Problem> problem) {
        Map<String, String> complete = new HashMap<>(configuration);
        complete.put("s3.bucket.name", "lake");
        return errors(
                new S3ParquetSinkConnector((settings, limit) -> {
                    tried.add(settings);
                    return problem;
                }),
                complete);
    }

    private static Map<String, List<String>> errors(
            S3ParquetSinkConnector connector, Map<String, String> configuration) {
        return connector.validate(configuration).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }
}
