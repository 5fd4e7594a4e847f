// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFieldExtractorTest {
    private static final Instant TIME = Instant.parse("2026-11-20T05:06:07.123Z");
    private static final long MILLIS = TIME.toEpochMilli();
    private static final long DAY = Instant.parse("2026-11-20T00:00:00Z").toEpochMilli();

    static Stream<Arguments> typesAndTheirMillis() {
        return Stream.of(
                Arguments.of(Schema.INT64_SCHEMA, MILLIS, MILLIS),
                Arguments.of(Schema.INT32_SCHEMA, 86_400_000, 86_400_000L),
                Arguments.of(Timestamp.SCHEMA, Date.from(TIME), MILLIS),
                Arguments.of(named("Timestamp", SchemaBuilder.int64()), MILLIS, MILLIS),
                Arguments.of(named("MicroTimestamp", SchemaBuilder.int64()), MILLIS * 1_000 + 999, MILLIS),
                Arguments.of(named("NanoTimestamp", SchemaBuilder.int64()), MILLIS * 1_000_000 + 1, MILLIS),
                Arguments.of(named("ZonedTimestamp", SchemaBuilder.string()), "2026-11-20T06:06:07.123+01:00", MILLIS),
                Arguments.of(named("Date", SchemaBuilder.int32()), (int) (DAY / 86_400_000), DAY),
                Arguments.of(Schema.STRING_SCHEMA, Long.toString(MILLIS), MILLIS),
                Arguments.of(Schema.STRING_SCHEMA, "2026-11-20T05:06:07.123Z", MILLIS),
                Arguments.of(Schema.STRING_SCHEMA, "2026-11-20T05:06:07.123", MILLIS),
                Arguments.of(Schema.STRING_SCHEMA, "2026-11-20T03:06:07.123-02:00", MILLIS),
                Arguments.of(Schema.STRING_SCHEMA, "2026-11-20", DAY));
    }

    @ParameterizedTest
    @MethodSource("typesAndTheirMillis")
    void everyWayToWriteATimeIsRead(Schema schema, Object value, long expected) {
        assertThat(extract("at", struct("at", schema, value))).isEqualTo(expected);
    }

    @Test
    void dotsLeadIntoStructs() {
        Struct inner = struct("ts_ms", Schema.INT64_SCHEMA, MILLIS);

        assertThat(extract("source.ts_ms", struct("source", inner.schema(), inner)))
                .isEqualTo(MILLIS);
    }

    @ParameterizedTest
    @CsvSource({
        "SECONDS, 1763622367, 1763622367000",
        "SECONDS, -1, -1000",
        "MILLIS, 1763622367123, 1763622367123",
        "MICROS, 1763622367123999, 1763622367123",
        "MICROS, -1, -1",
        "NANOS, 1763622367123999999, 1763622367123"
    })
    void aPlainNumberCountsInTheConfiguredUnit(TimestampUnit unit, long number, long millis) {
        var extractor = new RecordFieldExtractor("at", unit);

        assertThat(extractor.timestamp(record(struct("at", Schema.INT64_SCHEMA, number))))
                .isEqualTo(millis);
        assertThat(extractor.timestamp(record(struct("at", Schema.STRING_SCHEMA, Long.toString(number)))))
                .isEqualTo(millis);
        assertThat(extractor.timestamp(record(Map.of("at", number)))).isEqualTo(millis);
    }

    @Test
    void aLogicalTypeKnowsItsUnitBetterThanTheConfiguration() {
        var extractor = new RecordFieldExtractor("at", TimestampUnit.SECONDS);

        assertThat(extractor.timestamp(record(struct("at", Timestamp.SCHEMA, Date.from(TIME)))))
                .isEqualTo(MILLIS);
        assertThat(extractor.timestamp(
                        record(struct("at", named("MicroTimestamp", SchemaBuilder.int64()), MILLIS * 1000))))
                .isEqualTo(MILLIS);
    }

    @Test
    void aNumberThatNoTimeHasIsBad() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new RecordFieldExtractor("at", TimestampUnit.SECONDS)
                        .timestamp(record(Map.of("at", Long.MAX_VALUE))))
                .withMessageContaining("'at': the number is out of range for SECONDS");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                // The first millisecond of the year 10000, and the last one before the year 1.
                253_402_300_800_000L,
                -62_135_596_800_001L
            })
    void aTimeOutsideTheYears1To9999IsBad(long millis) {
        isBad(Map.of("at", millis), "timestamp field 'at': the time lies outside the years 1 to 9999");
        isBad(
                struct("at", Schema.INT64_SCHEMA, millis),
                "timestamp field 'at': the time lies outside the years 1 to 9999");
        isBad(Map.of("at", new Date(millis)), "timestamp field 'at': the time lies outside the years 1 to 9999");
        isBad(Map.of("at", "+10000-01-01T00:00:00Z"), "timestamp field 'at'");
    }

    @Test
    void schemalessMapsHaveTimesToo() {
        assertThat(extract("source.at", Map.of("source", Map.of("at", "2026-11-20T05:06:07.123Z"))))
                .isEqualTo(MILLIS);
        assertThat(extract("at", Map.of("at", Date.from(TIME)))).isEqualTo(MILLIS);
        isBad(Map.of("at", 1.5), "'at': Double is not a point in time");
        isBad(Map.of("other", 1L), "no field 'at', which timestamp.field names");
    }

    @Test
    void aNewSchemaIsLookedAtAnew() {
        var extractor = new RecordFieldExtractor("at", TimestampUnit.MILLIS);
        Schema shifted = SchemaBuilder.struct()
                .field("first", Schema.STRING_SCHEMA)
                .field("at", Schema.INT64_SCHEMA)
                .build();

        assertThat(extractor.timestamp(record(struct("at", Schema.INT64_SCHEMA, 5L))))
                .isEqualTo(5);
        assertThat(extractor.timestamp(
                        record(new Struct(shifted).put("first", "x").put("at", 6L))))
                .isEqualTo(6);
    }

    @Test
    void whatIsMissingNullOrNoTimeIsBad() {
        isBad(struct("other", Schema.INT64_SCHEMA, 1L), "no field 'at', which timestamp.field names");
        isBad(struct("at", Schema.OPTIONAL_INT64_SCHEMA, null), "'at' is null");
        isBad(struct("at", Schema.BOOLEAN_SCHEMA, true), "BOOLEAN is not a point in time");
        isBad(struct("at", Schema.STRING_SCHEMA, ""), "neither a number of MILLIS nor ISO-8601");
        isBad("text", "neither a struct nor a map");
    }

    @Test
    void messagesDoNotTellValues() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> extract("at", struct("at", Schema.STRING_SCHEMA, "secret")))
                .satisfies(e -> assertThat(e).hasStackTraceContaining("timestamp field 'at'"))
                .satisfies(e -> assertThat(e.getMessage() + e.getCause()).doesNotContain("secret"));
    }

    private static void isBad(Object value, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> extract("at", value))
                .withMessageContaining(message);
    }

    private static long extract(String field, Object value) {
        return new RecordFieldExtractor(field, TimestampUnit.MILLIS).timestamp(record(value));
    }

    private static SinkRecord record(Object value) {
        return new SinkRecord(
                "orders", 0, null, null, value instanceof Struct struct ? struct.schema() : null, value, 0);
    }

    private static Struct struct(String name, Schema schema, Object value) {
        return new Struct(SchemaBuilder.struct().field(name, schema).build()).put(name, value);
    }

    private static Schema named(String name, SchemaBuilder builder) {
        return builder.name("io.debezium.time." + name).build();
    }
}
