// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.joda.time.format.DateTimeFormat;
import org.junit.jupiter.api.Test;

class PartitionersTest {
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe");

    @Test
    void theDefaultIsADirectoryAKafkaPartition() {
        assertThat(directory(partitioners(PartitionerType.DEFAULT, "", -1, "UTC"), "2026-11-20T05:59:59Z"))
                .isEqualTo("partition=3");
    }

    @Test
    void theDefaultUsesTheOriginalPartitionOfARecordThatATransformMoved() {
        SinkRecord moved = record(0L).newRecord("orders", 7, null, null, null, null, 0L);

        assertThat(partitioners(PartitionerType.DEFAULT, "", -1, "UTC")
                        .create(() -> 0)
                        .directory(moved, 0))
                .isEqualTo("partition=3");
    }

    @Test
    void theDefaultTellsTheTimeOfARecordForTheTimeSpanOfItsFile() {
        Partitioner byPartition =
                partitioners(PartitionerType.DEFAULT, "", -1, "UTC").create(() -> 0);

        assertThat(byPartition.timestamp(record(1_795_150_800_000L))).isEqualTo(1_795_150_800_000L);
        assertThat(byPartition.timestamp(record(null))).isZero();
    }

    @Test
    void hoursAndDaysAreThoseOfTheTimeZone() {
        assertThat(directory(partitioners(PartitionerType.HOURLY, "", -1, "Europe/Berlin"), "2026-12-31T23:30:00Z"))
                .isEqualTo("year=2027/month=01/day=01/hour=00");
        assertThat(directory(
                        partitioners(PartitionerType.DAILY, "", -1, "America/Los_Angeles"), "2026-11-20T05:00:00Z"))
                .isEqualTo("year=2026/month=11/day=19");
    }

    @Test
    void aSpanCutsTheTimeBeforeItIsWritten() {
        Partitioners quarterHours = partitioners(PartitionerType.TIME_BASED, "HH-mm/", 900_000, "UTC");

        assertThat(directory(quarterHours, "2026-11-20T05:44:59.999Z")).isEqualTo("05-30");
        assertThat(directory(quarterHours, "2026-11-20T05:45:00Z")).isEqualTo("05-45");
    }

    @Property(tries = 300, seed = "2")
    void aRememberedAnswerIsTheAnswerAFreshPartitionerGives(@ForAll long seed) {
        Random random = new Random(seed);
        Partitioners settings = partitioners(
                PartitionerType.TIME_BASED,
                "YYYY-MM-dd HH:mm:ss.SSS ZZ",
                1 + random.nextInt(random.nextBoolean() ? 100_000_000 : 4_000_000),
                ZONES.get(random.nextInt(ZONES.size())));
        Partitioner remembering = settings.create(() -> 0);
        // Around a change of the clocks in most of the zones.
        long around = Instant.parse(random.nextBoolean() ? "2026-10-25T01:00:00Z" : "2026-04-04T15:00:00Z")
                .toEpochMilli();

        for (int i = 0; i < 50; i++) {
            long timestamp = around + random.nextInt(20_000_000) - 10_000_000;

            assertThat(remembering.directory(record(timestamp), timestamp))
                    .isEqualTo(settings.create(() -> 0).directory(record(timestamp), timestamp));
        }
    }

    @Property(tries = 500, seed = "3")
    void directoriesAreThoseOfTheIncumbent(
            @ForAll @LongRange(min = 86_400_000, max = 4_000_000_000_000L) long timestamp, @ForAll Random random) {
        String zone = ZONES.get(random.nextInt(ZONES.size()));
        long span =
                List.of(60_000L, 900_000L, 3_600_000L, 21_600_000L, 86_400_000L).get(random.nextInt(5));
        String pattern = "'year'=YYYY/'month'=MM/'day'=dd/'hour'=HH/mm";

        DateTimeZone joda = DateTimeZone.forID(zone);
        long cut = joda.convertUTCToLocal(timestamp) / span * span;
        String expected =
                DateTimeFormat.forPattern(pattern).print(new DateTime(joda.convertLocalToUTC(cut, false), joda));

        assertThat(partitioners(PartitionerType.TIME_BASED, pattern, span, zone)
                        .create(() -> 0)
                        .directory(record(timestamp), timestamp))
                .as("%d in %s by %d", timestamp, zone, span)
                .isEqualTo(expected);
    }

    @Test
    void withinOneSpanNoTextIsBuilt() {
        Partitioner hourly = partitioners(PartitionerType.HOURLY, "", -1, "UTC").create(() -> 0);
        List<String> answers = new ArrayList<>();
        for (String minute : List.of("00", "31", "59")) {
            long timestamp = Instant.parse("2026-11-20T05:" + minute + ":00Z").toEpochMilli();
            answers.add(hourly.directory(record(timestamp), timestamp));
        }

        assertThat(answers.get(1)).isSameAs(answers.get(0));
        assertThat(answers.get(2)).isSameAs(answers.get(0));
    }

