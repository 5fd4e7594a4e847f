// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import java.util.Arrays;
import java.util.List;

/** The values of {@code partitioner.class}. */
public enum PartitionerType {
    DEFAULT("DefaultPartitioner"),
    TIME_BASED("TimeBasedPartitioner"),
    HOURLY("HourlyPartitioner"),
    DAILY("DailyPartitioner"),
    FIELD("FieldPartitioner"),
    FIELD_AND_TIME("FieldAndTimeBasedPartitioner", "com.canelmas.kafka.connect.");

    private static final String CONFLUENT = "io.confluent.connect.storage.partitioner.";

    private final String shortName;
    private final String className;

    PartitionerType(String shortName) {
        this(shortName, CONFLUENT);
    }

    PartitionerType(String shortName, String otherPackage) {
        this.shortName = shortName;
        this.className = otherPackage + shortName;
    }

    /**
     * Reads the short name, or the class name that another connector, or a library for it, gave the same thing.
     *
     * @throws org.apache.kafka.common.config.ConfigException if it is neither
     */
    public static PartitionerType parse(String text) {
        return Names.parse("partitioner.class", text, values(), type -> type.shortName, type -> type.className);
    }

    /** The short names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(type -> type.shortName).toList();
    }

    /** True where the directory comes from a time, alone or with others. */
    public boolean isTimeBased() {
        return switch (this) {
            case TIME_BASED, HOURLY, DAILY, FIELD_AND_TIME -> true;
            case DEFAULT, FIELD -> false;
        };
    }

    /** True where the directory comes from fields, alone or with others. */
    public boolean isByFields() {
        return switch (this) {
            case FIELD, FIELD_AND_TIME -> true;
            case DEFAULT, TIME_BASED, HOURLY, DAILY -> false;
        };
    }

    /** True where the directory is what path.format makes of a time. */
    public boolean hasPattern() {
        return switch (this) {
            case TIME_BASED, FIELD_AND_TIME -> true;
            case DEFAULT, HOURLY, DAILY, FIELD -> false;
        };
    }
}
