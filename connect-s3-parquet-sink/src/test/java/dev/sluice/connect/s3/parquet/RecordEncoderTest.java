// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.s3.format.RowFile;
import dev.sluice.connect.s3.row.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordEncoderTest {
    private static final ParquetSettings FOR_SPARK = new ParquetSettings(
            Codec.NONE, Codec.DEFAULT_LEVEL, 1 << 20, 1 << 20, true, 1 << 20, Set.of(), TypeSet.SPARK);

    static Stream<Arguments> typesAndTheirColumns() {
        return Stream.of(
                Arguments.of(Schema.BOOLEAN_SCHEMA, "required boolean f"),
                Arguments.of(Schema.INT8_SCHEMA, "required int32 f (INTEGER(8,true))"),
                Arguments.of(Schema.INT16_SCHEMA, "required int32 f (INTEGER(16,true))"),
                Arguments.of(Schema.INT32_SCHEMA, "required int32 f"),
                Arguments.of(Schema.OPTIONAL_INT64_SCHEMA, "optional int64 f"),
                Arguments.of(Schema.FLOAT32_SCHEMA, "required float f"),
                Arguments.of(Schema.FLOAT64_SCHEMA, "required double f"),
                Arguments.of(Schema.STRING_SCHEMA, "required binary f (STRING)"),
                Arguments.of(Schema.BYTES_SCHEMA, "required binary f"),
                Arguments.of(decimal(2, 9), "required int32 f (DECIMAL(9,2))"),
                Arguments.of(decimal(2, 18), "required int64 f (DECIMAL(18,2))"),
                Arguments.of(decimal(2, 19), "required fixed_len_byte_array(9) f (DECIMAL(19,2))"),
                Arguments.of(Decimal.schema(4), "required fixed_len_byte_array(16) f (DECIMAL(38,4))"),
                Arguments.of(decimal(4, 2), "required int32 f (DECIMAL(4,4))"),
                Arguments.of(decimal(-3, 5), "required int32 f (DECIMAL(8,0))"),
                Arguments.of(org.apache.kafka.connect.data.Date.SCHEMA, "required int32 f (DATE)"),
                Arguments.of(Time.SCHEMA, "required int32 f (TIME(MILLIS,false))"),
                Arguments.of(Timestamp.SCHEMA, "required int64 f (TIMESTAMP(MILLIS,true))"),
                Arguments.of(of(SemanticType.DATE), "required int32 f (DATE)"),
                Arguments.of(of(SemanticType.TIME_MICROS), "required int64 f (TIME(MICROS,false))"),
                Arguments.of(of(SemanticType.TIME_NANOS), "required int64 f (TIME(NANOS,false))"),
                Arguments.of(of(SemanticType.ZONED_TIME), "required int64 f (TIME(MICROS,true))"),
                Arguments.of(of(SemanticType.LOCAL_TIMESTAMP_MILLIS), "required int64 f (TIMESTAMP(MILLIS,false))"),
                Arguments.of(of(SemanticType.LOCAL_TIMESTAMP_MICROS), "required int64 f (TIMESTAMP(MICROS,false))"),
                Arguments.of(of(SemanticType.LOCAL_TIMESTAMP_NANOS), "required int64 f (TIMESTAMP(NANOS,false))"),
                Arguments.of(of(SemanticType.ZONED_TIMESTAMP), "required int64 f (TIMESTAMP(MICROS,true))"),
                Arguments.of(of(SemanticType.ISO_TIMESTAMP), "required int64 f (TIMESTAMP(MICROS,false))"),
                Arguments.of(of(SemanticType.UUID), "required fixed_len_byte_array(16) f (UUID)"),
                Arguments.of(of(SemanticType.JSON), "required binary f (JSON)"),
                Arguments.of(of(SemanticType.ENUM), "required binary f (ENUM)"),
                Arguments.of(of(SemanticType.INTERVAL), "required binary f (STRING)"),
                Arguments.of(variableScale(), "required binary f (STRING)"),
                Arguments.of(
                        SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA)
                                .optional()
                                .build(),
                        "optional group f (LIST) { repeated group list { optional binary element (STRING); } }"),
                Arguments.of(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build(),
                        "required group f (MAP) { repeated group key_value { required binary key (STRING);"
                                + " required int32 value; } }"),
                Arguments.of(
                        SchemaBuilder.struct()
                                .field("x", Schema.INT32_SCHEMA)
                                .optional()
                                .build(),
                        "optional group f { required int32 x; }"));
    }

    @ParameterizedTest
    @MethodSource("typesAndTheirColumns")
    void everyTypeHasItsColumn(Schema schema, String column) {
        String type = compile(struct("f", schema)).type().toString().replaceAll("\\s+", " ");

        assertThat(type).startsWith("message record { " + column);
    }

    @ParameterizedTest
    @EnumSource(SemanticType.class)
    void everySemanticTypeCompiles(SemanticType type) {
        assertThat(compile(struct("f", example(type))).type().containsField("f"))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void everyCodecIsReadBack(Codec codec) {
        Schema schema = struct("f", Schema.STRING_SCHEMA);
        List<Struct> values = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            values.add(new Struct(schema).put("f", "value " + i % 50));
        }

        List<Group> rows = ParquetRows.read(write(codec, schema, values));

        assertThat(rows)
                .extracting(row -> row.getString("f", 0))
                .containsExactlyElementsOf(
                        values.stream().map(value -> value.getString("f")).toList());
    }

    @Test
    void forSparkUuidsAndTimesAreTextAndNanosecondsAnInteger() {
        Schema schema = SchemaBuilder.struct()
                .field("uuid", of(SemanticType.UUID))
                .field("millis", of(SemanticType.TIME_MILLIS))
                .field("nanos", of(SemanticType.TIME_NANOS))
                .field("zoned", of(SemanticType.ZONED_TIME))
                .field("at", of(SemanticType.LOCAL_TIMESTAMP_NANOS))
                .build();
        Struct value = new Struct(schema)
                .put("uuid", "123e4567-e89b-12d3-a456-426614174000")
                .put("millis", 18_360_000)
                .put("nanos", 18_367_123_456_789L)
                .put("zoned", "05:06:07Z")
                .put("at", 1_700_000_000_123_456_789L);

        Group row = ParquetRows.read(write(FOR_SPARK, schema, List.of(value))).get(0);

        assertThat(row.getString("uuid", 0)).isEqualTo("123e4567-e89b-12d3-a456-426614174000");
        assertThat(row.getString("millis", 0)).isEqualTo("05:06:00");
        assertThat(row.getString("nanos", 0)).isEqualTo("05:06:07.123456789");
        assertThat(row.getString("zoned", 0)).isEqualTo("05:06:07Z");
        assertThat(row.getLong("at", 0)).isEqualTo(1_700_000_000_123_456_789L);
        assertThat(row.getType().getType("at").getLogicalTypeAnnotation()).isNull();
    }

    @Test
    void forSparkANumberThatIsNoTimeOfDayIsRefused() {
        Schema schema = struct("bad", of(SemanticType.TIME_MILLIS));
        RecordEncoder encoder = RecordEncoder.compile(Rows.columns(schema), FOR_SPARK);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> encoder.check(Rows.row(new Struct(schema).put("bad", -1))))
                .withMessageContaining("field 'bad'")
                .withMessageContaining("not a time of day");
    }

    @Test
    void aBloomFilterIsWhereItIsAskedFor() {
        Schema inner = struct("zip", Schema.STRING_SCHEMA);
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("address", inner)
                .field("other", Schema.INT64_SCHEMA)
                .build();
        List<Struct> values = new ArrayList<>();
        for (long i = 0; i < 1000; i++) {
            values.add(new Struct(schema)
                    .put("id", i)
                    .put("address", new Struct(inner).put("zip", "z" + i))
                    .put("other", i));
        }
        ParquetSettings settings = new ParquetSettings(
                Codec.NONE,
                Codec.DEFAULT_LEVEL,
                1 << 20,
                1 << 20,
                false,
                1 << 20,
                Set.of("id", "address.zip", "absent"),
                TypeSet.STANDARD);

        assertThat(ParquetRows.bloomFilters(write(settings, schema, values))).containsExactly("id", "address.zip");
    }

    @ParameterizedTest
    @CsvSource({"ZSTD, 1, 19", "GZIP, 1, 9"})
    void aHigherLevelMakesASmallerFile(Codec codec, int low, int high) {
        Schema schema = struct("f", Schema.STRING_SCHEMA);
        List<Struct> values = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            values.add(new Struct(schema).put("f", "value " + i * 31 % 977 + " and " + i * 17 % 331));
        }

        assertThat(write(level(codec, high), schema, values).length)
                .isLessThan(write(level(codec, low), schema, values).length);
    }

    private static ParquetSettings level(Codec codec, int level) {
        return new ParquetSettings(codec, level, 1 << 20, 1 << 20, false, 1 << 20, Set.of(), TypeSet.STANDARD);
    }

    @Test
    void aNullStaysNullAlsoWhereTheSchemaHasADefault() {
        Schema schema =
                struct("f", SchemaBuilder.int32().optional().defaultValue(7).build());

        List<Group> rows = ParquetRows.read(write(Codec.SNAPPY, schema, List.of(new Struct(schema).put("f", null))));

        assertThat(rows.get(0).getFieldRepetitionCount("f")).isZero();
    }

    @Test
    void aMissingValueOfARequiredFieldIsItsDefault() {
        Schema schema = struct("f", SchemaBuilder.int32().defaultValue(7).build());

        List<Group> rows = ParquetRows.read(write(Codec.SNAPPY, schema, List.of(new Struct(schema))));

        assertThat(rows.get(0).getInteger("f", 0)).isEqualTo(7);
    }

    @Test
    void listsMapsAndStructsKeepTheirNullsAndTheirEmptiness() {
        Schema inner = SchemaBuilder.struct()
                .field("x", Schema.OPTIONAL_INT32_SCHEMA)
                .optional()
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("list", SchemaBuilder.array(inner).optional().build())
                .field(
                        "map",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_INT64_SCHEMA)
                                .optional()
                                .build())
                .build();
        Map<String, Long> map = new HashMap<>();
        map.put("none", null);
        Struct full = new Struct(schema)
                .put("list", Arrays.asList(new Struct(inner).put("x", 1), null, new Struct(inner)))
                .put("map", map);
        Struct empty = new Struct(schema).put("list", List.of()).put("map", Map.of());

        List<Group> rows = ParquetRows.read(write(Codec.NONE, schema, List.of(full, empty, new Struct(schema))));

        Group list = rows.get(0).getGroup("list", 0);
        assertThat(list.getFieldRepetitionCount("list")).isEqualTo(3);
        assertThat(list.getGroup("list", 0).getGroup("element", 0).getInteger("x", 0))
                .isEqualTo(1);
        assertThat(list.getGroup("list", 1).getFieldRepetitionCount("element")).isZero();
        assertThat(list.getGroup("list", 2).getGroup("element", 0).getFieldRepetitionCount("x"))
                .isZero();
        assertThat(rows.get(0).getGroup("map", 0).getGroup("key_value", 0).getFieldRepetitionCount("value"))
                .isZero();
        assertThat(rows.get(1).getGroup("list", 0).getFieldRepetitionCount("list"))
                .isZero();
        assertThat(rows.get(1).getFieldRepetitionCount("map")).isOne();
        assertThat(rows.get(2).getFieldRepetitionCount("list")).isZero();
        assertThat(rows.get(2).getFieldRepetitionCount("map")).isZero();
    }

    @Test
    void aStructWithoutFieldsIsRefused() {
        refuses(struct("f", SchemaBuilder.struct().build()), "field 'f'", "a struct without fields");
    }

    @Test
    void aDecimalWiderThanReadersTakeIsRefused() {
        refuses(struct("amount", decimal(2, 39)), "field 'amount'", "precision 39");
    }

    static Stream<Arguments> valuesThatDoNotFit() {
        return Stream.of(
                Arguments.of(decimal(2, 4), new BigDecimal("123.45"), "more than the 4 digits"),
                Arguments.of(Decimal.schema(2), new BigDecimal("1.2345"), "more than 2 digits after the point"),
                Arguments.of(of(SemanticType.UUID), "1-2-3-4-5", "not a UUID"),
                Arguments.of(of(SemanticType.ZONED_TIMESTAMP), "tomorrow", "ZONED_TIMESTAMP cannot be read"),
                Arguments.of(
                        SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build(),
                        Arrays.asList("a", null),
                        "an element is null"));
    }

    @ParameterizedTest
    @MethodSource("valuesThatDoNotFit")
    void aValueThatDoesNotFitIsFoundBeforeAnythingIsWritten(Schema schema, Object value, String message) {
        Schema record = struct("bad", schema);
        // Struct.put refuses a null element itself, and a transform may have built the list under a laxer schema.
        Schema lax = value instanceof List
                ? struct(
                        "bad",
                        SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build())
                : record;
        Struct bad = new Struct(lax).put("bad", value);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> compile(record).check(Rows.row(bad)))
                .withMessageContaining("field 'bad'")
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(Objects.toString(value)));
    }

    @Test
    void aRequiredFieldWithoutAValueIsFoundAtAnyDepth() {
        Schema schema = struct("outer", struct("x", Schema.INT32_SCHEMA));
        // Struct.put refuses it itself, unless the struct was made under a laxer schema.
        Schema lax = struct("x", Schema.OPTIONAL_INT32_SCHEMA);
        Struct missing = new Struct(struct("outer", lax)).put("outer", new Struct(lax));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> compile(schema).check(Rows.row(missing)))
                .withMessageContaining("field 'outer.x'")
                .withMessageContaining("is null");
    }

    @Test
    void fingerprintsTellSchemasApart() {
        String fingerprint = compile(struct("f", Schema.INT32_SCHEMA)).fingerprint();

        assertThat(fingerprint)
                .hasSize(16)
                .isEqualTo(compile(struct("f", Schema.INT32_SCHEMA)).fingerprint())
                .isNotEqualTo(compile(struct("f", Schema.INT64_SCHEMA)).fingerprint());
    }

    static byte[] write(Codec codec, Schema schema, List<Struct> values) {
        return write(ParquetSettings.of(codec), schema, values);
    }

    static byte[] write(ParquetSettings settings, Schema schema, List<Struct> values) {
        RecordEncoder encoder = RecordEncoder.compile(Rows.columns(schema), settings);
        RowFile file = encoder.begin();
        for (Struct value : values) {
            encoder.check(Rows.row(value));
            file.write(Rows.row(value));
        }
        try (var in = file.close().open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecordEncoder compile(Schema schema) {
        return RecordEncoder.compile(Rows.columns(schema), ParquetSettings.of(Codec.SNAPPY));
    }

    static Schema decimal(int scale, int precision) {
        return Decimal.builder(scale)
                .parameter("connect.decimal.precision", Integer.toString(precision))
                .build();
    }

    static Schema of(SemanticType type) {
        return new SchemaBuilder(type.wireType()).name(type.logicalName()).build();
    }

    static Schema variableScale() {
        return SchemaBuilder.struct()
                .name(SemanticType.VARIABLE_SCALE_DECIMAL.logicalName())
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
    }

    private static Schema example(SemanticType type) {
        if (type == SemanticType.DECIMAL) {
            return Decimal.schema(2);
        }
        return switch (type.wireType()) {
            case ARRAY -> named(type, SchemaBuilder.array(Schema.FLOAT64_SCHEMA));
            case MAP -> named(type, SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA));
            case STRUCT ->
                named(
                        type,
                        SchemaBuilder.struct()
                                .field("scale", Schema.INT32_SCHEMA)
                                .field("value", Schema.BYTES_SCHEMA));
            default -> named(type, new SchemaBuilder(type.wireType()));
        };
    }

    private static Schema named(SemanticType type, SchemaBuilder builder) {
        return type.logicalName() == null
                ? builder.build()
                : builder.name(type.logicalName()).build();
    }

    private static Schema struct(String field, Schema schema) {
        return SchemaBuilder.struct().field(field, schema).build();
    }

    private static void refuses(Schema schema, String where, String why) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> compile(schema))
                .withMessageContaining(where)
                .withMessageContaining(why);
    }

    /** A record with a value of every kind that readers see differently; {@link DuckDbReadsTest} reads it. */
    static Struct sample() {
        Schema tags = SchemaBuilder.array(Schema.STRING_SCHEMA).build();
        Schema counts =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build();
        Schema address = struct("city", Schema.OPTIONAL_STRING_SCHEMA);
        Schema schema = SchemaBuilder.struct()
                .field("small", Schema.INT8_SCHEMA)
                .field("number", Schema.INT64_SCHEMA)
                .field("ratio", Schema.FLOAT64_SCHEMA)
                .field("bytes", Schema.BYTES_SCHEMA)
                .field("price", decimal(2, 9))
                .field("total", decimal(2, 18))
                .field("huge", Decimal.schema(4))
                .field("debt", decimal(2, 20))
                .field("variable", variableScale())
                .field("day", org.apache.kafka.connect.data.Date.SCHEMA)
                .field("at", Timestamp.SCHEMA)
                .field("local_micros", of(SemanticType.LOCAL_TIMESTAMP_MICROS))
                .field("local_nanos", of(SemanticType.LOCAL_TIMESTAMP_NANOS))
                .field("zoned", of(SemanticType.ZONED_TIMESTAMP))
                .field("time_micros", of(SemanticType.TIME_MICROS))
                .field("uuid", of(SemanticType.UUID))
                .field("nothing", Schema.OPTIONAL_STRING_SCHEMA)
                .field("tags", tags)
                .field("counts", counts)
                .field("address", address)
                .build();
        Instant at = Instant.parse("2026-11-20T05:06:07.123Z");
        long micros = at.toEpochMilli() * 1_000 + 456;
        return new Struct(schema)
                .put("small", (byte) -5)
                .put("number", 1L << 40)
                .put("ratio", 0.5)
                .put("bytes", ByteBuffer.wrap(new byte[] {0, 1, -1}))
                .put("price", new BigDecimal("-1234567.89"))
                .put("total", new BigDecimal("9999999999999999.99"))
                .put("huge", new BigDecimal("9999999999999999999999999999999999.9999"))
                .put("debt", new BigDecimal("-0.01"))
                .put(
                        "variable",
                        new Struct(variableScale())
                                .put("scale", 3)
                                .put(
                                        "value",
                                        new BigDecimal("12.345").unscaledValue().toByteArray()))
                .put("day", Date.from(Instant.parse("1969-12-31T00:00:00Z")))
                .put("at", Date.from(at))
                .put("local_micros", micros)
                .put("local_nanos", micros * 1_000 + 789)
                .put("zoned", "2026-11-20T06:06:07.123456+01:00")
                .put("time_micros", 18_367_123_456L)
                .put("uuid", "123e4567-e89b-12d3-a456-426614174000")
                .put("tags", List.of("a", "b"))
                .put("counts", Map.of("x", 1))
                .put("address", new Struct(address).put("city", "São Paulo"));
    }
}