    @Test
    void theFirstMillisecondOfASpanBelongsToItAndTheLastToTheOneBefore() {
        Partitioner hourly = partitioners(PartitionerType.HOURLY, "", -1, "UTC").create(() -> 0);
        long six = Instant.parse("2026-11-20T06:00:00Z").toEpochMilli();

        // Each is asked for with the answer for the one before it in mind.
        for (long timestamp : new long[] {six - 1, six, six - 1, six - 3_600_000, six - 3_600_001, six - 3_600_000}) {
            String hour = Instant.ofEpochMilli(timestamp).toString().substring(11, 13);
            assertThat(hourly.directory(record(timestamp), timestamp)).endsWith("hour=" + hour);
        }
    }

    @Test
    void aSpanOfTheRecentPastIsNotWrittenAgain() {
        Partitioner hourly =
                partitioners(PartitionerType.HOURLY, "", -1, "Asia/Kolkata").create(() -> 0);
        List<String> once = new ArrayList<>();
        List<String> again = new ArrayList<>();
        for (List<String> answers : List.of(once, again)) {
            for (int hour = 0; hour < 24; hour++) {
                answers.add(hourly.directory(record(0L), hour * 3_600_000L));
            }
        }

        assertThat(once).doesNotHaveDuplicates();
        for (int hour = 0; hour < 24; hour++) {
            assertThat(again.get(hour)).isSameAs(once.get(hour));
        }
    }

    @Test
    void aDirectoryOfATimeSaysWhenThatEnds() {
        Partitioner hours =
                partitioners(PartitionerType.HOURLY, "", -1, "Asia/Kolkata").create(() -> 0);

        assertThat(hours.windowEnd(Instant.parse("2026-11-20T05:45:00Z").toEpochMilli()))
                .hasValue(Instant.parse("2026-11-20T06:30:00Z").toEpochMilli());
        assertThat(partitioners(PartitionerType.DEFAULT, "", -1, "UTC")
                        .create(() -> 0)
                        .windowEnd(0))
                .isEmpty();
    }

    @Property(tries = 300, seed = "5")
    void whatADirectoryStandsForEndsAfterTheRecordOnAnyDay(
            @ForAll @LongRange(min = 1_767_225_600_000L, max = 1_798_761_600_000L) long timestamp) {
        Partitioner days =
                partitioners(PartitionerType.DAILY, "", -1, "Europe/Berlin").create(() -> 0);

        assertThat(days.windowEnd(timestamp).orElseThrow())
                .isBetween(timestamp + 1, timestamp + Duration.ofHours(25).toMillis());
    }

    @Test
    void aSpanMayBeLongerThanTime() {
        for (long span : List.of(Long.MAX_VALUE, Long.MAX_VALUE - 1, 400L * 365 * 86_400_000)) {
            for (String zone : List.of("UTC", "+18:00", "-18:00", "Europe/Berlin")) {
                Partitioner spans = partitioners(PartitionerType.TIME_BASED, "'y'YYYY", span, zone)
                        .create(() -> 0);

                assertThat(spans.directory(record(0L), 1_800_000_000_000L)).isEqualTo("y1970");
                for (long edge : List.of(TimestampExtractor.EARLIEST, -1L, 0L, TimestampExtractor.LATEST)) {
                    assertThat(spans.directory(record(edge), edge)).matches("y\\d{4}");
                    assertThat(spans.windowEnd(edge).orElseThrow()).isGreaterThan(edge);
                }
            }
        }
    }

