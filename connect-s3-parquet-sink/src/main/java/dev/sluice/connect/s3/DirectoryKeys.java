// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.s3.partition.ExtractorType;
import dev.sluice.connect.s3.partition.PartitionerType;
import dev.sluice.connect.s3.partition.Partitioners;
import dev.sluice.connect.s3.partition.SchemaAffix;
import dev.sluice.connect.s3.partition.TimestampUnit;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
            .recommendedBy(new DirectoryRules.Offered(PartitionerType.names()))
            .dependents("partition.field.name", "path.format", "partition.duration.ms", "timestamp.extractor")
            .doc(
                    "The directory of a record: DefaultPartitioner (its Kafka partition), DailyPartitioner, HourlyPartitioner,"
                            + " TimeBasedPartitioner (path.format), FieldPartitioner (partition.field.name), or"
                            + " FieldAndTimeBasedPartitioner (directories of fields, in them directories of path.format)."
                            + " Confluent's class names are accepted, and com.canelmas.kafka.connect.FieldAndTimeBasedPartitioner.");
    static final ConfigKey<List<String>> FIELDS = ConfigKey.list("partition.field.name")
            .doc(
                    "The fields whose values make the directory of FieldPartitioner and FieldAndTimeBasedPartitioner, in order."
                            + " Dots lead into structs and maps, unless a field bears the whole name. A value may be a number, text,"
                            + " boolean, decimal, date, time or UUID, of Connect's or Debezium's types; dates and times are written as"
                            + " ISO-8601, bytes as hexadecimal digits. Characters that a directory cannot hold are written as % and two"
                            + " hexadecimal digits, as Hive and Spark do and undo; an empty text is __EMPTY__. A record without the field"
                            + " is a bad record, one where it is null is not.");
    static final ConfigKey<Boolean> FIELD_NAMES = ConfigKey.bool("partition.field.format.path")
            .defaultTo(true)
            .doc("Whether directories of fields tell the field's name: country=NP, or NP alone (false).");
    static final ConfigKey<String> FIELD_NULL = ConfigKey.string("partition.field.null")
            .defaultTo("null")
            .doc(
                    "What stands in the directory for a field that is null, for example __HIVE_DEFAULT_PARTITION__, which Hive and"
                            + " Spark read as null. A text that reads the same is encoded, so that the two never meet. With"
                            + " partition.columns.keep=false set __HIVE_DEFAULT_PARTITION__: readers take any other text for a value.");
    static final ConfigKey<Boolean> KEEP_COLUMNS = ConfigKey.bool("partition.columns.keep")
            .defaultTo(true)
            .doc(
                    "Whether files keep the fields of partition.field.name as columns too. With false their values stand in the"
                            + " directory alone, from where readers with partition discovery take them; Glue, Athena and Hive refuse a"
                            + " table that has a column in both places. It needs partition.field.format.path=true, which tells readers"
                            + " the column's name. A field within a struct stays in its struct.");
    static final ConfigKey<String> PATH_FORMAT = ConfigKey.string("path.format")
            .width(Width.LONG)
            .doc("The directory that TimeBasedPartitioner makes of a time, in Joda-Time's letters, for example"
                    + " 'year'=YYYY/'month'=MM/'day'=dd.");
    static final ConfigKey<Long> PARTITION_DURATION = ConfigKey.longInteger("partition.duration.ms")
            .defaultTo(NO_DURATION)
            .doc(
                    "The span in milliseconds that TimeBasedPartitioner cuts times to before it writes them with path.format.");
    static final ConfigKey<Locale> LOCALE = ConfigKey.parsed("locale", DirectoryRules::locale)
            .defaultTo("en-US")
            .doc("The language of names of months and days in path.format.");
    static final ConfigKey<ZoneId> TIME_ZONE = ConfigKey.parsed("timezone", DirectoryRules::timeZone)
            .defaultTo("UTC")
            .doc("The time zone of directories and of rotate.schedule.interval.ms.");
    static final ConfigKey<ExtractorType> EXTRACTOR = ConfigKey.parsed("timestamp.extractor", ExtractorType::parse)
            .defaultTo("Wallclock")
            .recommendedBy(new DirectoryRules.Offered(ExtractorType.names()))
            .dependents("timestamp.field", "timestamp.field.unit")
            .doc(
                    "The time of a record: Record (Kafka's timestamp), RecordField (timestamp.field of the value), or Wallclock"
                            + " (when it is written). With Wallclock a record that is read again may go to another directory, so"
                            + " delivery is at least once.");
    static final ConfigKey<String> TIMESTAMP_FIELD = ConfigKey.string("timestamp.field")
            .defaultTo("timestamp")
            .validatedBy(ConfigParsers.NOT_EMPTY)
            .doc(
                    "The field that RecordField reads: a temporal type of Connect or Debezium, a number of timestamp.field.unit, a"
                            + " text of such a number, or an ISO-8601 text. Dots lead into structs and maps, unless a field bears the"
                            + " whole name.");
    static final ConfigKey<TimestampUnit> TIMESTAMP_UNIT = ConfigKey.oneOf(
                    "timestamp.field.unit", TimestampUnit.class, '-')
            .defaultTo("millis")
            .doc(
                    "What a number in timestamp.field counts since 1970, if its schema has no temporal type that says it.");

    static final ConfigKey<SchemaAffix> SCHEMA_AFFIX = ConfigKey.oneOf(
                    "s3.schema.partition.affix.type", SchemaAffix.class, '_')
            .defaultTo("none")
            .doc(
                    "For topics with several kinds of records: whether there is a directory schema_name=NAME for each name of the"
                            + " value's schema, before the directories of the partitioner (prefix) or after them (suffix). Each name"
                            + " then has columns of its own, and schema.compatibility holds for it alone. The name is encoded like a"
                            + " field's value; a value without a schema, or with one that has no name, has partition.field.null there.");

    private DirectoryKeys() {}

    static void declare(ConfigTable.Builder table) {
        table.group(
                "Directories",
                PARTITIONER,
                FIELDS,
                FIELD_NAMES,
                FIELD_NULL,
                KEEP_COLUMNS,
                PATH_FORMAT,
                PARTITION_DURATION,
                LOCALE,
                TIME_ZONE,
                EXTRACTOR,
                TIMESTAMP_FIELD,
                TIMESTAMP_UNIT,
                SCHEMA_AFFIX);
    }

    static Stream<Finding> problems(ConfigValues values) {
        Partitioners partitioners = partitioners(values);
        return Stream.of(
                        ConfigParsers.problem(FIELDS, () -> DirectoryRules.fields(partitioners)),
                        ConfigParsers.problem(FIELD_NULL, () -> DirectoryRules.nullText(partitioners)),
                        ConfigParsers.problem(
                                KEEP_COLUMNS, () -> DirectoryRules.columns(partitioners, values.get(KEEP_COLUMNS))),
                        ConfigParsers.problem(PATH_FORMAT, () -> DirectoryRules.pathFormat(partitioners)),
                        ConfigParsers.problem(PARTITION_DURATION, () -> DirectoryRules.duration(partitioners)))
                .flatMap(Optional::stream);
    }

    /** What is allowed and may surprise. */
    static Stream<Finding> notes(ConfigValues values) {
        Partitioners partitioners = partitioners(values);
        boolean nullsChange = !values.get(KEEP_COLUMNS)
                && partitioners.type().isByFields()
                && !partitioners.fields().nullText().equals(DirectoryRules.HIVE_NULL);
        return nullsChange
                ? Stream.of(new Finding(
                        FIELD_NULL.name(),
                        "'partition.columns.keep=false' leaves a field that is null to be read from its directory, where readers take"
                                + " '" + partitioners.fields().nullText() + "' for a text. Set " + FIELD_NULL.name()
                                + "="
                                + DirectoryRules.HIVE_NULL + ", which they read as null"))
                : Stream.empty();
    }

    /** The fields that are not to be columns of the files, because their values stand in the directory. */
    static Set<String> leftOut(ConfigValues values) {
        return values.get(KEEP_COLUMNS)
                ? Set.of()
                : Set.copyOf(partitioners(values).columns());
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
                values.get(TIMESTAMP_FIELD),
                values.get(TIMESTAMP_UNIT),
                new Partitioners.Fields(values.get(FIELDS), values.get(FIELD_NAMES), values.get(FIELD_NULL)),
                values.get(SCHEMA_AFFIX));
    }
}
