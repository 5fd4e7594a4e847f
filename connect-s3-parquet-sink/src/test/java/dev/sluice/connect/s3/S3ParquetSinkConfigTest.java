// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.config.ReferencePage;
import dev.sluice.connect.s3.chain.FileMetadata.Origin;
import dev.sluice.connect.s3.chain.ObjectNames;
import dev.sluice.connect.s3.format.FileFormat;
import dev.sluice.connect.s3.format.GrowingFiles;
import dev.sluice.connect.s3.parquet.Codec;
import dev.sluice.connect.s3.parquet.ParquetFormat;
import dev.sluice.connect.s3.parquet.ParquetSettings;
import dev.sluice.connect.s3.partition.ExtractorType;
import dev.sluice.connect.s3.partition.PartitionerType;
import dev.sluice.connect.s3.partition.Partitioners;
import dev.sluice.connect.s3.partition.SchemaAffix;
import dev.sluice.connect.s3.partition.TimestampUnit;
import dev.sluice.connect.s3.rotation.RotationPolicy;
import dev.sluice.connect.s3.row.RowLayout;
import dev.sluice.connect.s3.storage.ConditionalWrites;
import dev.sluice.connect.s3.storage.Connection;
import dev.sluice.connect.s3.storage.Credentials;
import dev.sluice.connect.s3.storage.NewObjects;
import dev.sluice.connect.s3.storage.S3Settings;
import dev.sluice.connect.s3.write.NullValues;
import dev.sluice.connect.s3.write.WriterSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;

class S3ParquetSinkConfigTest {
    @Test
    void withNothingButABucketTheDefaultsHold() {
        S3ParquetSinkConfig config = S3ParquetSinkConfig.parse(Map.of("s3.bucket.name", "lake"));

        assertThat(config.partitioning())
                .isEqualTo(new Partitioners(
                        PartitionerType.DEFAULT,
                        "",
                        Duration.ofMillis(-1),
                        Locale.US,
                        ZoneId.of("UTC"),
                        "/",
                        ExtractorType.WALLCLOCK,
                        "timestamp",
                        TimestampUnit.MILLIS,
                        new Partitioners.Fields(List.of(), true, "null"),
                        SchemaAffix.NONE));
        assertThat(config.writing())
                .isEqualTo(new WriterSettings(
                        new Origin("", config.partitioning().fingerprint()),
                        false,
                        new RotationPolicy(
                                null,
                                128 << 20,
                                null,
                                null,
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(1),
                                ZoneId.of("UTC")),
                        new ObjectNames("topics", "/", "+", 10, ".snappy.parquet"),
                        parquet(Codec.SNAPPY, false),
                        NullValues.FAIL,
                        null,
                        Math.max(32 << 20, Runtime.getRuntime().maxMemory() / 8),
                        4,
                        25 << 20,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(3)));
        assertThat(config.store())
                .isEqualTo(new S3Settings(
                        "lake",
                        new Connection("us-west-2", null, true, false, null, 3, Duration.ofMillis(200)),
                        new Credentials.DefaultChain(),
                        new NewObjects(
                                "application/vnd.apache.parquet",
                                new NewObjects.Encryption.ByBucket(),
                                null,
                                null,
                                NewObjects.Tags.NONE),
                        ConditionalWrites.AUTO,
                        "topics/_sluice/conditional-writes-probe"));
    }