    @Test
    void aRecordWithoutATimestampIsBadIfItsTimestampIsNeeded() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> partitioners(PartitionerType.HOURLY, "", -1, "UTC")
                        .create(() -> 0)
                        .timestamp(record(null)))
                .withMessageContaining("no Kafka timestamp");
    }

    @Test
    void anExtremeTimestampIsBadInEveryZoneAndTheFirstAndLastGoodOnesAreDirectories() {
        for (String zone : List.of("UTC", "+18:00", "-18:00", "Asia/Kolkata")) {
            Partitioner days = partitioners(PartitionerType.DAILY, "", -1, zone).create(() -> 0);

            for (long extreme : List.of(Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 3_600_000)) {
                assertThatExceptionOfType(DataException.class)
                        .isThrownBy(() -> days.timestamp(record(extreme)))
                        .withMessageContaining("Kafka timestamp: the time lies outside the years 1 to 9999");
            }
            for (long good : List.of(TimestampExtractor.EARLIEST, TimestampExtractor.LATEST)) {
                assertThat(days.directory(record(good), days.timestamp(record(good))))
                        .matches("year=(0001|9999)/month=(01|12)/day=\\d\\d");
            }
        }
    }

    @Test
    void shortNamesAndTheIncumbentsClassNamesAreUnderstood() {
        assertThat(PartitionerType.parse("io.confluent.connect.storage.partitioner.HourlyPartitioner"))
                .isEqualTo(PartitionerType.HOURLY);
        assertThat(PartitionerType.parse("timebasedpartitioner")).isEqualTo(PartitionerType.TIME_BASED);
        assertThat(ExtractorType.parse(
                        "io.confluent.connect.storage.partitioner.TimeBasedPartitioner$RecordFieldTimestampExtractor"))
                .isEqualTo(ExtractorType.RECORD_FIELD);
        assertThat(PartitionerType.parse("com.canelmas.kafka.connect.FieldAndTimeBasedPartitioner"))
                .isEqualTo(PartitionerType.FIELD_AND_TIME);
        assertThat(ExtractorType.parse("Wallclock")).isEqualTo(ExtractorType.WALLCLOCK);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> PartitionerType.parse("com.example.OurPartitioner"))
                .withMessageContaining(
                        "must be one of DefaultPartitioner, TimeBasedPartitioner, HourlyPartitioner, DailyPartitioner,"
                                + " FieldPartitioner, FieldAndTimeBasedPartitioner");
    }

    @Test
    void theSettingsAreToldByTheirShortNames() {
        assertThat(PartitionerType.names())
                .containsExactly(
                        "DefaultPartitioner",
                        "TimeBasedPartitioner",
                        "HourlyPartitioner",
                        "DailyPartitioner",
                        "FieldPartitioner",
                        "FieldAndTimeBasedPartitioner");
        assertThat(ExtractorType.names()).containsExactly("Wallclock", "Record", "RecordField");
    }

    @Test
    void whatAPartitionerTakesItsDirectoryFromIsKnown() {
        assertThat(PartitionerType.values())
                .filteredOn(PartitionerType::isTimeBased)
                .containsExactly(
                        PartitionerType.TIME_BASED,
                        PartitionerType.HOURLY,
                        PartitionerType.DAILY,
                        PartitionerType.FIELD_AND_TIME);
        assertThat(PartitionerType.values())
                .filteredOn(PartitionerType::hasPattern)
                .containsExactly(PartitionerType.TIME_BASED, PartitionerType.FIELD_AND_TIME);
    }

    @Test
    void onlyADirectoryOfTheWallClockDependsOnWhenARecordIsWritten() {
        Partitioners byWallClock = partitioners(PartitionerType.HOURLY, ExtractorType.WALLCLOCK);

        assertThat(byWallClock.followsTheWallClock()).isTrue();
        assertThat(byWallClock.create(() -> 1_795_150_800_000L).timestamp(record(0L)))
                .isEqualTo(1_795_150_800_000L);
        assertThat(partitioners(PartitionerType.HOURLY, ExtractorType.RECORD).followsTheWallClock())
                .isFalse();
        assertThat(partitioners(PartitionerType.FIELD, ExtractorType.WALLCLOCK).followsTheWallClock())
                .isFalse();
    }

    @Test
    void theHourThatTheClocksRepeatEndsAfterEachOfItsRecords() {
        Partitioner hours =
                partitioners(PartitionerType.HOURLY, "", -1, "Europe/Berlin").create(() -> 0);
        long secondTime = Instant.parse("2026-10-25T01:30:00Z").toEpochMilli();

        assertThat(hours.windowEnd(secondTime)).hasValue(secondTime + 1);
        assertThat(hours.directory(record(secondTime), secondTime)).endsWith("hour=02");
    }

    private static String directory(Partitioners settings, String time) {
        long timestamp = Instant.parse(time).toEpochMilli();
        Partitioner partitioner = settings.create(() -> 0);
        SinkRecord record = record(timestamp);
        return partitioner.directory(record, partitioner.timestamp(record));
    }

    private static Partitioners partitioners(PartitionerType type, ExtractorType extractor) {
        return partitioners(type, "", -1, "UTC", extractor);
    }

    private static Partitioners partitioners(PartitionerType type, String pattern, long span, String zone) {
        return partitioners(type, pattern, span, zone, ExtractorType.RECORD);
    }

    private static Partitioners partitioners(
            PartitionerType type, String pattern, long span, String zone, ExtractorType extractor) {
        return new Partitioners(
                type,
                pattern,
                Duration.ofMillis(span),
                Locale.US,
                ZoneId.of(zone),
                "/",
                extractor,
                "",
                TimestampUnit.MILLIS,
                new Partitioners.Fields(List.of(), true, "null"),
                SchemaAffix.NONE);
    }

    private static SinkRecord record(Long timestamp) {
        return new SinkRecord("orders", 3, null, null, null, null, 8812, timestamp, TimestampType.CREATE_TIME);
    }
}
