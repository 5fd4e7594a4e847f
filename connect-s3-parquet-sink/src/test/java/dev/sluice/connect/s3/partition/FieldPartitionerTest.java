// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FieldPartitionerTest {
    private static final Instant TIME = Instant.parse("2026-11-20T05:06:07.123Z");
    private static final Schema SCALE_AND_VALUE = SchemaBuilder.struct()
            .name("io.debezium.data.VariableScaleDecimal")
            .field("scale", Schema.INT32_SCHEMA)
            .field("value", Schema.BYTES_SCHEMA)
            .build();

    static Stream<Arguments> typesAndTheirTexts() {
        long millis = TIME.toEpochMilli();
        byte[] bytes = {0, 10, -1};
        return Stream.of(
                Arguments.of(Schema.INT8_SCHEMA, (byte) -7, "-7"),
                Arguments.of(Schema.INT16_SCHEMA, (short) 7, "7"),
                Arguments.of(Schema.INT32_SCHEMA, 7, "7"),
                Arguments.of(Schema.INT64_SCHEMA, 7L, "7"),
                Arguments.of(Schema.FLOAT32_SCHEMA, 1.5f, "1.5"),
                Arguments.of(Schema.FLOAT64_SCHEMA, -0.25, "-0.25"),
                Arguments.of(Schema.BOOLEAN_SCHEMA, true, "true"),
                Arguments.of(Schema.STRING_SCHEMA, "Kathmandu", "Kathmandu"),
                Arguments.of(Schema.BYTES_SCHEMA, bytes, "000aff"),
                Arguments.of(Schema.BYTES_SCHEMA, ByteBuffer.wrap(bytes), "000aff"),
                Arguments.of(Decimal.schema(2), new BigDecimal("1200.50"), "1200.50"),
                Arguments.of(Decimal.schema(-2), new BigDecimal(BigInteger.TWO, -2), "200"),
                Arguments.of(
                        SCALE_AND_VALUE,
                        new Struct(SCALE_AND_VALUE).put("scale", 1).put("value", new byte[] {15}),
                        "1.5"),
                Arguments.of(
                        org.apache.kafka.connect.data.Date.SCHEMA,
                        Date.from(Instant.parse("2026-11-20T00:00:00Z")),
                        "2026-11-20"),
                Arguments.of(Time.SCHEMA, new Date(3_600_000), "01%3A00"),
                Arguments.of(Timestamp.SCHEMA, Date.from(TIME), "2026-11-20T05%3A06%3A07.123Z"),
                Arguments.of(debezium("time.Date", SchemaBuilder.int32()), 20_777, "2026-11-20"),
                Arguments.of(debezium("time.Time", SchemaBuilder.int32()), 1, "00%3A00%3A00.001"),
                Arguments.of(debezium("time.MicroTime", SchemaBuilder.int64()), 1L, "00%3A00%3A00.000001"),
                Arguments.of(
                        debezium("time.MicroTimestamp", SchemaBuilder.int64()),
                        millis * 1000 + 1,
                        "2026-11-20T05%3A06%3A07.123001"),
                Arguments.of(
                        debezium("time.ZonedTimestamp", SchemaBuilder.string()),
                        "2026-11-20T05:06:07Z",
                        "2026-11-20T05%3A06%3A07Z"),
                Arguments.of(debezium("time.Year", SchemaBuilder.int32()), 2026, "2026"),
                Arguments.of(
                        debezium("data.Uuid", SchemaBuilder.string()),
                        "6e3c1f60-0000-4000-8000-000000000001",
                        "6e3c1f60-0000-4000-8000-000000000001"),
                Arguments.of(debezium("data.Enum", SchemaBuilder.string()), "new", "new"),
                Arguments.of(debezium("data.Bits", SchemaBuilder.bytes()), new byte[] {5}, "05"));
    }

    @ParameterizedTest
    @MethodSource("typesAndTheirTexts")
    void everySingleValueMakesADirectory(Schema schema, Object value, String text) {
        assertThat(directory(List.of("f"), struct("f", schema, value))).isEqualTo("f=" + text);
    }

    static Stream<Arguments> whatIsNotASingleValue() {
        Schema list = SchemaBuilder.array(Schema.STRING_SCHEMA).build();
        Schema map =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();
        Struct inner = struct("g", Schema.INT32_SCHEMA, 1);
        return Stream.of(
                Arguments.of(list, List.of("a")),
                Arguments.of(map, Map.of("a", "b")),
                Arguments.of(inner.schema(), inner));
    }

    @ParameterizedTest
    @MethodSource("whatIsNotASingleValue")
    void whatIsNotASingleValueMakesTheRecordBad(Schema schema, Object value) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> directory(List.of("f"), struct("f", schema, value)))
                .withMessageContaining("partition field 'f'")
                .withMessageContaining("is not a single value");
    }

    @Test
    void fieldsStandInTheOrderOfTheConfiguration() {
        Schema schema = SchemaBuilder.struct()
                .field("city", Schema.STRING_SCHEMA)
                .field("country", Schema.STRING_SCHEMA)
                .build();
        Struct value = new Struct(schema).put("city", "Kathmandu").put("country", "NP");

        assertThat(directory(List.of("country", "city"), value)).isEqualTo("country=NP/city=Kathmandu");
    }

    @Test
    void dotsLeadIntoStructsAndMaps() {
        Struct inner = struct("zip", Schema.STRING_SCHEMA, "44600");

        assertThat(directory(List.of("address.zip"), struct("address", inner.schema(), inner)))
                .isEqualTo("address.zip=44600");
        assertThat(directory(List.of("address.zip"), Map.of("address", Map.of("zip", "44600"))))
                .isEqualTo("address.zip=44600");
    }

    @Test
    void aFieldThatBearsTheWholeNameGoesFirst() {
        assertThat(directory(List.of("address.zip"), struct("address.zip", Schema.STRING_SCHEMA, "flat")))
                .isEqualTo("address.zip=flat");
        assertThat(directory(List.of("address.zip"), Map.of("address.zip", "flat", "address", Map.of("zip", "nested"))))
                .isEqualTo("address.zip=flat");
    }

    @Test
    void aSchemalessValueIsWrittenAsItReads() {
        assertThat(directory(List.of("f"), Map.of("f", 7L))).isEqualTo("f=7");
        assertThat(directory(List.of("f"), Map.of("f", false))).isEqualTo("f=false");
        assertThat(directory(List.of("f"), Map.of("f", new BigDecimal("1E+2")))).isEqualTo("f=100");
        assertThat(directory(List.of("f"), Map.of("f", Date.from(TIME)))).isEqualTo("f=2026-11-20T05%3A06%3A07.123Z");
        assertThat(directory(List.of("f"), Map.of("f", new byte[] {0, 10, -1}))).isEqualTo("f=000aff");
        assertThat(directory(List.of("f"), Map.of("f", ByteBuffer.wrap(new byte[] {9}))))
                .isEqualTo("f=09");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> directory(List.of("f"), Map.of("f", List.of(1))))
                .withMessageContaining("is not a single value");
    }

    @Test
    void aNullAndANullOnTheWayAreNull() {
        Schema inner = SchemaBuilder.struct()
                .optional()
                .field("zip", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Map<String, Object> map = new HashMap<>();
        map.put("address", null);

        assertThat(directory(List.of("address.zip"), struct("address", inner, new Struct(inner))))
                .isEqualTo("address.zip=null");
        assertThat(directory(List.of("address.zip"), struct("address", inner, null)))
                .isEqualTo("address.zip=null");
        assertThat(directory(List.of("address.zip"), map)).isEqualTo("address.zip=null");
    }

    @Test
    void aRecordWithoutTheFieldIsBad() {
        for (Object value : Arrays.asList(
                struct("g", Schema.STRING_SCHEMA, "x"), Map.of("g", "x"), struct("f", Schema.STRING_SCHEMA, "x"))) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> directory(List.of("f.deep"), value))
                    .withMessageContaining("no field 'f.deep', which partition.field.name names");
        }
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> directory(List.of("f"), "text"))
                .withMessageContaining("neither a struct nor a map");
    }

    @Test
    void aHugeDecimalIsBadAndNotWrittenOut() {
        Struct huge =
                new Struct(SCALE_AND_VALUE).put("scale", Integer.MIN_VALUE).put("value", new byte[] {1});

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> directory(List.of("f"), struct("f", SCALE_AND_VALUE, huge)))
                .withMessageContaining("more than 1000 digits");
    }

    @Test
    void allLevelsTogetherLeaveRoomForTheRestOfTheName() {
        assertThat(directory(List.of("a", "b", "c"), threeTexts(168))).hasSize(512);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> directory(List.of("a", "b", "c"), threeTexts(169)))
                .withMessageContaining("more than 512 bytes");
    }

    private static Struct threeTexts(int length) {
        Schema schema = SchemaBuilder.struct()
                .field("a", Schema.STRING_SCHEMA)
                .field("b", Schema.STRING_SCHEMA)
                .field("c", Schema.STRING_SCHEMA)
                .build();
        String text = "x".repeat(length);
        return new Struct(schema).put("a", text).put("b", text).put("c", text);
    }

    @Test
    void aTimeOfDayIsADirectoryFromMidnightToItsLastNanosecond() {
        Schema nanos = debezium("time.NanoTime", SchemaBuilder.int64());
        long day = Duration.ofDays(1).toNanos();

        assertThat(directory(List.of("f"), struct("f", nanos, 0L))).isEqualTo("f=00%3A00");
        assertThat(directory(List.of("f"), struct("f", nanos, day - 1))).isEqualTo("f=23%3A59%3A59.999999999");
        for (long outside : List.of(-1L, day)) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> directory(List.of("f"), struct("f", nanos, outside)))
                    .withMessageContaining("not within one day");
        }
    }

    @Test
    void withoutNamesAValueStandsAlone() {
        Partitioner unnamed = new FieldPartitioner(List.of("f"), false, "/", "null");

        assertThat(unnamed.directory(record(struct("f", Schema.STRING_SCHEMA, "NP")), 0))
                .isEqualTo("NP");
    }

    @Test
    void theTimeOfARecordIsItsKafkaTimestamp() {
        Partitioner byField = new FieldPartitioner(List.of("f"), true, "/", "null");

        assertThat(byField.timestamp(record(struct("f", Schema.STRING_SCHEMA, "NP"))))
                .isEqualTo(TIME.toEpochMilli());
    }

    @Test
    void aDirectoryOfTheRecentPastIsNotBuiltAgain() {
        Partitioner partitioner = new FieldPartitioner(List.of("f"), true, "/", "null");
        List<String> answers = new ArrayList<>();
        for (String value : List.of("a", "a", "b", "a")) {
            answers.add(partitioner.directory(
                    record(struct("f", Schema.STRING_SCHEMA, new String(value.toCharArray()))), 0));
        }

        assertThat(answers).containsExactly("f=a", "f=a", "f=b", "f=a");
        assertThat(answers.get(1)).isSameAs(answers.get(0));
        assertThat(answers.get(3)).isSameAs(answers.get(0));
    }

    @Property(tries = 300, seed = "1")
    void whatIsRememberedIsWhatAFreshPartitionerSays(@ForAll Random random) {
        List<Schema> schemas = List.of(
                Schema.OPTIONAL_STRING_SCHEMA,
                Schema.INT32_SCHEMA,
                debezium("time.Date", SchemaBuilder.int32()),
                debezium("time.Year", SchemaBuilder.int32()));
        Partitioner remembering = new FieldPartitioner(List.of("f"), true, "/", "null");
        for (int i = 0; i < 100; i++) {
            Schema schema = schemas.get(random.nextInt(schemas.size()));
            Object value = schema.type() == Schema.Type.INT32
                    ? (Object) random.nextInt(3)
                    : random.nextBoolean() ? null : "v" + random.nextInt(3);
            Object whole = random.nextInt(4) == 0 ? mapOf("f", value) : struct("f", schema, value);
            if (random.nextInt(20) == 0) {
                // A bad record in between must leave nothing behind.
                assertThatExceptionOfType(DataException.class)
                        .isThrownBy(() -> remembering.directory(record(struct("g", schema, value)), 0));
            }

            assertThat(remembering.directory(record(whole), 0)).isEqualTo(directory(List.of("f"), whole));
        }
    }

    @Test
    void fieldAndTimeGoTogether() {
        Partitioner both = fieldAndTime(ExtractorType.RECORD);
        SinkRecord record = record(struct("country", Schema.STRING_SCHEMA, "NP"));

        assertThat(both.directory(record, both.timestamp(record))).isEqualTo("country=NP/2026-11-20/05");
        assertThat(both.windowEnd(both.timestamp(record)))
                .hasValue(Instant.parse("2026-11-20T06:00:00Z").toEpochMilli());
    }

    @Property(tries = 100, seed = "2")
    void fieldAndTimeRememberTheirAnswersTogether(@ForAll Random random) {
        Partitioner remembering = fieldAndTime(ExtractorType.RECORD);
        for (int i = 0; i < 100; i++) {
            SinkRecord record = record(struct("country", Schema.STRING_SCHEMA, "c" + random.nextInt(4)));
            long timestamp = TIME.toEpochMilli() + random.nextInt(4) * 3_600_000L;

            assertThat(remembering.directory(record, timestamp))
                    .isEqualTo(fieldAndTime(ExtractorType.RECORD).directory(record, timestamp));
        }
    }

    @Test
    void theFingerprintTellsEverySettingOfDirectories() {
        List<Partitioners> settings = List.of(
                settings(PartitionerType.FIELD, List.of("a"), true, "null", TimestampUnit.MILLIS),
                settings(PartitionerType.FIELD, List.of("a", "b"), true, "null", TimestampUnit.MILLIS),
                settings(PartitionerType.FIELD, List.of("a"), false, "null", TimestampUnit.MILLIS),
                settings(PartitionerType.FIELD, List.of("a"), true, "nil", TimestampUnit.MILLIS),
                settings(PartitionerType.FIELD_AND_TIME, List.of("a"), true, "null", TimestampUnit.MILLIS),
                settings(PartitionerType.FIELD_AND_TIME, List.of("a"), true, "null", TimestampUnit.SECONDS),
                settings(PartitionerType.TIME_BASED, List.of("a"), true, "null", TimestampUnit.SECONDS),
                settings(PartitionerType.DEFAULT, List.of("a"), true, "null", TimestampUnit.SECONDS),
                withSchemaName(SchemaAffix.PREFIX, "null"),
                withSchemaName(SchemaAffix.SUFFIX, "null"),
                withSchemaName(SchemaAffix.SUFFIX, "nil"));

        assertThat(settings).extracting(Partitioners::fingerprint).doesNotHaveDuplicates();
        assertThat(settings(PartitionerType.FIELD, List.of("a"), true, "null", TimestampUnit.MICROS)
                        .fingerprint())
                .isEqualTo(settings.get(0).fingerprint());
    }

    @Test
    void onlyPartitionersOfFieldsHaveColumns() {
        assertThat(settings(PartitionerType.FIELD_AND_TIME, List.of("a", "b"), true, "null", TimestampUnit.MILLIS)
                        .columns())
                .containsExactly("a", "b");
        assertThat(settings(PartitionerType.TIME_BASED, List.of("a"), true, "null", TimestampUnit.MILLIS)
                        .columns())
                .isEmpty();
    }

    private static Partitioner fieldAndTime(ExtractorType extractor) {
        return new Partitioners(
                        PartitionerType.FIELD_AND_TIME,
                        "YYYY-MM-dd/HH",
                        Duration.ofHours(1),
                        Locale.US,
                        ZoneId.of("UTC"),
                        "/",
                        extractor,
                        "",
                        TimestampUnit.MILLIS,
                        new Partitioners.Fields(List.of("country"), true, "null"),
                        SchemaAffix.NONE)
                .create(() -> 0);
    }

    private static Partitioners settings(
            PartitionerType type, List<String> fields, boolean named, String nullText, TimestampUnit unit) {
        return new Partitioners(
                type,
                "YYYY",
                Duration.ofHours(1),
                Locale.US,
                ZoneId.of("UTC"),
                "/",
                ExtractorType.RECORD_FIELD,
                "at",
                unit,
                new Partitioners.Fields(fields, named, nullText),
                SchemaAffix.NONE);
    }

    private static Partitioners withSchemaName(SchemaAffix affix, String nullText) {
        Partitioners hours = settings(PartitionerType.HOURLY, List.of(), true, nullText, TimestampUnit.MILLIS);
        return new Partitioners(
                hours.type(),
                hours.pathFormat(),
                hours.partitionDuration(),
                hours.locale(),
                hours.timeZone(),
                hours.directoryDelimiter(),
                hours.extractor(),
                hours.timestampField(),
                hours.timestampUnit(),
                hours.fields(),
                affix);
    }

    private static String directory(List<String> fields, Object value) {
        return new FieldPartitioner(fields, true, "/", "null").directory(record(value), 0);
    }

    private static Map<String, Object> mapOf(String name, Object value) {
        Map<String, Object> map = new HashMap<>();
        map.put(name, value);
        return map;
    }

    private static SinkRecord record(Object value) {
        Schema schema = value instanceof Struct struct ? struct.schema() : null;
        return new SinkRecord(
                "orders", 0, null, null, schema, value, 0, TIME.toEpochMilli(), TimestampType.CREATE_TIME);
    }

    private static Struct struct(String name, Schema schema, Object value) {
        return new Struct(SchemaBuilder.struct().field(name, schema).build()).put(name, value);
    }

    private static Schema debezium(String name, SchemaBuilder builder) {
        return builder.name("io.debezium." + name).build();
    }
}
