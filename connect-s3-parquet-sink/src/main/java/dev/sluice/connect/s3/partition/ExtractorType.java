// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import java.util.Arrays;
import java.util.List;

/** The values of {@code timestamp.extractor}. */
public enum ExtractorType {
    WALLCLOCK("Wallclock"),
    RECORD("Record"),
    RECORD_FIELD("RecordField");

    private static final String CONFLUENT = "io.confluent.connect.storage.partitioner.TimeBasedPartitioner$";

    private final String shortName;

    ExtractorType(String shortName) {
        this.shortName = shortName;
    }

    /** The short names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(type -> type.shortName).toList();
    }

    /**
     * Reads the short name, or the class name that the incumbent gave the same thing.
     *
     * @throws org.apache.kafka.common.config.ConfigException if it is neither
     */
    public static ExtractorType parse(String text) {
        return Names.parse(
                "timestamp.extractor",
                text,
                values(),
                type -> type.shortName,
                type -> CONFLUENT + type.shortName + "TimestampExtractor");
    }
}
