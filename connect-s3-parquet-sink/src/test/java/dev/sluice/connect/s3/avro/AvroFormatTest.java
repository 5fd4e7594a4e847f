// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.s3.format.FileSequence;
import dev.sluice.connect.s3.format.GrowingFiles;
import dev.sluice.connect.s3.row.RowLayout;
import dev.sluice.connect.s3.row.Rows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Read back with Avro's own library. */
class AvroFormatTest {
    @ParameterizedTest
    @EnumSource(AvroCodec.class)
    void everyCodecIsReadBackOverManyBlocks(AvroCodec codec) {
        Schema schema =
                SchemaBuilder.struct().field("text", Schema.STRING_SCHEMA).build();
        FileSequence files = files(codec);
        List<String> texts = IntStream.range(0, 5_000)
                .mapToObj(i -> "a rather long text, number " + i)
                .toList();

        texts.forEach(text -> files.add(Rows.record(schema, new Struct(schema).put("text", text))));

        byte[] file = files.files().get(0);
        assertThat(AvroRows.codec(file)).isEqualTo(codec.avroName());
        assertThat(AvroRows.read(file))
                .extracting(row -> row.get("text").toString())
                .isEqualTo(texts);
    }

    @Test
    void valuesOfEveryPlainTypeComeBack() {
        Schema inner = SchemaBuilder.struct()
                .name("shop.Address")
                .field("city", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .name("shop.Order")
                .field("yes", Schema.BOOLEAN_SCHEMA)
                .field("small", Schema.INT8_SCHEMA)
                .field("least", Schema.INT64_SCHEMA)
                .field("most", Schema.INT64_SCHEMA)
                .field("real", Schema.FLOAT32_SCHEMA)
                .field("exact", Schema.FLOAT64_SCHEMA)
                .field("bytes", Schema.BYTES_SCHEMA)
                .field("none", Schema.OPTIONAL_INT32_SCHEMA)
                .field("some", Schema.OPTIONAL_INT32_SCHEMA)
                .field("list", SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build())
                .field("empty", SchemaBuilder.array(Schema.INT32_SCHEMA).build())
                .field(
                        "map",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA)
                                .build())
                .field(
                        "pairs",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .field("home", inner)
                .field("work", inner)
                .build();
        Map<Integer, String> pairs = new LinkedHashMap<>();
        pairs.put(7, "seven");
        Struct value = new Struct(schema)
                .put("yes", true)
                .put("small", (byte) -5)
                .put("least", Long.MIN_VALUE)
                .put("most", Long.MAX_VALUE)
                .put("real", 1.5f)
                .put("exact", -0.1)
                .put("bytes", ByteBuffer.wrap(new byte[] {0, -1}))
                .put("some", 300)
                .put("list", Arrays.asList(1, null, 3))
                .put("empty", List.of())
                .put("map", Map.of("k", 9L))
                .put("pairs", pairs)
                .put("home", new Struct(inner).put("city", "São Paulo"))
                .put("work", new Struct(inner));

        GenericRecord row = write(value);

        assertThat(row.getSchema().getFullName()).isEqualTo("shop.Order");
        assertThat(row.get("yes")).isEqualTo(true);
        assertThat(row.get("small")).isEqualTo(-5);
        assertThat(row.get("least")).isEqualTo(Long.MIN_VALUE);
        assertThat(row.get("most")).isEqualTo(Long.MAX_VALUE);
        assertThat(row.get("real")).isEqualTo(1.5f);
        assertThat(row.get("exact")).isEqualTo(-0.1);
        assertThat(row.get("bytes")).isEqualTo(ByteBuffer.wrap(new byte[] {0, -1}));
        assertThat(row.get("none")).isNull();
        assertThat(row.get("some")).isEqualTo(300);
        assertThat(row.get("list")).isEqualTo(Arrays.asList(1, null, 3));
        assertThat((List<?>) row.get("empty")).isEmpty();
        assertThat(row.get("map")).isEqualTo(Map.of(new Utf8("k"), 9L));
        assertThat(row.get("pairs")).hasToString("[{\"key\": 7, \"value\": \"seven\"}]");
        assertThat(((GenericRecord) row.get("home")).get("city")).hasToString("São Paulo");
        assertThat(((GenericRecord) row.get("work")).get("city")).isNull();
    }

    @Test
    void dateTimeAndDecimalHaveAvrosLogicalTypes() {
        Schema price =
                Decimal.builder(2).parameter("connect.decimal.precision", "9").build();
        Schema schema = SchemaBuilder.struct()
                .field("day", org.apache.kafka.connect.data.Date.SCHEMA)
                .field("time", Time.SCHEMA)
                .field("at", Timestamp.SCHEMA)
                .field("micros", of(SemanticType.LOCAL_TIMESTAMP_MICROS))
                .field("zoned", of(SemanticType.ZONED_TIMESTAMP))
                .field("price", price)
                .build();
        Instant at = Instant.parse("2026-11-20T05:06:07.123Z");

        GenericRecord row = write(new Struct(schema)
                .put("day", Date.from(Instant.parse("1969-12-31T00:00:00Z")))
                .put("time", new Date(1_000))
                .put("at", Date.from(at))
                .put("micros", 5L)
                .put("zoned", "1970-01-01T01:00:00.000001+01:00")
                .put("price", new BigDecimal("-12.3")));

        assertThat(row.getSchema().getFields())
                .extracting(field -> field.schema().getLogicalType().getName())
                .containsExactly(
                        "date",
                        "time-millis",
                        "timestamp-millis",
                        "local-timestamp-micros",
                        "timestamp-micros",
                        "decimal");
        assertThat(row.get("day")).isEqualTo(-1);
        assertThat(row.get("time")).isEqualTo(1_000);
        assertThat(row.get("at")).isEqualTo(at.toEpochMilli());
        assertThat(row.get("micros")).isEqualTo(5L);
        assertThat(row.get("zoned")).isEqualTo(1L);
        assertThat(new BigInteger(((ByteBuffer) row.get("price")).array())).isEqualTo(-1230);
    }

    @ParameterizedTest
    @EnumSource(SemanticType.class)
    void avrosLibraryTakesTheSchemaOfEverySemanticType(SemanticType type) {
        Schema schema = SchemaBuilder.struct().field("f", example(type)).build();
        AvroEncoder encoder = AvroEncoder.compile(Rows.columns(schema), AvroCodec.NULL);

        assertThat(new org.apache.avro.Schema.Parser().parse(encoder.json()).getField("f"))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "shop.public.orders.Value, shop.public.orders.Value",
        "my-topic.Value, my_topic.Value",
        "1st, _1st",
        "a..b, a._.b"
    })
    void namesOfTypesAreMadeFit(String name, String avroName) {
        Schema schema = SchemaBuilder.struct()
                .name(name)
                .field("id", Schema.INT32_SCHEMA)
                .build();

        assertThat(write(new Struct(schema).put("id", 1)).getSchema().getFullName())
                .isEqualTo(avroName);
    }