    @Test
    void everyKeyIsRead() {
        S3ParquetSinkConfig config = S3ParquetSinkConfig.parse(Map.ofEntries(
                Map.entry("name", "sink"),
                Map.entry("s3.bucket.name", "lake"),
                Map.entry("s3.region", "eu-central-1"),
                Map.entry("store.url", "minio:9000"),
                Map.entry("s3.path.style.access.enabled", "false"),
                Map.entry("aws.access.key.id", "key"),
                Map.entry("aws.secret.access.key", "secret"),
                Map.entry("s3.part.size", "5242880"),
                Map.entry("s3.part.retries", "0"),
                Map.entry("s3.retry.backoff.ms", "7"),
                Map.entry("retry.backoff.ms", "8"),
                Map.entry("conditional.writes", "off"),
                Map.entry("format.class", "io.confluent.connect.s3.format.parquet.ParquetFormat"),
                Map.entry("parquet.codec", "lz4_raw"),
                Map.entry("behavior.on.null.values", "ignore"),
                Map.entry("flush.size", "9"),
                Map.entry("rotate.size.bytes", "10"),
                Map.entry("rotate.interval.ms", "11"),
                Map.entry("rotate.schedule.interval.ms", "12"),
                Map.entry("rotate.open.interval.ms", "-1"),
                Map.entry("rotate.idle.interval.ms", "14"),
                Map.entry("rotate.window.grace.ms", "-1"),
                Map.entry("buffer.memory.bytes", "15"),
                Map.entry("partitioner.max.open.files", "16"),
                Map.entry("upload.threads", "17"),
                Map.entry("shutdown.timeout.ms", "18"),
                Map.entry("partitioner.class", "FieldAndTimeBasedPartitioner"),
                Map.entry("path.format", "YYYY"),
                Map.entry("partition.duration.ms", "13"),
                Map.entry("locale", "pt_BR"),
                Map.entry("timezone", "America/Sao_Paulo"),
                Map.entry("timestamp.extractor", "RecordField"),
                Map.entry("timestamp.field", "source.ts_ms"),
                Map.entry("timestamp.field.unit", "nanos"),
                Map.entry("partition.field.name", "a, b.c"),
                Map.entry("partition.field.format.path", "false"),
                Map.entry("partition.field.null", "__HIVE_DEFAULT_PARTITION__"),
                Map.entry("s3.schema.partition.affix.type", "SUFFIX"),
                Map.entry("topics.dir", ""),
                Map.entry("directory.delim", "|"),
                Map.entry("file.delim", "-"),
                Map.entry("filename.offset.zero.pad.width", "5")));

        assertThat(config.partitioning())
                .isEqualTo(new Partitioners(
                        PartitionerType.FIELD_AND_TIME,
                        "YYYY",
                        Duration.ofMillis(13),
                        new Locale("pt", "BR"),
                        ZoneId.of("America/Sao_Paulo"),
                        "|",
                        ExtractorType.RECORD_FIELD,
                        "source.ts_ms",
                        TimestampUnit.NANOS,
                        new Partitioners.Fields(List.of("a", "b.c"), false, "__HIVE_DEFAULT_PARTITION__"),
                        SchemaAffix.SUFFIX));
        assertThat(config.writing())
                .isEqualTo(new WriterSettings(
                        new Origin("sink", config.partitioning().fingerprint()),
                        false,
                        new RotationPolicy(
                                9L,
                                10,
                                Duration.ofMillis(11),
                                Duration.ofMillis(12),
                                null,
                                Duration.ofMillis(14),
                                null,
                                ZoneId.of("America/Sao_Paulo")),
                        new ObjectNames("", "|", "-", 5, ".lz4raw.parquet"),
                        parquet(Codec.LZ4_RAW, true),
                        NullValues.REPORT,
                        16,
                        15,
                        17,
                        5 << 20,
                        Duration.ofMillis(8),
                        Duration.ofMillis(18)));
        assertThat(config.store())
                .isEqualTo(new S3Settings(
                        "lake",
                        new Connection(
                                "eu-central-1",
                                URI.create("https://minio:9000"),
                                false,
                                false,
                                null,
                                0,
                                Duration.ofMillis(7)),
                        new Credentials.Keys("key", new Password("secret")),
                        new NewObjects(
                                "application/vnd.apache.parquet",
                                new NewObjects.Encryption.ByBucket(),
                                null,
                                null,
                                NewObjects.Tags.NONE),
                        ConditionalWrites.OFF,
                        "_sluice|conditional-writes-probe"));
    }

    @Test
    void everyProblemWithAValueIsReportedOnItsKeyAtOnce() {
        Map<String, List<String>> errors = validate(Map.of(
                "timezone", "Mars/Olympus",
                "locale", "xx-YY",
                "partitioner.class", "com.example.OurPartitioner",
                "timestamp.extractor", "Sundial",
                "format.class", "io.confluent.connect.s3.format.orc.OrcFormat",
                "parquet.codec", "brotli",
                "store.url", "http://",
                "s3.part.size", "1",
                "flush.size", "0"));

        assertThat(errors)
                .containsOnlyKeys(
                        "s3.bucket.name",
                        "timezone",
                        "locale",
                        "partitioner.class",
                        "timestamp.extractor",
                        "format.class",
                        "parquet.codec",
                        "store.url",
                        "s3.part.size",
                        "flush.size");
    }

    @Test
    void everyProblemWithACombinationIsReportedOnTheKeyToChange() {
        Map<String, List<String>> errors = validate(Map.of(
                "s3.bucket.name", "lake",
                "partitioner.class", "TimeBasedPartitioner",
                "path.format", "YYYY/LL",
                "file.delim", "",
                "aws.access.key.id", "key"));

        assertThat(errors)
                .containsOnlyKeys("path.format", "partition.duration.ms", "file.delim", "aws.secret.access.key");
        assertThat(errors.get("path.format")).singleElement().asString().contains("'L' is not a letter");
    }

