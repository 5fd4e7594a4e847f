// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.s3.partition.ExtractorType;
import dev.sluice.connect.s3.partition.PartitionerType;
import dev.sluice.connect.s3.partition.Partitioners;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** In which directory a record belongs. */
final class DirectoryKeys {
    private static final long NO_DURATION = -1;

    static final ConfigKey<PartitionerType> PARTITIONER = ConfigKey.parsed("partitioner.class", PartitionerType::parse)
            .defaultTo("DefaultPartitioner")
            .importance(Importance.HIGH)
            .width(Width.LONG)
            .dependents("path.format", "partition.duration.ms", "timestamp.extractor")
            .doc(
                    "The directory of a record: DefaultPartitioner (its Kafka partition), DailyPartitioner, HourlyPartitioner, or"
                            + " TimeBasedPartitioner (path.format). Confluent's class names are accepted.");
    static final ConfigKey<String> PATH_FORMAT = ConfigKey.string("path.format")
            .width(Width.LONG)
            .doc("The directory that TimeBasedPartitioner makes of a time, in Joda-Time's letters, for example"
                    + " 'year'=YYYY/'month'=MM/'day'=dd.");
    static final ConfigKey<Long> PARTITION_DURATION = ConfigKey.longInteger("partition.duration.ms")
            .defaultTo(NO_DURATION)
            .doc(
                    "The span in milliseconds that TimeBasedPartitioner cuts times to before it writes them with path.format.");
    static final ConfigKey<Locale> LOCALE = ConfigKey.parsed("locale", ConfigParsers::locale)
            .defaultTo("en-US")
            .doc("The language of names of months and days in path.format.");
    static final ConfigKey<ZoneId> TIME_ZONE = ConfigKey.parsed("timezone", ConfigParsers::timeZone)
            .defaultTo("UTC")
            .doc("The time zone of directories and of rotate.schedule.interval.ms.");
    static final ConfigKey<ExtractorType> EXTRACTOR = ConfigKey.parsed("timestamp.extractor", ExtractorType::parse)
            .defaultTo("Wallclock")
            .dependents("timestamp.field")
            .doc(
                    "The time of a record: Record (Kafka's timestamp), RecordField (timestamp.field of the value), or Wallclock"
                            + " (when it is written). With Wallclock a record that is read again may go to another directory, so"
                            + " delivery is at least once.");
    static final ConfigKey<String> TIMESTAMP_FIELD = ConfigKey.string("timestamp.field")
            .defaultTo("timestamp")
            .validatedBy(ConfigParsers.NOT_EMPTY)
            .doc(
                    "The field that RecordField reads: a temporal type of Connect or Debezium, an integer of milliseconds, or an"
                            + " ISO-8601 text. Dots lead into structs.");

    private DirectoryKeys() {}

    static void declare(ConfigTable.Builder table) {
        table.group(
                        "Directories",
                        PARTITIONER,
                        PATH_FORMAT,
                        PARTITION_DURATION,
                        LOCALE,
                        TIME_ZONE,
                        EXTRACTOR,
                        TIMESTAMP_FIELD)
                .acceptedWithoutEffect("partition.field.name", "there is no partitioning by fields");
    }

    static Stream<Finding> problems(ConfigValues values) {
        return Stream.of(
                        ConfigParsers.problem(PATH_FORMAT, () -> ConfigParsers.pathFormat(partitioners(values))),
                        ConfigParsers.problem(PARTITION_DURATION, () -> ConfigParsers.duration(partitioners(values))))
                .flatMap(Optional::stream);
    }

    static Partitioners partitioners(ConfigValues values) {
        return new Partitioners(
                values.get(PARTITIONER),
                values.get(PATH_FORMAT),
                Duration.ofMillis(values.get(PARTITION_DURATION)),
                values.get(LOCALE),
                values.get(TIME_ZONE),
                values.get(NameKeys.DIRECTORY_DELIMITER),
                values.get(EXTRACTOR),
                values.get(TIMESTAMP_FIELD));
    }
}
