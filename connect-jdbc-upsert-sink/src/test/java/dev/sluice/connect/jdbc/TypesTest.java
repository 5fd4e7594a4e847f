// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.commons.data.SemanticType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each type through a table that the sink makes, read back by the database itself. */
class TypesTest {
    private static final Schema KEY = struct("id", Schema.INT32_SCHEMA);

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() throws SQLException {
        database = TestDatabase.create();
        database.execute("SET TIME ZONE 'UTC'");
    }

    @AfterAll
    static void closeDatabase() throws SQLException {
        database.close();
    }

    @BeforeEach
    void dropTable() throws SQLException {
        database.execute("DROP TABLE IF EXISTS t");
    }

    /** @param shown the value as the database shows it */
    record Example(Schema schema, Object value, String columnType, String shown) {
        @Override
        public String toString() {
            return SemanticType.of(schema) + " as " + columnType + ": " + shown;
        }
    }

    static List<Example> examples() {
        return List.of(
                new Example(Schema.BOOLEAN_SCHEMA, true, "boolean", "true"),
                new Example(Schema.INT8_SCHEMA, (byte) -128, "smallint", "-128"),
                new Example(Schema.INT16_SCHEMA, (short) 32767, "smallint", "32767"),
                new Example(Schema.INT32_SCHEMA, -2147483648, "integer", "-2147483648"),
                new Example(Schema.INT64_SCHEMA, Long.MAX_VALUE, "bigint", "9223372036854775807"),
                new Example(Schema.FLOAT32_SCHEMA, 0.1f, "real", "0.1"),
                new Example(Schema.FLOAT32_SCHEMA, Float.NEGATIVE_INFINITY, "real", "-Infinity"),
                new Example(Schema.FLOAT64_SCHEMA, 0.1, "double precision", "0.1"),
                new Example(Schema.FLOAT64_SCHEMA, Double.NaN, "double precision", "NaN"),
                new Example(Schema.STRING_SCHEMA, "Grüße, \"{}\\' 😀", "text", "Grüße, \"{}\\' 😀"),
                new Example(Schema.BYTES_SCHEMA, new byte[] {0, -1, 0x41}, "bytea", "\\x00ff41"),
                new Example(Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {7}), "bytea", "\\x07"),
                new Example(Decimal.schema(2), new BigDecimal("-12.30"), "numeric", "-12.30"),
                new Example(decimal(10, 2), new BigDecimal("12345678.90"), "numeric(10,2)", "12345678.90"),
                new Example(decimal(76, 0), new BigDecimal("1e75").setScale(0), "numeric(76,0)", "1" + "0".repeat(75)),
                new Example(Date.SCHEMA, new java.util.Date(-86_400_000L), "date", "1969-12-31"),
                new Example(Time.SCHEMA, new java.util.Date(3_723_004L), "time without time zone", "01:02:03.004"),
                new Example(
                        Timestamp.SCHEMA,
                        new java.util.Date(-1L),
                        "timestamp without time zone",
                        "1969-12-31 23:59:59.999"),
                new Example(debezium(Schema.Type.INT32, "time.Date"), -719_528, "date", "0001-01-01 BC"),
                new Example(debezium(Schema.Type.STRING, "time.IsoDate"), "2026-11-20Z", "date", "2026-11-20"),
                new Example(debezium(Schema.Type.INT32, "time.Time"), 86_400_000, "time without time zone", "24:00:00"),
                new Example(
                        debezium(Schema.Type.INT64, "time.MicroTime"), 1L, "time without time zone", "00:00:00.000001"),
                new Example(
                        debezium(Schema.Type.INT64, "time.NanoTime"),
                        1_999L,
                        "time without time zone",
                        "00:00:00.000001"),
                new Example(
                        debezium(Schema.Type.STRING, "time.IsoTime"),
                        "08:09:10Z",
                        "time without time zone",
                        "08:09:10"),
                new Example(
                        debezium(Schema.Type.STRING, "time.ZonedTime"),
                        "08:09:10.123456Z",
                        "time with time zone",
                        "08:09:10.123456+00"),
                new Example(
                        debezium(Schema.Type.INT64, "time.Timestamp"),
                        1_795_100_000_123L,
                        "timestamp without time zone",
                        "2026-11-19 14:53:20.123"),
                new Example(
                        debezium(Schema.Type.INT64, "time.MicroTimestamp"),
                        -1L,
                        "timestamp without time zone",
                        "1969-12-31 23:59:59.999999"),
                new Example(
                        debezium(Schema.Type.INT64, "time.MicroTimestamp"),
                        9_223_372_036_825_200_000L,
                        "timestamp without time zone",
                        "infinity"),
                new Example(
                        debezium(Schema.Type.INT64, "time.Timestamp"),
                        9_223_372_036_825_200L,
                        "timestamp without time zone",
                        "infinity"),
                new Example(
                        Timestamp.SCHEMA,
                        new java.util.Date(-9_223_372_036_832_400L),
                        "timestamp without time zone",
                        "-infinity"),
                new Example(debezium(Schema.Type.INT32, "time.Date"), -2_147_472_692, "date", "infinity"),
                new Example(debezium(Schema.Type.INT32, "time.Date"), -2_147_472_691, "date", "-infinity"),
                new Example(Date.SCHEMA, new java.util.Date(-2_147_472_692L * 86_400_000), "date", "infinity"),
                new Example(
                        debezium(Schema.Type.INT64, "time.NanoTimestamp"),
                        1_001L,
                        "timestamp without time zone",
                        "1970-01-01 00:00:00.000001"),
                new Example(
                        debezium(Schema.Type.STRING, "time.IsoTimestamp"),
                        "2026-11-20T05:06:07.000008Z",
                        "timestamp without time zone",
                        "2026-11-20 05:06:07.000008"),
                new Example(
                        debezium(Schema.Type.STRING, "time.ZonedTimestamp"),
                        "2026-11-20T05:06:07.000008+02:00",
                        "timestamp with time zone",
                        "2026-11-20 03:06:07.000008+00"),
                new Example(
                        debezium(Schema.Type.STRING, "time.ZonedTimestamp"),
                        "+292278994-08-16T23:00:00Z",
                        "timestamp with time zone",
                        "infinity"),
                new Example(
                        debezium(Schema.Type.STRING, "time.ZonedTimestamp"),
                        "-292275055-05-16T23:00:00Z",
                        "timestamp with time zone",
                        "-infinity"),
                new Example(debezium(Schema.Type.INT32, "time.Year"), 2026, "integer", "2026"),
                new Example(
                        debezium(Schema.Type.STRING, "time.Interval"),
                        "P1Y2M3DT4H5M6.78S",
                        "interval",
                        "1 year 2 mons 3 days 04:05:06.78"),
                new Example(debezium(Schema.Type.INT64, "time.MicroDuration"), -1_500_000L, "interval", "-00:00:01.5"),
                new Example(debezium(Schema.Type.INT64, "time.NanoDuration"), 2_000L, "interval", "00:00:00.000002"),
                new Example(debezium(Schema.Type.STRING, "data.Json"), "{\"a\":1.50}", "jsonb", "{\"a\": 1.50}"),
                new Example(debezium(Schema.Type.STRING, "data.Xml"), "<a>b</a>", "xml", "<a>b</a>"),
                new Example(
                        debezium(Schema.Type.STRING, "data.Uuid"),
                        "0B8A1F2E-52A4-4B7C-9B8B-0C2F7B1D6A01",
                        "uuid",
                        "0b8a1f2e-52a4-4b7c-9b8b-0c2f7b1d6a01"),
                new Example(debezium(Schema.Type.STRING, "data.Enum"), "small", "text", "small"),
                new Example(debezium(Schema.Type.STRING, "data.EnumSet"), "a,b", "text", "a,b"),
                new Example(bits("10"), new byte[] {0b0000_0101, 0b10}, "bit varying(10)", "1000000101"),
                new Example(bits("2147483647"), new byte[] {5}, "bit varying", "00000101"),
                new Example(debezium(Schema.Type.STRING, "data.Tsvector"), "'a':1 'b':2", "tsvector", "'a':1 'b':2"),
                variableScale(),
                point(),
                new Example(
                        SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build(),
                        Arrays.asList("a", "b \"c\" \\", "", "NULL", null),
                        "text[]",
                        "{a,\"b \\\"c\\\" \\\\\",\"\",\"NULL\",NULL}"),
                new Example(
                        SchemaBuilder.array(decimal(5, 2)).build(),
                        List.of(new BigDecimal("1.20"), new BigDecimal("-3.40")),
                        "numeric(5,2)[]",
                        "{1.20,-3.40}"),
                new Example(
                        SchemaBuilder.array(Schema.BYTES_SCHEMA).build(),
                        List.of(new byte[] {1}, ByteBuffer.wrap(new byte[] {2})),
                        "bytea[]",
                        "{\"\\\\x01\",\"\\\\x02\"}"),
                new Example(
                        SchemaBuilder.array(
                                        SchemaBuilder.array(Schema.INT32_SCHEMA).build())
                                .build(),
                        List.of(List.of(1, 2), List.of()),
                        "jsonb",
                        "[[1, 2], []]"),
                new Example(
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.OPTIONAL_FLOAT64_SCHEMA)
                                .build(),
                        Map.of(1, Double.NaN),
                        "jsonb",
                        "{\"1\": \"NaN\"}"),
                nested());
    }

    private static Schema debezium(Schema.Type wireType, String name) {
        return SchemaBuilder.type(wireType).name("io.debezium." + name).build();
    }

    private static Schema decimal(int precision, int scale) {
        return Decimal.builder(scale)
                .parameter("connect.decimal.precision", String.valueOf(precision))
                .build();
    }

    private static Schema bits(String length) {
        return SchemaBuilder.bytes()
                .name("io.debezium.data.Bits")
                .parameter("length", length)
                .build();
    }

    private static Example variableScale() {
        Schema schema = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        Struct value = structOf(schema, 3, BigInteger.valueOf(-12_340).toByteArray());
        return new Example(schema, value, "numeric", "-12.340");
    }

    private static Example point() {
        Schema schema = SchemaBuilder.struct()
                .name("io.debezium.data.geometry.Point")
                .field("x", Schema.FLOAT64_SCHEMA)
                .field("y", Schema.FLOAT64_SCHEMA)
                .build();
        return new Example(schema, structOf(schema, 1.5, -2.0), "point", "(1.5,-2)");
    }

    private static Example nested() {
        Schema schema = struct(
                "text",
                Schema.STRING_SCHEMA,
                "at",
                Timestamp.SCHEMA,
                "price",
                Decimal.schema(2),
                "raw",
                Schema.BYTES_SCHEMA,
                "json",
                debezium(Schema.Type.STRING, "data.Json"),
                "none",
                Schema.OPTIONAL_INT32_SCHEMA);
        Struct value = structOf(
                schema, "a\"\\\n", new java.util.Date(0), new BigDecimal("1.10"), new byte[] {1, 2}, "[true]", null);
        return new Example(
                schema,
                value,
                "jsonb",
                "{\"at\": \"1970-01-01 00:00:00\", \"raw\": \"AQI=\", \"json\": [true], \"none\": null,"
                        + " \"text\": \"a\\\"\\\\\\n\", \"price\": 1.10}");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aValueIsTheSameInTheDatabase(Example example) throws SQLException {
        Schema schema = struct("v", example.schema());
        Topic topic = new Topic("t", KEY, schema);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(topic.record(structOf(KEY, 1), example.value()));

            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.columns("t").get(1)).isEqualTo("v " + example.columnType() + " NOT NULL");
        assertThat(shown()).isEqualTo(example.shown());
    }

    /** Read as text, so that no driver has a say. */
    private String shown() throws SQLException {
        return database.rows("SELECT v::text FROM t").get(0);
    }

    @Test
    void everyTypeHasAnExampleButThoseOfExtensions() {
        Set<SemanticType> shown = examples().stream()
                .map(example -> SemanticType.of(example.schema()))
                .collect(Collectors.toSet());

        assertThat(EnumSet.complementOf(EnumSet.copyOf(shown)))
                .containsExactlyInAnyOrder(
                        SemanticType.LTREE,
                        SemanticType.FLOAT_VECTOR,
                        SemanticType.DOUBLE_VECTOR,
                        SemanticType.SPARSE_DOUBLE_VECTOR,
                        SemanticType.GEOMETRY,
                        SemanticType.GEOGRAPHY);
    }

    @Test
    void everyExampleMayBeNull() throws SQLException {
        Schema schema = SchemaBuilder.struct()
                .field("v", SchemaBuilder.array(Schema.INT32_SCHEMA).optional().build())
                .field("w", Schema.OPTIONAL_BYTES_SCHEMA)
                .field("x", Timestamp.builder().optional().build())
                .build();
        Topic topic = new Topic("t", KEY, schema);
        try (RunningSink sink = RunningSink.mirroring(database, "auto.create", "true")) {
            sink.put(topic.record(structOf(KEY, 1), new @Nullable Object[] {null, null, null}));
        }

        assertThat(database.rows("SELECT * FROM t")).containsExactly("1|null|null|null");
    }

    /** A column that was there before the sink, of another type than the sink would make. */
    record Existing(Schema schema, Object value, String columnType, String shown) {}

    static Stream<Existing> existing() {
        return Stream.of(
                new Existing(Schema.STRING_SCHEMA, "{\"a\":1}", "jsonb", "{\"a\": 1}"),
                new Existing(Schema.STRING_SCHEMA, "{\"a\":1}", "json", "{\"a\":1}"),
                new Existing(Schema.STRING_SCHEMA, "10.0.0.1", "inet", "10.0.0.1/32"),
                new Existing(Schema.STRING_SCHEMA, "12.5", "numeric(5,1)", "12.5"),
                new Existing(Schema.STRING_SCHEMA, "101", "bit(3)", "101"),
                new Existing(Schema.STRING_SCHEMA, "ab", "char(3)", "ab"),
                new Existing(Schema.STRING_SCHEMA, "2026-11-20", "date", "2026-11-20"),
                new Existing(Schema.INT64_SCHEMA, 7L, "smallint", "7"),
                new Existing(Schema.INT32_SCHEMA, 7, "numeric(3,1)", "7.0"),
                new Existing(Schema.INT32_SCHEMA, 7, "text", "7"),
                new Existing(Schema.INT32_SCHEMA, 1, "boolean", "true"),
                new Existing(Schema.FLOAT64_SCHEMA, 0.1, "numeric", "0.1"),
                new Existing(Schema.FLOAT32_SCHEMA, 0.1f, "numeric", "0.1"),
                new Existing(Schema.BOOLEAN_SCHEMA, true, "text", "true"),
                new Existing(Schema.BYTES_SCHEMA, new byte[] {1}, "text", "\\x01"),
                new Existing(
                        Timestamp.SCHEMA, new java.util.Date(0), "timestamp with time zone", "1970-01-01 00:00:00+00"),
                new Existing(
                        debezium(Schema.Type.STRING, "time.ZonedTimestamp"),
                        "2026-11-20T05:00:00+02:00",
                        "timestamp without time zone",
                        "2026-11-20 03:00:00"));
    }

    @ParameterizedTest
    @MethodSource("existing")
    void aValueIsCastToTheColumnThatIsThere(Existing existing) throws SQLException {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v " + existing.columnType() + ")");
        Topic topic = new Topic("t", KEY, struct("v", existing.schema()));
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.put(topic.record(structOf(KEY, 1), existing.value()));

            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT v::text FROM t")).containsExactly(existing.shown());
    }

    @Test
    void anInstantIsShownByTheWallClockOfTheZoneAndEverythingElseStays() throws SQLException {
        Schema schema = struct(
                "instant",
                Timestamp.SCHEMA,
                "wall_clock",
                debezium(Schema.Type.INT64, "time.MicroTimestamp"),
                "zoned",
                debezium(Schema.Type.STRING, "time.ZonedTimestamp"),
                "day",
                Date.SCHEMA);
        Topic topic = new Topic("t", KEY, schema);
        try (RunningSink sink =
                RunningSink.mirroring(database, "auto.create", "true", "db.timezone", "America/New_York")) {
            // In winter and in summer.
            sink.put(
                    topic.record(
                            structOf(KEY, 1), new java.util.Date(0), 0L, "2026-11-20T05:00:00Z", new java.util.Date(0)),
                    topic.record(
                            structOf(KEY, 2),
                            new java.util.Date(1_782_864_000_000L),
                            0L,
                            "2026-07-01T00:00:00Z",
                            new java.util.Date(0)));
        }

        assertThat(database.rows("SELECT instant, wall_clock, zoned::text, day FROM t ORDER BY id"))
                .containsExactly(
                        "1969-12-31 19:00:00|1970-01-01 00:00:00|2026-11-20 05:00:00+00|1970-01-01",
                        "2026-06-30 20:00:00|1970-01-01 00:00:00|2026-07-01 00:00:00+00|1970-01-01");
    }

    @Test
    void numbersAndTextsThatAreNamedAsTimestampsBecomeTimestamps() throws SQLException {
        Schema value = struct(
                "count", Schema.OPTIONAL_INT64_SCHEMA,
                "digits", Schema.OPTIONAL_STRING_SCHEMA,
                "iso", Schema.OPTIONAL_STRING_SCHEMA,
                "number", Schema.OPTIONAL_INT64_SCHEMA);
        Topic events = new Topic("named_timestamps", struct("id", Schema.INT64_SCHEMA), value);
        Struct key = structOf(struct("id", Schema.INT64_SCHEMA), 1L);
        try (RunningSink sink =
                RunningSink.mirroring(database, "auto.create", "true", "timestamp.fields.list", "count,digits,iso")) {
            sink.put(events.record(key, 1_700_000_000_123_456L, "1700000000123456", "2023-11-14T22:13:20.123456Z", 7L));
            sink.put(events.record(structOf(struct("id", Schema.INT64_SCHEMA), 2L), null, "yesterday", null, 8L));

            assertThat(sink.reports())
                    .singleElement()
                    .asString()
                    .contains("named_timestamps-3 offset 1", "'digits'", "no timestamp")
                    .doesNotContain("yesterday");
        }

        assertThat(database.rows("SELECT count, digits, iso, number FROM named_timestamps"))
                .containsExactly("2023-11-14 22:13:20.123456|2023-11-14 22:13:20.123456|2023-11-14 22:13:20.123456|7");
    }
}
