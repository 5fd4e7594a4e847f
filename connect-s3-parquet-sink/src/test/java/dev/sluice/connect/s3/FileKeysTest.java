// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.avro.AvroCodec;
import dev.sluice.connect.s3.avro.AvroFormat;
import dev.sluice.connect.s3.format.FileFormat;
import dev.sluice.connect.s3.format.GrowingFiles;
import dev.sluice.connect.s3.json.JsonFormat;
import dev.sluice.connect.s3.json.JsonFormat.Compression;
import dev.sluice.connect.s3.parquet.Codec;
import dev.sluice.connect.s3.parquet.ParquetFormat;
import dev.sluice.connect.s3.parquet.ParquetSettings;
import dev.sluice.connect.s3.parquet.TypeSet;
import dev.sluice.connect.s3.row.RecordPart;
import dev.sluice.connect.s3.row.RowLayout;
import dev.sluice.connect.s3.write.NullValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys that say what is in the files: {@link FileKeys} and {@link RowKeys}. */
class FileKeysTest {
    @Test
    void everyKeyOfParquetIsRead() {
        assertThat(format(Map.of(
                        "parquet.codec", "zstd",
                        "parquet.codec.level", "19",
                        "parquet.row.group.bytes", "1048576",
                        "parquet.page.bytes", "2048",
                        "parquet.dictionary.enabled", "false",
                        "parquet.dictionary.bytes", "4096",
                        "parquet.bloom.filter.columns", "id, address.zip",
                        "parquet.types", "spark",
                        "schema.compatibility", "full")))
                .isEqualTo(new GrowingFiles(
                        new ParquetFormat(new ParquetSettings(
                                Codec.ZSTD,
                                19,
                                1 << 20,
                                2048,
                                false,
                                4096,
                                Set.of("id", "address.zip"),
                                TypeSet.SPARK)),
                        RowLayout.VALUE_ONLY,
                        true,
                        false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"avro", "Avro", "io.confluent.connect.s3.format.avro.AvroFormat"})
    void avroIsKnownByBothItsNames(String name) {
        FileFormat format = format(Map.of("format.class", name, "avro.codec", "snappy"));

        assertThat(format)
                .isEqualTo(new GrowingFiles(new AvroFormat(AvroCodec.SNAPPY), RowLayout.VALUE_ONLY, false, false));
        assertThat(format.extension()).isEqualTo(".avro");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "io.confluent.connect.s3.format.json.JsonFormat"})
    void jsonIsKnownByBothItsNames(String name) {
        assertThat(format(Map.of(
                        "format.class", name,
                        "s3.compression.type", "gzip",
                        "s3.compression.level", "9",
                        "json.decimal.format", "NUMERIC")))
                .isEqualTo(new JsonFormat(RowLayout.VALUE_ONLY, true, new Compression(true, 9)));
    }

    @Test
    void bareBytesAreNotAFormat() {
        assertThat(validate(Map.of("format.class", "io.confluent.connect.s3.format.bytearray.ByteArrayFormat")))
                .hasEntrySatisfying(
                        "format.class", message -> assertThat(message).contains("parquet, json, avro"));
    }

    @ParameterizedTest
    @CsvSource({
        "zstd, 22, true",
        "zstd, 1, true",
        "zstd, 0, false",
        "gzip, 9, true",
        "gzip, 10, false",
        "snappy, 1, false",
        "snappy, -1, true",
        "none, 3, false",
        "lz4_raw, 5, false"
    })
    void aLevelMustBeOneOfItsCodec(String codec, String level, boolean fits) {
        Map<String, String> problems = validate(Map.of("parquet.codec", codec, "parquet.codec.level", level));

        assertThat(problems.containsKey("parquet.codec.level")).isEqualTo(!fits);
    }

    @ParameterizedTest
    @CsvSource({"parquet, parquet.codec", "avro, avro.codec"})
    void onlyJsonIsCompressedAsAWhole(String format, String instead) {
        assertThat(validate(Map.of("format.class", format, "s3.compression.type", "gzip")))
                .hasEntrySatisfying(
                        "s3.compression.type", message -> assertThat(message).contains(instead));
    }

    @Test
    void columnsBesideTheValueHaveTheNamesThatAreChosen() {
        assertThat(layout(Map.of(
                        "columns.key", "k",
                        "columns.headers", "h",
                        "columns.topic", "t",
                        "columns.partition", "p",
                        "columns.offset", "o",
                        "columns.timestamp", "ts",
                        "behavior.on.null.values", "write")))
                .isEqualTo(new RowLayout(
                        Map.of(
                                RecordPart.KEY, "k",
                                RecordPart.HEADERS, "h",
                                RecordPart.TOPIC, "t",
                                RecordPart.PARTITION, "p",
                                RecordPart.OFFSET, "o",
                                RecordPart.TIMESTAMP, "ts"),
                        Set.of(),
                        true));
    }

