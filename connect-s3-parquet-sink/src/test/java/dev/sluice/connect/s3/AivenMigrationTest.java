// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.partition.Partitioner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;

/** Keeps docs/migrating/from-aiven-s3.md true to this sink, and whole as to the other. */
class AivenMigrationTest {
    private static final Path PAGE = Path.of("../docs/migrating/from-aiven-s3.md");
    private static final Pattern BLOCK = Pattern.compile("```json\n([^`]+)```");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern KEY = Pattern.compile("[a-z0-9]+(\\.[a-z0-9]+)+(=.*)?");

    /** What Aiven's connector defines for its sink, names of long ago included. */
    private static final List<String> AIVENS_KEYS = List.of(
            "aws.access.key.id",
            "aws.secret.access.key",
            "aws.credentials.provider",
            "aws.s3.bucket.name",
            "aws.s3.sse.algorithm",
            "aws.s3.endpoint",
            "aws.s3.region",
            "aws.s3.part.size.bytes",
            "aws.s3.prefix",
            "aws.sts.role.arn",
            "aws.sts.role.external.id",
            "aws.sts.role.session.name",
            "aws.sts.role.session.duration",
            "aws.sts.config.endpoint",
            "aws.s3.backoff.delay.ms",
            "aws.s3.backoff.max.delay.ms",
            "aws.s3.backoff.max.retries",
            "kafka.retry.backoff.ms",
            "file.name.template",
            "file.prefix.template",
            "file.compression.type",
            "file.max.records",
            "file.name.timestamp.timezone",
            "file.name.timestamp.source",
            "format.output.type",
            "format.output.fields",
            "format.output.fields.value.encoding",
            "format.output.envelope",
            "timestamp.timezone",
            "timestamp.source",
            "aws_access_key_id",
            "aws_secret_access_key",
            "aws_s3_bucket",
            "aws_s3_endpoint",
            "aws_s3_region",
            "aws_s3_prefix",
            "output_compression",
            "output_fields");

    private final String page = read();

    @Test
    void theConfigurationAfterwardsIsValidAndEveryKeyOfItHasAnEffect() {
        Map<String, String> after = configuration(1);

        assertThat(after).containsEntry("connector.class", S3ParquetSinkConnector.class.getName());
        assertThat(new S3ParquetSinkConnector((settings, limit) -> Optional.empty())
                        .validate(after).configValues().stream().flatMap(value -> value.errorMessages().stream()))
                .isEmpty();
        assertThat(S3ParquetSinkConfig.TABLE.withoutEffect(after)).isEmpty();
    }

    @Test
    void anObjectIsCalledWhatThePageSaysAndWhatTheTemplateBeforeMakes() {
        S3ParquetSinkConfig config = S3ParquetSinkConfig.parse(configuration(1));
        Partitioner partitioner = config.partitioning().create(() -> 0);
        TopicPartition orders = new TopicPartition("orders", 0);
        // Half past midnight in Berlin, and still the day before in UTC.
        var record = Records.record(orders, 42, Instant.parse("2026-11-19T23:30:00Z"));
        var names = config.writing().names();

        String directory = partitioner.directory(record, partitioner.timestamp(record));
        String key = names.key(names.chainPrefix("orders", directory, orders), 42);

        assertThat(page).contains("Both write `" + key + "`");
        assertThat(configuration(0)
                        .get("file.name.template")
                        .replace("{{topic}}", "orders")
                        .replace("{{timestamp:unit=yyyy}}", "2026")
                        .replace("{{timestamp:unit=MM}}", "11")
                        .replace("{{timestamp:unit=dd}}", "20")
                        .replace("{{partition}}", "0")
                        .replace("{{start_offset:padding=true}}", String.format("%020d", 42)))
                .isEqualTo(key);
    }

    @Test
    void everyKeyOfTheOtherConnectorHasItsRow() {
        List<String> rows = cells(0);

        assertThat(rows).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(AIVENS_KEYS);
        assertThat(configuration(0).keySet().stream()
                        .filter(key -> !key.equals("connector.class") && !key.equals("topics")))
                .isSubsetOf(rows);
    }

    @Test
    void everyKeyThatIsNamedForItIsOneOfOurs() {
        List<String> named = new ArrayList<>(cells(1));
        cells(2).stream().filter(code -> KEY.matcher(code).matches()).forEach(named::add);

        assertThat(named).hasSizeGreaterThan(30).allSatisfy(code -> assertThat(
                        S3ParquetSinkConfig.TABLE.withoutEffect(Map.of(code.replaceAll("=.*", ""), "x")))
                .isEmpty());
    }

    /** The code in one column of the table of keys. */
    private List<String> cells(int column) {
        String table = page.substring(page.indexOf("## Key by key"), page.indexOf("## Names"));
        return table.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[column + 1])
                .flatMap(cell -> CODE.matcher(cell).results().map(found -> found.group(1)))
                .toList();
    }

    private Map<String, String> configuration(int number) {
        List<String> blocks =
                BLOCK.matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(blocks).hasSize(2);
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            Map<String, String> configuration = new HashMap<>();
            ((Map<?, ?>) converter
                            .toConnectData("page", blocks.get(number).getBytes(StandardCharsets.UTF_8))
                            .value())
                    .forEach((key, value) -> configuration.put((String) key, (String) value));
            return configuration;
        }
    }

    private static String read() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
