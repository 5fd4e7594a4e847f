// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/** The values of {@code format.class}. */
enum FormatType {
    PARQUET("io.confluent.connect.s3.format.parquet.ParquetFormat"),
    JSON("io.confluent.connect.s3.format.json.JsonFormat"),
    AVRO("io.confluent.connect.s3.format.avro.AvroFormat");

    private final String className;

    FormatType(String className) {
        this.className = className;
    }

    /**
     * Reads the short name, or the class name that the incumbent gave the same thing.
     *
     * @throws ConfigException if it is neither
     */
    static FormatType parse(String text) {
        return Arrays.stream(values())
                .filter(type -> text.equalsIgnoreCase(type.shortName()) || text.equals(type.className))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        "format.class",
                        text,
                        "must be one of "
                                + Arrays.stream(values())
                                        .map(FormatType::shortName)
                                        .collect(Collectors.joining(", "))
                                + ", or the name of Confluent's class for it"));
    }

    String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
