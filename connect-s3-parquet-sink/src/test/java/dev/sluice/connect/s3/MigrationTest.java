// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.s3.partition.Partitioner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A configuration of Confluent's S3 sink works here with another connector.class and nothing else. */
class MigrationTest {
    private static final Pattern ENTRY = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\":\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TABLE_ROW = Pattern.compile("^\\| `([^`]+)`(?:, `([^`]+)`)*", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([a-z0-9][a-z0-9.]*)`");

    @ParameterizedTest
    @ValueSource(strings = {"hourly", "daily", "field", "default"})
    void aWholeConfigurationIsAccepted(String name) throws IOException {
        Map<String, String> config = confluent(name);

        assertThat(errors(config)).isEmpty();
        assertThat(unknown(config)).isEmpty();
        new S3ParquetSinkConnector().start(config);
    }

    @ParameterizedTest
    @CsvSource({
        "hourly, topics/orders/year=2026/month=11/day=20/hour=05/orders+3+0000000042.snappy.parquet",
        "daily, topics/orders/year=2026/month=11/day=19/orders+3+0000000042.gz.parquet",
        "field, lake/raw/orders/country=NP/address.city=Kathmandu/orders-3-00000000000000000042.zstd.parquet",
        "default, topics/orders/partition=3/orders+3+0000000042.snappy.parquet"
    })
    void anObjectHasTheNameItHadBefore(String configuration, String key) throws IOException {
        S3ParquetSinkConfig config = S3ParquetSinkConfig.parse(confluent(configuration));
        Partitioner partitioner = config.partitioning().create(() -> 0);
        SinkRecord record = order();

        String directory = partitioner.directory(record, partitioner.timestamp(record));

        var names = config.writing().names();
        assertThat(names.key(names.chainPrefix("orders", directory, new TopicPartition("orders", 3)), 42))
                .isEqualTo(key);
    }

    /** All of the incumbent's keys, each with a value other than its default where that makes sense alone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format.class | io.confluent.connect.s3.format.parquet.ParquetFormat",
                "flush.size | 1000",
                "rotate.interval.ms | 60000",
                "rotate.schedule.interval.ms | 60000",
                "retry.backoff.ms | 1",
                "filename.offset.zero.pad.width | 20",
                "parquet.codec | zstd",
                "topics.dir | raw",
                "store.url | https://minio:9000",
                "directory.delim | /",
                "file.delim | -",
                "partitioner.class | io.confluent.connect.storage.partitioner.HourlyPartitioner",
                "partition.field.name | a,b",
                "partition.duration.ms | 1000",
                "path.format | YYYY",
                "locale | de-DE",
                "timezone | Europe/Berlin",
                "timestamp.extractor | Record",
                "timestamp.field | at",
                "s3.schema.partition.affix.type | PREFIX",
                "s3.bucket.name | lake",
                "s3.region | eu-central-1",
                "s3.part.size | 5242880",
                "s3.part.retries | 5",
                "s3.retry.backoff.ms | 100",
                "s3.credentials.provider.class | com.amazonaws.auth.DefaultAWSCredentialsProviderChain",
                "s3.credentials.provider.sts.role.arn | arn",
                "s3.credentials.provider.sts.role.session.name | s",
                "s3.credentials.provider.sts.role.external.id | e",
                "s3.credentials.provider.sts.region | us-east-1",
                "s3.path.style.access.enabled | false",
                "s3.ssea.name | AES256",
                "s3.sse.customer.key | MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
                "s3.acl.canned | private",
                "s3.object.tagging | true",
                "s3.object.behavior.on.tagging.error | fail",
                "s3.proxy.url | http://proxy:3128",
                "behavior.on.null.values | ignore"
            })
    void aKeyOfTheIncumbentHasItsEffectUnchanged(String key, String value) {
        Map<String, String> config = withBucket(key, value);

        assertThat(errors(config)).isEmpty();
        assertThat(S3ParquetSinkConfig.TABLE.withoutEffect(config)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "storage.class | io.confluent.connect.s3.storage.S3Storage",
                "schema.generator.class | io.confluent.connect.storage.hive.schema.DefaultSchemaGenerator",
                "schemas.cache.config | 100",
                "enhanced.avro.schema.support | true",
                "connect.meta.data | false",
                "allow.optional.map.keys | true",
                "format.bytearray.extension | .bin",
                "format.bytearray.separator | ,",
                "s3.http.send.expect.continue | false",
                "s3.elastic.buffer.enable | true",
                "s3.elastic.buffer.init.capacity | 1024",
                "s3.send.digest | true",
                "enable.conditional.writes | true",
                "max.write.duration.ms | 60000",
                "rotate.file.on.partition.change | false",
                "append.late.data | true"
            })
    void aKeyWithoutMeaningHereIsAcceptedAndSaysWhy(String key, String value) {
        Map<String, String> config = withBucket(key, value);

        assertThat(errors(config)).isEmpty();
        assertThat(S3ParquetSinkConfig.TABLE.withoutEffect(config))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .startsWith("'" + key + "' has no effect: ");
    }

    /** They belong to what is written, and may have an effect or say why not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema.compatibility | BACKWARD",
                "shutdown.timeout.ms | 1000",
                "avro.codec | snappy",
                "json.decimal.format | NUMERIC",
                "s3.compression.type | none",
                "s3.compression.level | -1",
                "report.null.values.to.dlq | false"
            })
    void aKeyOfOtherFormatsIsAccepted(String key, String value) {
        assertThat(errors(withBucket(key, value))).isEmpty();
        assertThat(unknown(withBucket(key, value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "s3.bucket, s3.bucket.name",
        "rotate.intervall.ms, rotate.interval.ms",
        "partition.field.names, partition.field.name",
        "aws.acess.key.id, aws.access.key.id"
    })
    void anUnknownKeyIsToldWithTheNearestOne(String written, String meant) {
        assertThat(unknown(withBucket(written, "x")))
                .singleElement()
                .asString()
                .contains("'" + written + "'")
                .contains("did you mean '" + meant + "'?");
    }

    @Test
    void everyKeyInTheMigrationTablesIsOneOrIsAccepted() throws IOException {
        List<String> keys = new ArrayList<>();
        String page = Files.readString(Path.of("../docs/migrating/from-confluent-s3.md"));
        page = page.substring(page.indexOf("## Key by key"));
        Matcher row = TABLE_ROW.matcher(page);
        while (row.find()) {
            String firstCell = page.substring(row.start(), page.indexOf(" |", row.start() + 2));
            Matcher key = CODE.matcher(firstCell);
            while (key.find()) {
                keys.add(key.group(1));
            }
        }

        assertThat(keys).hasSizeGreaterThan(50).doesNotHaveDuplicates();
        assertThat(keys).allSatisfy(key -> assertThat(unknown(Map.of(key, "x"))).isEmpty());
    }

    @Test
    void theConfigurationOnThePageAboutMinioIsAccepted() throws IOException {
        String page = Files.readString(Path.of("../docs/how-to/minio.md"));
        Matcher entry = ENTRY.matcher(page.substring(page.indexOf("\"config\"") + 8, page.indexOf("`curl -X POST")));
        Map<String, String> config = new HashMap<>();
        while (entry.find()) {
            config.put(entry.group(1), entry.group(2));
        }

        assertThat(config).hasSizeGreaterThan(8);
        assertThat(errors(config)).isEmpty();
        assertThat(unknown(config)).isEmpty();
    }

    private static SinkRecord order() {
        Schema address =
                SchemaBuilder.struct().field("city", Schema.STRING_SCHEMA).build();
        Schema schema = SchemaBuilder.struct()
                .field("ordered_at", Schema.INT64_SCHEMA)
                .field("country", Schema.STRING_SCHEMA)
                .field("address", address)
                .build();
        long time = Instant.parse("2026-11-20T05:06:07Z").toEpochMilli();
        Struct value = new Struct(schema)
                .put("ordered_at", time)
                .put("country", "NP")
                .put("address", new Struct(address).put("city", "Kathmandu"));
        return Records.record(new TopicPartition("orders", 3), 42, time, schema, value);
    }

    private static Map<String, String> withBucket(String key, String value) {
        Map<String, String> config = new HashMap<>(Map.of("s3.bucket.name", "lake"));
        config.put(key, value);
        return config;
    }

    private static List<String> unknown(Map<String, String> config) {
        return S3ParquetSinkConfig.TABLE.withoutEffect(config).stream()
                .map(Finding::message)
                .filter(message -> message.contains("is not a key"))
                .toList();
    }

    private static List<String> errors(Map<String, String> config) {
        return new S3ParquetSinkConnector((settings, limit) -> Optional.empty())
                .validate(config).configValues().stream()
                        .flatMap(value -> value.errorMessages().stream())
                        .toList();
    }

    private static Map<String, String> confluent(String name) throws IOException {
        Map<String, String> config = new HashMap<>();
        try (InputStream in = MigrationTest.class.getResourceAsStream("/confluent/" + name + ".json")) {
            Matcher entry = ENTRY.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (entry.find()) {
                config.put(entry.group(1), entry.group(2).replace("\\\\", "\\"));
            }
        }
        assertThat(config).hasSizeGreaterThan(10);
        config.put("connector.class", "dev.sluice.connect.s3.S3ParquetSinkConnector");
        return config;
    }
}
