// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

/** The values of {@code partitioner.class}. */
public enum PartitionerType {
    DEFAULT("DefaultPartitioner"),
    TIME_BASED("TimeBasedPartitioner"),
    HOURLY("HourlyPartitioner"),
    DAILY("DailyPartitioner");

    private static final String CONFLUENT = "io.confluent.connect.storage.partitioner.";

    private final String shortName;

    PartitionerType(String shortName) {
        this.shortName = shortName;
    }

    /**
     * Reads the short name, or the class name that the incumbent gave the same thing.
     *
     * @throws org.apache.kafka.common.config.ConfigException if it is neither
     */
    public static PartitionerType parse(String text) {
        return Names.parse(
                "partitioner.class", text, values(), type -> type.shortName, type -> CONFLUENT + type.shortName);
    }

    /** True where the directory comes from a time. */
    public boolean isTimeBased() {
        return this != DEFAULT;
    }
}
