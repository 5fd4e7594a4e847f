// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.joda.time.DateTimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryKeysTest {
    /** The incumbent takes Joda-Time's zones. */
    @Test
    void everyTimeZoneOfTheIncumbentIsOneHere() {
        Set<String> unknown = new HashSet<>(DateTimeZone.getAvailableIDs());
        unknown.removeIf(DirectoryKeysTest::isTimeZone);

        // A zone of 2025 is younger than some Java runtimes.
        assertThat(unknown).isSubsetOf(Set.of("America/Coyhaique"));
        for (String offset : List.of("+02:00", "-05:30", "Z", "UTC", "")) {
            assertThatCode(() -> DirectoryRules.timeZone(offset)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "en-US", "en_US", "US", "de", "pt_BR", "zh-Hans-CN", ""})
    void everyLocaleInUseIsOne(String text) {
        assertThatCode(() -> DirectoryRules.locale(text)).doesNotThrowAnyException();
    }

    @Test
    void aCountryAloneIsEnglish() {
        assertThat(DirectoryRules.locale("US")).isEqualTo(Locale.US);
        assertThat(DirectoryRules.locale("GB")).isEqualTo(Locale.UK);
    }

    @ParameterizedTest
    @CsvSource({
        "partitioner.class, FieldPartitioner, partition.field.name, needs the names of one field or more",
        "partitioner.class, TimeBasedPartitioner, path.format, needs a pattern",
        "partitioner.class, TimeBasedPartitioner, partition.duration.ms, needs a span of at least 1",
        "partitioner.class, FieldAndTimeBasedPartitioner, path.format, needs a pattern",
        "partitioner.class, FieldAndTimeBasedPartitioner, partition.field.name, needs the names of one field or more",
        "partition.field.null, a/b, partition.field.null, cannot stand in a directory",
        "partition.field.null, '', partition.field.null, cannot stand in a directory",
        "partition.field.null, __EMPTY__, partition.field.null, cannot stand in a directory"
    })
    void whatDoesNotGoTogetherIsToldOnTheKeyToChange(String key, String value, String wrong, String message) {
        assertThat(problems(Map.of(key, value))).anySatisfy((name, text) -> {
            assertThat(name).isEqualTo(wrong);
            assertThat(text).contains(message);
        });
    }

    @Test
    void aFieldIsNotNamedTwice() {
        assertThat(problems(Map.of("partitioner.class", "FieldPartitioner", "partition.field.name", "a, a")))
                .containsOnlyKeys("partition.field.name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "5", "%", "=", "_", "a/"})
    void aDelimiterThatEncodedValuesMayHoldIsNone(String delimiter) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> S3ParquetSinkConfig.parse(Map.of("s3.bucket.name", "b", "directory.delim", delimiter)))
                .withMessageContaining("directory.delim");
    }

    @Test
    void columnsThatAreOnlyInTheDirectoryNeedTheirNamesThere() {
        Map<String, String> nowhere =
                byCountry("partition.columns.keep", "false", "partition.field.format.path", "false");
        Map<String, String> named = byCountry("partition.columns.keep", "false");
        Map<String, String> kept = byCountry("partition.field.format.path", "false");

        assertThat(problems(nowhere)).containsOnlyKeys("partition.columns.keep");
        assertThat(problems(nowhere).get("partition.columns.keep")).contains("partition.field.format.path=false");
        assertThat(problems(named)).isEmpty();
        assertThat(problems(kept)).isEmpty();
    }

    @Test
    void theStartWarnsOfNullsThatReadersWouldTakeForTexts() {
        Map<String, String> texts = byCountry("partition.columns.keep", "false");
        Map<String, String> nulls =
                byCountry("partition.columns.keep", "false", "partition.field.null", "__HIVE_DEFAULT_PARTITION__");

        assertThat(S3ParquetSinkConfig.notes(texts)).singleElement().satisfies(note -> assertThat(note.message())
                .contains("'null'", "partition.field.null=__HIVE_DEFAULT_PARTITION__"));
        assertThat(S3ParquetSinkConfig.notes(nulls)).isEmpty();
        assertThat(S3ParquetSinkConfig.notes(byCountry())).isEmpty();
    }

    private static Map<String, String> byCountry(String... changes) {
        Map<String, String> configuration = new HashMap<>(Map.of(
                "s3.bucket.name", "b", "partitioner.class", "FieldPartitioner", "partition.field.name", "country"));
        for (int i = 0; i < changes.length; i += 2) {
            configuration.put(changes[i], changes[i + 1]);
        }
        return configuration;
    }

    private static boolean isTimeZone(String id) {
        try {
            return DirectoryRules.timeZone(id) != null;
        } catch (ConfigException e) {
            return false;
        }
    }

    private static Map<String, String> problems(Map<String, String> configuration) {
        Map<String, String> problems = new HashMap<>();
        S3ParquetSinkConfig.problems(configuration, Set.of())
                .forEach(finding -> problems.put(finding.key(), finding.message()));
        return problems;
    }
}
