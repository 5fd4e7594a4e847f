// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import dev.sluice.connect.commons.Fingerprint;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What the configuration says about directories, and the {@link Partitioner} that follows from it.
 *
 * @param fields what directories of fields are made of
 * @param schemaName whether there are directories of schemas' names besides
 */
public record Partitioners(
        PartitionerType type,
        String pathFormat,
        Duration partitionDuration,
        Locale locale,
        ZoneId timeZone,
        String directoryDelimiter,
        ExtractorType extractor,
        String timestampField,
        TimestampUnit timestampUnit,
        Fields fields,
        SchemaAffix schemaName) {

    /**
     * Directories of fields.
     *
     * @param names dots lead into structs
     * @param named whether a directory tells its field's name: {@code country=NP}, or {@code NP} alone
     * @param nullText what stands for null
     */
    public record Fields(List<String> names, boolean named, String nullText) {
        public Fields {
            names = List.copyOf(names);
        }
    }

    /** @param wallClock milliseconds since 1970; asked only with {@link ExtractorType#WALLCLOCK} */
    public Partitioner create(LongSupplier wallClock) {
        Partitioner partitioner = byType(wallClock);
        return schemaName == SchemaAffix.NONE
                ? partitioner
                : new SchemaNamePartitioner(
                        partitioner, schemaName == SchemaAffix.PREFIX, directoryDelimiter, fields.nullText());
    }

    private Partitioner byType(LongSupplier wallClock) {
        return switch (type) {
            case DEFAULT -> new DefaultPartitioner();
            case TIME_BASED -> timeBased(pathFormat, partitionDuration, wallClock);
            case HOURLY -> timeBased(dailyPattern() + directoryDelimiter + "'hour'=HH", Duration.ofHours(1), wallClock);
            case DAILY -> timeBased(dailyPattern(), Duration.ofDays(1), wallClock);
            case FIELD -> byFields();
            case FIELD_AND_TIME ->
                new FieldAndTimeBasedPartitioner(
                        byFields(), timeBased(pathFormat, partitionDuration, wallClock), directoryDelimiter);
        };
    }

    /** The fields whose values stand in the directory; empty where none does. */
    public List<String> columns() {
        return type.isByFields() ? fields.names() : List.of();
    }

    /** True where a text may stand for null in a directory: where it is one level as it is, and not the empty text's. */
    public static boolean isLevel(String text, String directoryDelimiter) {
        return PathText.isPlain(text, directoryDelimiter);
    }

    /** True where a record's directory depends on when it is written, so that a second delivery may put it elsewhere. */
    public boolean followsTheWallClock() {
        return type.isTimeBased() && extractor == ExtractorType.WALLCLOCK;
    }

    /** The same for configurations that put every record into the same directory. */
    public String fingerprint() {
        String byType =
                switch (type) {
                    case DEFAULT -> "default";
                    case HOURLY -> "hourly" + time();
                    case DAILY -> "daily" + time();
                    case TIME_BASED -> pattern();
                    case FIELD -> fields.toString();
                    case FIELD_AND_TIME -> fields.toString() + '\n' + pattern();
                };
        return Fingerprint.of(
                schemaName == SchemaAffix.NONE
                        ? byType
                        : byType + '\n' + schemaName + " schema_name " + fields.nullText());
    }

    private String pattern() {
        return pathFormat + '\n' + partitionDuration + '\n' + locale.toLanguageTag() + time();
    }

    private String time() {
        String field = extractor == ExtractorType.RECORD_FIELD ? timestampField + '\n' + timestampUnit : "";
        return '\n' + timeZone.getId() + '\n' + extractor + '\n' + field;
    }

    private FieldPartitioner byFields() {
        return new FieldPartitioner(fields.names(), fields.named(), directoryDelimiter, fields.nullText());
    }

    private String dailyPattern() {
        return String.join(directoryDelimiter, "'year'=YYYY", "'month'=MM", "'day'=dd");
    }

    private TimeBasedPartitioner timeBased(String pattern, Duration duration, LongSupplier wallClock) {
        return new TimeBasedPartitioner(
                JodaPattern.compile(pattern, locale), duration, timeZone, directoryDelimiter, extractor(wallClock));
    }

    private TimestampExtractor extractor(LongSupplier wallClock) {
        return switch (extractor) {
            case WALLCLOCK -> record -> wallClock.getAsLong();
            case RECORD -> new RecordTimestampExtractor();
            case RECORD_FIELD -> new RecordFieldExtractor(timestampField, timestampUnit);
        };
    }
}