    @Test
    void typesOfOneNameAreToldApart() {
        Schema named = SchemaBuilder.struct()
                .name("shop.Struct")
                .field("x", Schema.INT32_SCHEMA)
                .build();
        Schema unnamed = SchemaBuilder.struct().field("y", Schema.INT32_SCHEMA).build();
        Schema schema = SchemaBuilder.struct()
                .name("shop.Order")
                .field("named", named)
                .field("unnamed", unnamed)
                .field("again", named)
                .build();

        GenericRecord row = write(new Struct(schema)
                .put("named", new Struct(named).put("x", 1))
                .put("unnamed", new Struct(unnamed).put("y", 2))
                .put("again", new Struct(named).put("x", 3)));

        assertThat(row).hasToString("{\"named\": {\"x\": 1}, \"unnamed\": {\"y\": 2}, \"again\": {\"x\": 3}}");
    }

    @Test
    void aFieldThatAvroCannotNameIsRefused() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "ok",
                        SchemaBuilder.struct()
                                .field("not ok", Schema.INT32_SCHEMA)
                                .build())
                .build();
        FileSequence files = files(AvroCodec.NULL);

        files.add(Rows.record(schema, new Struct(schema)));

        assertThat(files.rejected()).singleElement().asString().contains("field 'ok'", "'not ok' cannot be the name");
    }

    @Test
    void aBadValueIsRefusedByItsPathAndNothingOfItIsWritten() {
        Schema inner = SchemaBuilder.struct()
                .field("at", of(SemanticType.ZONED_TIMESTAMP))
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("before", Schema.STRING_SCHEMA)
                .field("inner", inner)
                .build();
        FileSequence files = files(AvroCodec.NULL);

        for (String at : List.of("2026-11-20T00:00:00Z", "tomorrow", "2026-11-21T00:00:00Z")) {
            files.add(Rows.record(
                    schema, new Struct(schema).put("before", "b").put("inner", new Struct(inner).put("at", at))));
        }

        assertThat(AvroRows.read(files.files().get(0))).hasSize(2);
        assertThat(files.rejected())
                .singleElement()
                .asString()
                .contains("field 'inner.at'")
                .doesNotContain("tomorrow");
    }

    private static FileSequence files(AvroCodec codec) {
        return new FileSequence(new GrowingFiles(new AvroFormat(codec), RowLayout.VALUE_ONLY, false, false));
    }

    private static GenericRecord write(Struct value) {
        FileSequence files = files(AvroCodec.NULL).add(Rows.record(value.schema(), value));
        assertThat(files.rejected()).isEmpty();
        return AvroRows.read(files.files().get(0)).get(0);
    }

    private static Schema of(SemanticType type) {
        return new SchemaBuilder(type.wireType()).name(type.logicalName()).build();
    }

    private static Schema example(SemanticType type) {
        SchemaBuilder builder =
                switch (type.wireType()) {
                    case ARRAY -> SchemaBuilder.array(Schema.FLOAT64_SCHEMA);
                    case MAP -> SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA);
                    case STRUCT ->
                        SchemaBuilder.struct()
                                .field("scale", Schema.INT32_SCHEMA)
                                .field("value", Schema.BYTES_SCHEMA);
                    default -> type == SemanticType.DECIMAL ? Decimal.builder(2) : new SchemaBuilder(type.wireType());
                };
        return type.logicalName() == null || type == SemanticType.DECIMAL
                ? builder.build()
                : builder.name(type.logicalName()).build();
    }
}
