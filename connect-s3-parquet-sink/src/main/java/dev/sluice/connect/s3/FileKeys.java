// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.s3.avro.AvroCodec;
import dev.sluice.connect.s3.avro.AvroFormat;
import dev.sluice.connect.s3.format.FileFormat;
import dev.sluice.connect.s3.format.GrowingFiles;
import dev.sluice.connect.s3.format.RowFormat;
import dev.sluice.connect.s3.json.JsonFormat;
import dev.sluice.connect.s3.parquet.Codec;
import dev.sluice.connect.s3.parquet.ParquetFormat;
import dev.sluice.connect.s3.parquet.ParquetSettings;
import dev.sluice.connect.s3.parquet.TypeSet;
import dev.sluice.connect.s3.partition.SchemaAffix;
import dev.sluice.connect.s3.row.RowLayout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/** The format of files, and how they are compressed and laid out. Which rows they hold is in {@link RowKeys}. */
final class FileKeys {
    private static final String NO_AVRO =
            "files are written from Connect's data directly, without Confluent's converter" + " to Avro in between";
    private static final int MIN_ROW_GROUP = 1 << 20;
    private static final int MIN_PAGE = 1 << 10;
    private static final int MAX_GZIP_LEVEL = 9;
    private static final int MAX_LEVEL = 22;

    /** The values of {@code s3.compression.type}. */
    enum Compression {
        NONE,
        GZIP
    }

    /** The values of {@code json.decimal.format}. */
    enum DecimalFormat {
        BASE64,
        NUMERIC
    }

    static final ConfigKey<FormatType> FORMAT = ConfigKey.parsed("format.class", FormatType::parse)
            .defaultTo("parquet")
            .importance(Importance.HIGH)
            .dependents("parquet.codec", "avro.codec", "s3.compression.type", "json.decimal.format")
            .doc(
                    "The format of the files: parquet, json (one object a line) or avro; or the name of Confluent's class for"
                            + " it.");
    static final ConfigKey<Codec> CODEC = ConfigKey.oneOf("parquet.codec", Codec.class, '_')
            .defaultTo("snappy")
            .dependents("parquet.codec.level")
            .doc("How Parquet's pages are compressed.");
    static final ConfigKey<Integer> CODEC_LEVEL = ConfigKey.integer("parquet.codec.level")
            .defaultTo(Codec.DEFAULT_LEVEL)
            .validatedBy(Range.between(-1, MAX_LEVEL))
            .doc(
                    "How hard zstd (1 to 22) or gzip (1 to 9) tries; -1 for its usual effort, which is 3 for zstd and 6 for"
                            + " gzip.");
    static final ConfigKey<Long> ROW_GROUP = ConfigKey.longInteger("parquet.row.group.bytes")
            .defaultTo(64L << 20)
            .validatedBy(Range.atLeast(MIN_ROW_GROUP))
            .doc(
                    "About how many bytes, encoded and not yet compressed, make a row group of a Parquet file. Readers work on"
                            + " row groups in parallel, and writing holds one for each open file.");
    static final ConfigKey<Integer> PAGE = ConfigKey.integer("parquet.page.bytes")
            .defaultTo(1 << 20)
            .validatedBy(Range.atLeast(MIN_PAGE))
            .doc("About how many bytes, encoded and not yet compressed, make a page of a column.");
    static final ConfigKey<Boolean> DICTIONARY = ConfigKey.bool("parquet.dictionary.enabled")
            .defaultTo(true)
            .doc("Whether values that repeat are written once a column and row group. Without it, columns whose values"
                    + " hardly repeat are written faster.");
    static final ConfigKey<Integer> DICTIONARY_BYTES = ConfigKey.integer("parquet.dictionary.bytes")
            .defaultTo(1 << 20)
            .validatedBy(Range.atLeast(MIN_PAGE))
            .doc("How large a column's dictionary may become before the column is written without one.");
    static final ConfigKey<List<String>> BLOOM_FILTERS = ConfigKey.list("parquet.bloom.filter.columns")
            .doc("Columns that get a Bloom filter, with which readers pass over row groups that lack a value. Dots lead"
                    + " into structs. Each takes up to 2 MiB of memory in an open file, so name only columns that are looked"
                    + " up by value, such as an id.");
    static final ConfigKey<TypeSet> TYPES = ConfigKey.oneOf("parquet.types", TypeSet.class, '_')
            .defaultTo("standard")
            .doc(
                    "Which types columns of Parquet may have. Spark (3.5) reads no table in which a column is a UUID, a time of"
                            + " day or a timestamp of nanoseconds. spark writes UUIDs and times of day as text, and nanoseconds as an"
                            + " integer; standard writes the types that Parquet has for them, which DuckDB reads, among others.");
    static final ConfigKey<AvroCodec> AVRO_CODEC = ConfigKey.oneOf("avro.codec", AvroCodec.class, '_')
            .defaultTo("null")
            .doc("How blocks of Avro files are compressed; null for not at all.");
    static final ConfigKey<Compression> COMPRESSION = ConfigKey.oneOf("s3.compression.type", Compression.class, '_')
            .defaultTo("none")
            .dependents("s3.compression.level")
            .doc("Whether JSON files are compressed as a whole. Parquet and Avro compress within: see parquet.codec and"
                    + " avro.codec.");
    static final ConfigKey<Integer> COMPRESSION_LEVEL = ConfigKey.integer("s3.compression.level")
            .defaultTo(-1)
            .validatedBy(Range.between(-1, MAX_GZIP_LEVEL))
            .doc("How hard gzip tries, 1 to 9; -1 for its usual effort, 0 for none.");
    static final ConfigKey<DecimalFormat> JSON_DECIMALS = ConfigKey.oneOf(
                    "json.decimal.format", DecimalFormat.class, '_')
            .defaultTo("base64")
            .doc(
                    "How JSON shows decimals: numeric as numbers, base64 as the bytes of their digits, as the incumbent does.");

