// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.s3.format.FileFormat;
import dev.sluice.connect.s3.parquet.Codec;
import dev.sluice.connect.s3.parquet.ParquetFormat;
import dev.sluice.connect.s3.write.NullValues;

/** What is in the files: their format, how it is compressed, which records they hold. */
final class FileKeys {
    private static final String NOT_PARQUET = "it belongs to formats other than Parquet";
    private static final String NO_AVRO = "Parquet is written from Connect's data directly, without Avro in between";

    static final ConfigKey<String> FORMAT = ConfigKey.parsed("format.class", ConfigParsers::format)
            .defaultTo("parquet")
            .doc("The format of the files: parquet, or the name that Confluent's connector has for it.");
    static final ConfigKey<Codec> CODEC = ConfigKey.oneOf("parquet.codec", Codec.class, '_')
            .defaultTo("snappy")
            .doc("How pages are compressed.");
    static final ConfigKey<NullValues> NULL_VALUES = ConfigKey.oneOf("behavior.on.null.values", NullValues.class, '-')
            .defaultTo("fail")
            .doc("What becomes of a record without a value (a tombstone): fail makes it a bad record, which"
                    + " errors.tolerance decides about; ignore skips it.");

    private FileKeys() {}

    static void declare(ConfigTable.Builder table) {
        table.group("Files", FORMAT, CODEC, NULL_VALUES)
                .acceptedWithoutEffect("schema.generator.class", "no connector reads it any more")
                .acceptedWithoutEffect("s3.compression.type", "Parquet compresses inside the file: see parquet.codec")
                .acceptedWithoutEffect("s3.compression.level", "Parquet compresses inside the file: see parquet.codec")
                .acceptedWithoutEffect("avro.codec", NOT_PARQUET)
                .acceptedWithoutEffect("json.decimal.format", NOT_PARQUET)
                .acceptedWithoutEffect("format.bytearray.extension", NOT_PARQUET)
                .acceptedWithoutEffect("format.bytearray.separator", NOT_PARQUET)
                .acceptedWithoutEffect("enhanced.avro.schema.support", NO_AVRO)
                .acceptedWithoutEffect("connect.meta.data", NO_AVRO)
                .acceptedWithoutEffect("allow.optional.map.keys", NO_AVRO)
                .acceptedWithoutEffect("schemas.cache.config", NO_AVRO)
                .acceptedWithoutEffect(
                        "schema.compatibility", "a record of another schema closes the file and goes into the next one")
                .acceptedWithoutEffect("report.null.values.to.dlq", "null values that are ignored are not reported");
    }

    static FileFormat format(ConfigValues values) {
        return new ParquetFormat(values.get(CODEC));
    }
}
