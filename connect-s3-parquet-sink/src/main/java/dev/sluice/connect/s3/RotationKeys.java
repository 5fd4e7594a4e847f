// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.s3.rotation.RotationPolicy;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.jspecify.annotations.Nullable;

/** When files close. */
final class RotationKeys {
    private static final int OFF = -1;

    static final ConfigKey<Integer> FLUSH_SIZE = ConfigKey.integer("flush.size")
            .defaultTo(OFF)
            .validatedBy(ConfigParsers.OFF_OR_POSITIVE)
            .importance(Importance.HIGH)
            .doc("Records of one file; -1 for no limit. Counted for each file alone, not over all files of a Kafka"
                    + " partition.");
    static final ConfigKey<Long> SIZE = ConfigKey.longInteger("rotate.size.bytes")
            .defaultTo(128L << 20)
            .validatedBy(Range.atLeast(1))
            .importance(Importance.HIGH)
            .doc("About how many bytes a file grows to before it is closed.");
    static final ConfigKey<Long> RECORD_SPAN = ConfigKey.longInteger("rotate.interval.ms")
            .defaultTo((long) OFF)
            .validatedBy(ConfigParsers.OFF_OR_POSITIVE)
            .importance(Importance.HIGH)
            .doc(
                    "How far in milliseconds a record's time may be after that of the first record in its file; one that is"
                            + " further goes into the next file. -1 for no limit. A late record closes no file.");
    static final ConfigKey<Long> SCHEDULE = ConfigKey.longInteger("rotate.schedule.interval.ms")
            .defaultTo((long) OFF)
            .validatedBy(ConfigParsers.OFF_OR_POSITIVE)
            .doc(
                    "Closes files at the multiples of so many milliseconds since midnight in timezone, by the wall clock. -1 for"
                            + " no schedule. Delivery stays exactly once.");
    static final ConfigKey<Long> OPEN_TIME = ConfigKey.longInteger("rotate.open.interval.ms")
            .defaultTo(Duration.ofMinutes(10).toMillis())
            .validatedBy(ConfigParsers.OFF_OR_POSITIVE)
            .doc(
                    "How long in milliseconds a file stays open by the wall clock, so that no record waits on a quiet topic. -1"
                            + " for no limit.");
    static final ConfigKey<Long> IDLE_TIME = ConfigKey.longInteger("rotate.idle.interval.ms")
            .defaultTo(Duration.ofMinutes(5).toMillis())
            .validatedBy(ConfigParsers.OFF_OR_POSITIVE)
            .doc(
                    "How long in milliseconds a file stays open by the wall clock without taking in a record. -1 for no limit.");
    static final ConfigKey<Long> WINDOW_GRACE = ConfigKey.longInteger("rotate.window.grace.ms")
            .defaultTo(Duration.ofMinutes(1).toMillis())
            .validatedBy(ConfigParsers.OFF_OR_NOT_NEGATIVE)
            .doc(
                    "How long in milliseconds after the end of the hour, day or span that its directory stands for a file is closed, by"
                            + " the wall clock, so that the directory is complete then but for late records. Those go into another file,"
                            + " which the other rules close. -1 to leave it to the other rules for all.");

    private RotationKeys() {}

    static void declare(ConfigTable.Builder table) {
        table.group("Rotation", FLUSH_SIZE, SIZE, RECORD_SPAN, SCHEDULE, OPEN_TIME, IDLE_TIME, WINDOW_GRACE)
                .acceptedWithoutEffect("append.late.data", "late records always go where they belong")
                .acceptedWithoutEffect(
                        "rotate.file.on.partition.change", "a record never closes a file that it does not go into");
    }

    static RotationPolicy policy(ConfigValues values) {
        int flushSize = values.get(FLUSH_SIZE);
        return new RotationPolicy(
                flushSize == OFF ? null : (long) flushSize,
                values.get(SIZE),
                interval(values.get(RECORD_SPAN)),
                interval(values.get(SCHEDULE)),
                interval(values.get(OPEN_TIME)),
                interval(values.get(IDLE_TIME)),
                interval(values.get(WINDOW_GRACE)),
                values.get(DirectoryKeys.TIME_ZONE));
    }

    private static @Nullable Duration interval(long millis) {
        return millis == OFF ? null : Duration.ofMillis(millis);
    }
}