    @Test
    void wrongValuesAndWrongCombinationsAreReportedTogether() {
        assertThat(validate(Map.of("partitioner.class", "TimeBasedPartitioner", "timezone", "Mars/Olympus")))
                .containsOnlyKeys("s3.bucket.name", "timezone", "path.format", "partition.duration.ms");
    }

    @Test
    void aTimeBasedPartitionerNeedsAPattern() {
        assertThat(validate(Map.of(
                        "s3.bucket.name", "lake",
                        "partitioner.class", "TimeBasedPartitioner",
                        "partition.duration.ms", "3600000")))
                .containsOnlyKeys("path.format");
    }

    @Test
    void aConnectorDoesNotStartWithABadCombination() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new S3ParquetSinkConnector()
                        .start(Map.of("s3.bucket.name", "lake", "partitioner.class", "TimeBasedPartitioner")))
                .withMessageContaining("path.format");
    }

    @Test
    void aConfigurationOfTheIncumbentWorksAsItIs() {
        Map<String, String> incumbent = Map.ofEntries(
                Map.entry("s3.bucket.name", "lake"),
                Map.entry("storage.class", "io.confluent.connect.s3.storage.S3Storage"),
                Map.entry("format.class", "io.confluent.connect.s3.format.parquet.ParquetFormat"),
                Map.entry("partitioner.class", "io.confluent.connect.storage.partitioner.TimeBasedPartitioner"),
                Map.entry("path.format", "'year'=YYYY/'month'=MM/'day'=dd/'hour'=HH"),
                Map.entry("partition.duration.ms", "3600000"),
                Map.entry("locale", "en-US"),
                Map.entry("timezone", "UTC"),
                Map.entry("timestamp.extractor", "Record"),
                Map.entry("flush.size", "1000"),
                Map.entry("schema.compatibility", "BACKWARD"),
                Map.entry("enhanced.avro.schema.support", "true"));

        assertThat(validate(incumbent)).isEmpty();
        assertThat(S3ParquetSinkConfig.TABLE.withoutEffect(incumbent))
                .extracting(finding -> finding.key())
                .containsExactly("enhanced.avro.schema.support", "storage.class");
    }

    @Test
    void everyTaskGetsTheWholeConfiguration() {
        var connector = new S3ParquetSinkConnector();
        connector.start(Map.of("s3.bucket.name", "lake"));

        assertThat(connector.taskClass()).isEqualTo(S3ParquetSinkTask.class);
        assertThat(connector.taskConfigs(2))
                .containsExactly(
                        Map.of("s3.bucket.name", "lake", "task.id", "0"),
                        Map.of("s3.bucket.name", "lake", "task.id", "1"));
        assertThat(connector.version()).isEqualTo(PluginVersion.current());
    }

    @Test
    void connectFindsTheConnector() {
        assertThat(ServiceLoader.load(SinkConnector.class)).hasAtLeastOneElementOfType(S3ParquetSinkConnector.class);
    }

    @Test
    void theReferencePageIsCurrent() throws IOException {
        var page = new ReferencePage("S3 Parquet sink", """
                Class: `dev.sluice.connect.s3.S3ParquetSinkConnector`.

                Keys, values and defaults are those of Confluent's S3 sink where it has them, so a working configuration migrates by
                changing `connector.class` alone. Two things differ:

                - `flush.size` counts the records of one file, not those of all files of a Kafka partition, and is optional.
                - Every rotation rule delivers exactly once, `rotate.schedule.interval.ms` included. Only
                  `timestamp.extractor=Wallclock` does not.
                """, S3ParquetSinkConfig.TABLE);

        assertThat(page.checkedInAt(Path.of("../docs/reference/s3-parquet-sink.md")))
                .isEqualTo(page.toMarkdown());
    }

    private static FileFormat parquet(Codec codec, boolean namesApart) {
        return new GrowingFiles(new ParquetFormat(ParquetSettings.of(codec)), RowLayout.VALUE_ONLY, false, namesApart);
    }

    private static Map<String, List<String>> validate(Map<String, String> configuration) {
        Map<String, String> complete = new HashMap<>(configuration);
        complete.put("name", "sink");
        complete.put("topics", "orders");
        return new S3ParquetSinkConnector((settings, limit) -> Optional.empty())
                .validate(complete).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    @Test
    void aNullInTheConfigurationIsAKeyThatIsNotSet() {
        Map<String, String> written = new HashMap<>(Map.of("s3.bucket.name", "lake"));
        written.put("path.format", null);
        var connector = new S3ParquetSinkConnector((settings, limit) -> Optional.empty());

        assertThat(connector.validate(written).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        connector.start(written);
        assertThat(connector.taskConfigs(1)).containsExactly(Map.of("s3.bucket.name", "lake", "task.id", "0"));
    }
}