    @Test
    void theIncumbentsWayToKeepKeysAndHeadersMeansColumnsOfTheSameFile() {
        Map<String, String> incumbent = Map.of(
                "s3.bucket.name", "lake",
                "store.kafka.keys", "true",
                "keys.format.class", "io.confluent.connect.s3.format.parquet.ParquetFormat",
                "store.kafka.headers", "true",
                "headers.format.class", "io.confluent.connect.s3.format.parquet.ParquetFormat",
                "columns.headers", "h");

        assertThat(layout(incumbent).columns()).isEqualTo(Map.of(RecordPart.KEY, "__key", RecordPart.HEADERS, "h"));
        assertThat(validate(incumbent)).isEmpty();
        assertThat(S3ParquetSinkConfig.notes(incumbent))
                .extracting(note -> note.message())
                .satisfiesExactly(
                        keys -> assertThat(keys).contains("store.kafka.keys", "the column '__key'", "columns.key"),
                        headers -> assertThat(headers).contains("store.kafka.headers", "the column 'h'"));
        assertThat(S3ParquetSinkConfig.TABLE.withoutEffect(incumbent))
                .extracting(finding -> finding.key())
                .containsExactly("headers.format.class", "keys.format.class");
    }

    @Test
    void fieldsThatTheDirectorySaysCanBeLeftOut() {
        assertThat(layout(Map.of(
                                "partitioner.class", "FieldPartitioner",
                                "partition.field.name", "country,address.city",
                                "partition.columns.keep", "false"))
                        .leftOut())
                .contains("country");
    }

    @Test
    void twoColumnsOfOneNameAreAProblemOfTheSecond() {
        assertThat(validate(Map.of("columns.topic", "x", "columns.offset", "X")))
                .containsOnlyKeys("columns.offset")
                .hasEntrySatisfying(
                        "columns.offset", message -> assertThat(message).contains("columns.topic"));
    }

    @Test
    void writingNullValuesNeedsAColumnThatSaysWhichRecordItWas() {
        assertThat(validate(Map.of("behavior.on.null.values", "write"))).containsOnlyKeys("behavior.on.null.values");
        assertThat(validate(Map.of("behavior.on.null.values", "write", "columns.timestamp", "ts")))
                .containsOnlyKeys("behavior.on.null.values");
        assertThat(validate(Map.of("behavior.on.null.values", "write", "columns.offset", "o")))
                .isEmpty();
        assertThat(validate(Map.of("behavior.on.null.values", "write", "store.kafka.keys", "true")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FieldPartitioner", "FieldAndTimeBasedPartitioner"})
    void writingNullValuesNeedsADirectoryThatIsNotInTheValue(String partitioner) {
        assertThat(validate(Map.of(
                        "behavior.on.null.values", "write",
                        "columns.key", "k",
                        "partitioner.class", partitioner,
                        "partition.field.name", "country",
                        "path.format", "YYYY",
                        "partition.duration.ms", "3600000",
                        "timestamp.extractor", "Record")))
                .containsOnlyKeys("behavior.on.null.values");
    }

    @Test
    void writingNullValuesNeedsATimeThatIsNotInTheValue() {
        assertThat(validate(Map.of(
                        "behavior.on.null.values", "write",
                        "columns.key", "k",
                        "partitioner.class", "HourlyPartitioner",
                        "timestamp.extractor", "RecordField")))
                .hasEntrySatisfying("behavior.on.null.values", message -> assertThat(message)
                        .contains("timestamp.extractor=Record"));
    }

    @ParameterizedTest
    @CsvSource({"fail, true, FAIL", "ignore, true, REPORT", "ignore, false, IGNORE", "write, true, WRITE"})
    void whatBecomesOfNullValues(String behavior, String report, NullValues expected) {
        assertThat(parse(Map.of("behavior.on.null.values", behavior, "report.null.values.to.dlq", report))
                        .writing()
                        .nullValues())
                .isEqualTo(expected);
    }

    private static FileFormat format(Map<String, String> configuration) {
        return parse(configuration).writing().format();
    }

    private static RowLayout layout(Map<String, String> configuration) {
        return ((GrowingFiles) format(configuration)).layout();
    }

    private static S3ParquetSinkConfig parse(Map<String, String> configuration) {
        return S3ParquetSinkConfig.parse(complete(configuration));
    }

    private static Map<String, String> complete(Map<String, String> configuration) {
        Map<String, String> complete = new HashMap<>(configuration);
        complete.put("s3.bucket.name", "lake");
        complete.put("validate.bucket", "false");
        return complete;
    }

    /** The first message on each key that has one. */
    private static Map<String, String> validate(Map<String, String> configuration) {
        List<ConfigValue> values =
                new S3ParquetSinkConnector().validate(complete(configuration)).configValues();
        return values.stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(
                        ConfigValue::name, value -> value.errorMessages().get(0)));
    }
}
