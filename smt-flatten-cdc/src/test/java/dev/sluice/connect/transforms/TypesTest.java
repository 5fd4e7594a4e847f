// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.struct;
import static dev.sluice.connect.transforms.Transforms.flattenCdc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypesTest {
    private static final long MICROS = 1_763_625_599_123_456L;
    private static final long INFINITY = 9_223_372_036_825_200_000L;
    private static final long MINUS_INFINITY = -9_223_372_036_832_400_000L;
    private static final Schema VARIABLE = SchemaBuilder.struct()
            .name("io.debezium.data.VariableScaleDecimal")
            .version(1)
            .field("scale", Schema.INT32_SCHEMA)
            .field("value", Schema.BYTES_SCHEMA)
            .build();

    @ParameterizedTest
    @CsvSource(textBlock = """
                    Date,           20412,                       2025-11-20,                 1763596800000, 1763596800000000
                    Time,           3723004,                     01:02:03.004,               3723004,       3723004000
                    MicroTime,      3723004005,                  01:02:03.004005,            3723004,       3723004005
                    NanoTime,       3723004005006,               01:02:03.004005006,         3723004,       3723004005
                    Timestamp,      1763625599123,               2025-11-20T07:59:59.123,    1763625599123, 1763625599123000
                    MicroTimestamp, 1763625599123456,            2025-11-20T07:59:59.123456, 1763625599123, 1763625599123456
                    NanoTimestamp,  1763625599123456789, 2025-11-20T07:59:59.123456789,      1763625599123, 1763625599123456
                    ZonedTimestamp, 2025-11-20T08:59:59.123456+01:00, 2025-11-20T07:59:59.123456Z, 1763625599123, 1763625599123456
                    ZonedTime,      02:02:03.004+01:00,          01:02:03.004Z,              3723004,       3723004000
                    IsoDate,        2025-11-20,                  2025-11-20,                 1763596800000, 1763596800000000
                    IsoTimestamp,   2025-11-20T07:59:59.5,       2025-11-20T07:59:59.500,    1763625599500, 1763625599500000
                    """)
    void temporalValuesTakeTheFormThatIsWanted(String type, String value, String iso, long millis, long micros) {
        Schema schema = temporal(type);
        Object source = schema.type() == Schema.Type.INT32
                ? (Object) Integer.valueOf(value)
                : schema.type() == Schema.Type.INT64 ? (Object) Long.valueOf(value) : value;

        assertThat(column(schema, source, "temporal.mode", "keep")).isEqualTo(source);
        assertThat(column(schema, source, "temporal.mode", "iso")).isEqualTo(iso);
        assertThat(column(schema, source, "temporal.mode", "epoch-millis")).isEqualTo(millis);
        assertThat(column(schema, source, "temporal.mode", "epoch-micros")).isEqualTo(micros);
        assertThat(column(schema, source, "temporal.mode", "connect")).isEqualTo(new java.util.Date(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "MicroTime, 86400000000, 24:00",
        "MicroTime, -3020399000001, -838:59:59.000001",
        "MicroTime, 3020399000000, 838:59:59",
        "Time, 86400000, 24:00",
        "NanoTime, -1, -00:00:00.000000001",
        "NanoTime, 0, 00:00"
    })
    void whatIsNoTimeOfDayIsWrittenLikeOneAndIsNoneOfConnects(String type, long value, String iso) {
        Schema schema = temporal(type);
        Object source = schema.type() == Schema.Type.INT32 ? (Object) Math.toIntExact(value) : (Object) value;

        assertThat(column(schema, source, "temporal.mode", "iso")).isEqualTo(iso);
        if (value != 0) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> column(schema, source, "temporal.mode", "connect"))
                    .withMessageContaining("field 'c': a time does not lie between 00:00 and 24:00")
                    .withMessageNotContaining(String.valueOf(value));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Date, org.apache.kafka.connect.data.Date",
        "MicroTime, org.apache.kafka.connect.data.Time",
        "MicroTimestamp, org.apache.kafka.connect.data.Timestamp",
        "ZonedTimestamp, org.apache.kafka.connect.data.Timestamp"
    })
    void connectHasTypesOfItsOwn(String type, String connect) {
        assertThat(columnSchema(temporal(type), "temporal.mode", "connect").name())
                .isEqualTo(connect);
    }

    @Test
    void connectsTypesAreConvertedToo() {
        Schema timestamp = org.apache.kafka.connect.data.Timestamp.SCHEMA;
        java.util.Date value = new java.util.Date(1_763_625_599_123L);

        assertThat(column(timestamp, value, "temporal.mode", "iso")).isEqualTo("2025-11-20T07:59:59.123Z");
        assertThat(column(timestamp, value, "temporal.mode", "epoch-micros")).isEqualTo(1_763_625_599_123_000L);
        assertThat(column(timestamp, value, "temporal.mode", "connect")).isSameAs(value);
    }

    @Test
    void optionalityAndDefaultsTakeTheNewForm() {
        Schema date = SchemaBuilder.int32()
                .name("io.debezium.time.Date")
                .optional()
                .defaultValue(1)
                .doc("Day.")
                .build();

        Schema column = columnSchema(date, "temporal.mode", "iso");

        assertThat(column.isOptional()).isTrue();
        assertThat(column.defaultValue()).isEqualTo("1970-01-02");
        assertThat(column.doc()).isEqualTo("Day.");
        assertThat(column(date, null, "temporal.mode", "iso")).isNull();
    }

    static Stream<Arguments> defaultsWithoutAForm() {
        Schema inner = struct(fields -> fields.field("day", temporal("Date")));
        return Stream.of(
                Arguments.of(withDefault(temporal("Date"), 2_000_000_000)),
                Arguments.of(withDefault(temporal("ZonedTimestamp"), "infinity")),
                Arguments.of(withDefault(temporal("ZonedTimestamp"), "no time")),
                Arguments.of(withDefault(SchemaBuilder.array(temporal("Date")).build(), List.of(2_000_000_000))),
                Arguments.of(withDefault(inner, new Struct(inner).put("day", 2_000_000_000))));
    }

    @ParameterizedTest
    @MethodSource("defaultsWithoutAForm")
    void aDefaultThatHasNoSuchFormIsLeftOutAndRefusesNoRow(Schema schema) {
        Schema column = columnSchema(
                schema,
                "temporal.mode",
                "epoch-micros",
                "special.temporal.values",
                "fail",
                "flatten.exclude",
                "inner.c");

        assertThat(column.defaultValue()).isNull();
        assertThat(column).isNotEqualTo(schema);
    }

    static Stream<Arguments> infinities() {
        return Stream.of(
                Arguments.of(temporal("MicroTimestamp"), INFINITY),
                Arguments.of(temporal("MicroTimestamp"), MINUS_INFINITY),
                Arguments.of(temporal("ZonedTimestamp"), "+292278994-08-16T23:00:00Z"),
                Arguments.of(temporal("ZonedTimestamp"), "infinity"),
                Arguments.of(temporal("ZonedTimestamp"), "-infinity"),
                Arguments.of(temporal("Date"), -2_147_472_692),
                Arguments.of(temporal("Date"), -2_147_472_691));
    }

    @ParameterizedTest
    @MethodSource("infinities")
    void infinityIsAnsweredAsTheUserWants(Schema schema, Object infinity) {
        assertThat(column(schema, infinity, "temporal.mode", "iso", "special.temporal.values", "null"))
                .isNull();
        for (String mode : List.of("iso", "connect", "epoch-millis", "epoch-micros")) {
            assertThat(column(schema, infinity, "temporal.mode", mode, "special.temporal.values", "keep"))
                    .isNotNull();
        }
        assertThat(column(schema, infinity, "temporal.mode", "keep", "special.temporal.values", "fail"))
                .isEqualTo(infinity);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> column(schema, infinity, "temporal.mode", "iso", "special.temporal.values", "fail"))
                .withMessageContaining("field 'c'")
                .withMessageContaining("special.temporal.values");
    }

    @Test
    void aFiniteTimestampIsNotTakenForInfinite() {
        assertThat(column(
                        temporal("MicroTimestamp"),
                        MICROS,
                        "temporal.mode",
                        "epoch-micros",
                        "special.temporal.values",
                        "fail"))
                .isEqualTo(MICROS);
    }

    @Test
    void aTextThatIsNoDateIsAnErrorWithoutTheText() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> column(temporal("ZonedTimestamp"), "secret", "temporal.mode", "iso"))
                .withMessageContaining("field 'c'")
                .withMessageNotContaining("secret");
    }

    static Stream<Arguments> decimals() {
        return Stream.of(
                Arguments.of(Decimal.schema(2), new BigDecimal("123456789012.70")),
                Arguments.of(VARIABLE, variable("123456789012.70")));
    }

    @ParameterizedTest
    @MethodSource("decimals")
    void decimalsTakeTheFormThatIsWanted(Schema schema, Object value) {
        assertThat(column(schema, value)).isEqualTo(value);
        assertThat(column(schema, value, "decimal.mode", "string")).isEqualTo("123456789012.70");
        assertThat(column(schema, value, "decimal.mode", "double")).isEqualTo(123456789012.7);
        assertThat(column(schema, value, "decimal.mode", "decimal", "decimal.scale", "2"))
                .isEqualTo(new BigDecimal("123456789012.70"));
    }

    @Test
    void aVariableScaleBecomesTheOneThatIsSet() {
        assertThat(column(VARIABLE, variable("1.500"), "decimal.mode", "decimal", "decimal.scale", "1"))
                .isEqualTo(new BigDecimal("1.5"));
        assertThat(column(VARIABLE, variable("1E+3"), "decimal.mode", "decimal", "decimal.scale", "1"))
                .isEqualTo(new BigDecimal("1000.0"));
        assertThat(columnSchema(VARIABLE, "decimal.mode", "decimal", "decimal.scale", "1"))
                .isEqualTo(Decimal.builder(1).optional().build());
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> column(VARIABLE, variable("1.25"), "decimal.mode", "decimal", "decimal.scale", "1"))
                .withMessageContaining("decimal.scale=1")
                .withMessageNotContaining("1.25");
    }

    static Stream<Arguments> specialTypes() {
        Schema uuid = SchemaBuilder.string().name("io.debezium.data.Uuid").build();
        Schema letters = SchemaBuilder.string()
                .name("io.debezium.data.Enum")
                .parameter("allowed", "a,b")
                .build();
        Schema bits = SchemaBuilder.bytes()
                .name("io.debezium.data.Bits")
                .parameter("length", "10")
                .build();
        Schema geometry = SchemaBuilder.struct()
                .name("io.debezium.data.geometry.Geometry")
                .field("wkb", Schema.BYTES_SCHEMA)
                .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        byte[] wkb = {1, 1, 0, 0, 0, 7};
        Schema floats = SchemaBuilder.array(Schema.FLOAT32_SCHEMA)
                .name("io.debezium.data.FloatVector")
                .build();
        Schema sparse = SchemaBuilder.struct()
                .name("io.debezium.data.SparseDoubleVector")
                .field("dimensions", Schema.INT16_SCHEMA)
                .field(
                        "vector",
                        SchemaBuilder.map(Schema.INT16_SCHEMA, Schema.FLOAT64_SCHEMA)
                                .build())
                .build();
        return Stream.of(
                Arguments.of("uuid", uuid, "7f", "7f"),
                Arguments.of("enum", letters, "a", "a"),
                Arguments.of("bits", bits, new byte[] {0b0000_0101, 0b0000_0010}, "1000000101"),
                Arguments.of(
                        "geometry",
                        geometry,
                        new Struct(geometry).put("wkb", wkb).put("srid", 4326),
                        "0101000020E610000007"),
                Arguments.of("geometry", geometry, new Struct(geometry).put("wkb", wkb), "010100000007"),
                Arguments.of(
                        "geometry",
                        geometry,
                        new Struct(geometry)
                                .put("wkb", new byte[] {0, 0x20, 0, 0, 1, 0, 0, 0x10, (byte) 0xE6, 7})
                                .put("srid", 4326),
                        "0020000001000010E607"),
                Arguments.of("vector", floats, List.of(1.5f), List.of(1.5f)),
                Arguments.of(
                        "vector",
                        sparse,
                        new Struct(sparse)
                                .put("dimensions", (short) 9)
                                .put("vector", Map.of((short) 7, 2.0, (short) 1, 0.5)),
                        "{1:0.5,7:2.0}/9"));
    }

    @ParameterizedTest
    @MethodSource("specialTypes")
    void debeziumsTypesBecomePlainOnDemand(String name, Schema schema, Object value, Object plain) {
        assertThat(column(schema, value)).isEqualTo(value);
        assertThat(columnSchema(schema).name()).isEqualTo(schema.name());
        assertThat(column(schema, value, "plain.types", name)).isEqualTo(plain);
        assertThat(columnSchema(schema, "plain.types", name).name()).isNull();
        assertThat(columnSchema(schema, "plain.types", name).parameters()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AQ==", ""})
    void aGeometryThatIsTooShortIsLeftAsItIs(String base64) {
        Schema geometry = SchemaBuilder.struct()
                .name("io.debezium.data.geometry.Point")
                .field("wkb", Schema.BYTES_SCHEMA)
                .field("srid", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        byte[] wkb = java.util.Base64.getDecoder().decode(base64);

        assertThat(column(geometry, new Struct(geometry).put("wkb", wkb).put("srid", 1), "plain.types", "geometry"))
                .isEqualTo(base64.isEmpty() ? "" : "01");
    }

    @Test
    void whatCannotBeConvertedIsAnErrorOfThatRecord() {
        Struct empty = new Struct(VARIABLE).put("scale", 2).put("value", new byte[0]);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> column(VARIABLE, empty, "decimal.mode", "string"))
                .withMessageContaining("field 'c'");
    }

    @Test
    void nestedAndAddedValuesAreConvertedToo() {
        Schema date = temporal("Date");
        Schema inner = struct(fields -> fields.field("day", date));
        Schema row = struct(fields -> fields.field("a", inner));
        Struct value = new Struct(row).put("a", new Struct(inner).put("day", 20_412));

        Struct result = (Struct) flattenCdc("temporal.mode", "iso", "add.fields", "after.a.day")
                .apply(Envelopes.insert(value))
                .value();

        assertThat(result.getString("a_day")).isEqualTo("2025-11-20");
        assertThat(result.getString("__after_a_day")).isEqualTo("2025-11-20");
    }

    private static Struct variable(String number) {
        BigDecimal decimal = new BigDecimal(number);
        return new Struct(VARIABLE)
                .put("scale", decimal.scale())
                .put("value", decimal.unscaledValue().toByteArray());
    }

    private static Schema temporal(String name) {
        SchemaBuilder builder =
                switch (name) {
                    case "Date", "Time" -> SchemaBuilder.int32();
                    case "ZonedTimestamp", "ZonedTime", "IsoDate", "IsoTimestamp" -> SchemaBuilder.string();
                    default -> SchemaBuilder.int64();
                };
        return builder.name("io.debezium.time." + name).version(1).build();
    }

    /** Not by a builder, which takes no struct for a default. */
    private static Schema withDefault(Schema schema, Object defaultValue) {
        return new ConnectSchema(
                schema.type(),
                false,
                defaultValue,
                schema.name(),
                schema.version(),
                null,
                null,
                schema.type() == Schema.Type.STRUCT ? schema.fields() : null,
                null,
                schema.type() == Schema.Type.ARRAY ? schema.valueSchema() : null);
    }

    /** Optional, for it is that of a column inside an optional struct; no value is needed to see it. */
    private static Schema columnSchema(Schema schema, String... settings) {
        Schema inner = struct(fields -> fields.field("c", schema));
        Schema row = SchemaBuilder.struct().optional().field("inner", inner).build();
        return flattenCdc(settings)
                .apply(Envelopes.insert(new Struct(row)))
                .valueSchema()
                .field("inner_c")
                .schema();
    }

    private static @Nullable Object column(Schema schema, @Nullable Object value, String... settings) {
        Schema row = struct(fields -> fields.field("c", schema));
        Struct result = (Struct) flattenCdc(settings)
                .apply(Envelopes.insert(new Struct(row).put("c", value)))
                .value();
        result.validate();
        return result.getWithoutDefault("c");
    }
}