    private FileKeys() {}

    static void declare(ConfigTable.Builder table) {
        table.group(
                        "Files",
                        FORMAT,
                        CODEC,
                        CODEC_LEVEL,
                        ROW_GROUP,
                        PAGE,
                        DICTIONARY,
                        DICTIONARY_BYTES,
                        BLOOM_FILTERS,
                        TYPES,
                        AVRO_CODEC,
                        COMPRESSION,
                        COMPRESSION_LEVEL,
                        JSON_DECIMALS)
                .acceptedWithoutEffect("schema.generator.class", "no connector reads it any more")
                .acceptedWithoutEffect("format.bytearray.extension", "there is no format for bare bytes")
                .acceptedWithoutEffect("format.bytearray.separator", "there is no format for bare bytes")
                .acceptedWithoutEffect("enhanced.avro.schema.support", NO_AVRO)
                .acceptedWithoutEffect("connect.meta.data", NO_AVRO)
                .acceptedWithoutEffect("allow.optional.map.keys", NO_AVRO)
                .acceptedWithoutEffect("schemas.cache.config", NO_AVRO);
    }

    static Stream<Finding> problems(ConfigValues values) {
        return Stream.of(
                        ConfigParsers.problem(CODEC_LEVEL, () -> checkLevel(values)),
                        ConfigParsers.problem(COMPRESSION, () -> checkCompression(values)))
                .flatMap(Optional::stream);
    }

    private static void checkLevel(ConfigValues values) {
        Codec codec = values.get(CODEC);
        if (values.get(FORMAT) == FormatType.PARQUET && !codec.hasLevel(values.get(CODEC_LEVEL))) {
            throw new ConfigException(
                    CODEC_LEVEL.name(),
                    values.get(CODEC_LEVEL),
                    "the levels of parquet.codec=" + codec.name().toLowerCase(Locale.ROOT) + ": " + codec.levels());
        }
    }

    private static void checkCompression(ConfigValues values) {
        FormatType format = values.get(FORMAT);
        if (values.get(COMPRESSION) == Compression.GZIP && format != FormatType.JSON) {
            throw new ConfigException(
                    COMPRESSION.name(),
                    "gzip",
                    "only JSON files are compressed as a whole; for " + format.shortName() + " set "
                            + (format == FormatType.AVRO ? AVRO_CODEC : CODEC).name());
        }
    }

    static FileFormat format(ConfigValues values) {
        RowLayout layout = RowKeys.layout(values, DirectoryKeys.leftOut(values));
        boolean oneKindOnly = RowKeys.oneKindOnly(values);
        boolean namesApart = values.get(DirectoryKeys.SCHEMA_AFFIX) != SchemaAffix.NONE;
        return switch (values.get(FORMAT)) {
            case PARQUET -> new GrowingFiles(parquet(values), layout, oneKindOnly, namesApart);
            case AVRO -> new GrowingFiles(new AvroFormat(values.get(AVRO_CODEC)), layout, oneKindOnly, namesApart);
            case JSON ->
                new JsonFormat(
                        layout,
                        values.get(JSON_DECIMALS) == DecimalFormat.NUMERIC,
                        new JsonFormat.Compression(
                                values.get(COMPRESSION) == Compression.GZIP, values.get(COMPRESSION_LEVEL)));
        };
    }

    private static RowFormat parquet(ConfigValues values) {
        return new ParquetFormat(new ParquetSettings(
                values.get(CODEC),
                values.get(CODEC_LEVEL),
                values.get(ROW_GROUP),
                values.get(PAGE),
                values.get(DICTIONARY),
                values.get(DICTIONARY_BYTES),
                Set.copyOf(values.get(BLOOM_FILTERS)),
                values.get(TYPES)));
    }
}
