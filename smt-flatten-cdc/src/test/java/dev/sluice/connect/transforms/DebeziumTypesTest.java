// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.record;
import static dev.sluice.connect.transforms.FlattenTest.columns;
import static dev.sluice.connect.transforms.Transforms.configured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

class DebeziumTypesTest {
    private static final Schema STAMP =
            SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build();
    private static final Schema UUID =
            SchemaBuilder.string().name("io.debezium.data.Uuid").build();
    private static final Schema ROW = SchemaBuilder.struct()
            .name("Row")
            .version(2)
            .optional()
            .field("at", STAMP)
            .field("inner", SchemaBuilder.struct().field("id", UUID).build())
            .build();

    @Test
    void valuesTakeTheFormThatIsWantedAtAnyDepth() {
        SinkRecord result =
                value("temporal.mode", "connect", "plain.types", "uuid").apply(record(Envelopes.key(7), row()));

        Struct row = (Struct) result.value();
        assertThat(row.get("at")).isEqualTo(new Date(1_763_625_599_123L));
        assertThat(row.schema().field("at").schema().name()).isEqualTo(Timestamp.LOGICAL_NAME);
        assertThat(row.getStruct("inner").schema().field("id").schema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(row.getStruct("inner").getString("id")).isEqualTo("7f");
        assertThat(row.schema().name()).isEqualTo("Row");
        assertThat(row.schema().version()).isEqualTo(2);
        assertThat(row.schema().isOptional()).isTrue();
        row.validate();
    }

    @Test
    void inTheKeyToo() {
        SinkRecord result =
                configured(new DebeziumTypes.Key<>(), "temporal.mode", "iso").apply(record(row(), row()));

        assertThat(columns(result.key()).get("at")).isEqualTo("2025-11-20T07:59:59.123456");
        assertThat(result.value()).isEqualTo(row());
    }

    @Test
    void theRowsAndTheSourceOfAnEnvelopeAreStructsLikeAnyOther() {
        Struct event = Envelopes.event("c", null, Envelopes.row(7, "Ada", "paid"));

        Struct result = (Struct) value("temporal.mode", "iso", "plain.types", "enum")
                .apply(record(null, event))
                .value();

        assertThat(result.getStruct("after").getString("placed_at")).isEqualTo("2025-11-20T07:59:59.000001");
        assertThat(result.getStruct("source")
                        .schema()
                        .field("snapshot")
                        .schema()
                        .name())
                .isNull();
        assertThat(result.schema().name()).isEqualTo("shop.public.orders.Envelope");
        // The connector left it out, and whoever unwraps the envelope reads its default.
        assertThat(result.getStruct("source").get("snapshot")).isEqualTo("false");
        assertThat(result.getStruct("source").getWithoutDefault("snapshot")).isNull();
    }

    @Test
    void aKeyOrValueThatIsNoStructIsConvertedItself() {
        SinkRecord stamp = record(null, STAMP, 1_763_625_599_123_456L);
        SinkRecord stamps = record(null, SchemaBuilder.array(STAMP).build(), List.of(0L));

        assertThat(value("temporal.mode", "iso").apply(stamp).value()).isEqualTo("2025-11-20T07:59:59.123456");
        assertThat(value("temporal.mode", "iso").apply(stamp).valueSchema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(value("temporal.mode", "iso").apply(stamps).value()).isEqualTo(List.of("1970-01-01T00:00"));
    }

    @Test
    void aStructThatIsOneValueIsConvertedAsOne() {
        Schema variable = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        Struct decimal = new Struct(variable).put("scale", 1).put("value", new byte[] {15});

        assertThat(value("decimal.mode", "string").apply(record(null, decimal)).value())
                .isEqualTo("1.5");
    }

    @Test
    void theExampleOfTheReferencePageIsTrue() {
        Schema variable = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        Schema bits = SchemaBuilder.bytes()
                .name("io.debezium.data.Bits")
                .parameter("length", "3")
                .build();
        Schema date = SchemaBuilder.int32().name("io.debezium.time.Date").build();
        Schema row = SchemaBuilder.struct()
                .field("placed_at", STAMP)
                .field("price", variable)
                .field("days", SchemaBuilder.array(date).build())
                .field("flags", bits)
                .build();
        Struct value = new Struct(row)
                .put("placed_at", 1_763_625_599_123_456L)
                .put("price", new Struct(variable).put("scale", 2).put("value", new byte[] {0x4E}))
                .put("days", List.of(20_412))
                .put("flags", new byte[] {5});

        assertThat(columns(value("temporal.mode", "iso", "decimal.mode", "string", "plain.types", "uuid,bits")
                        .apply(record(null, value))
                        .value()))
                .hasToString("{placed_at=2025-11-20T07:59:59.123456, price=0.78, days=[2025-11-20], flags=101}");
    }

    @Test
    void whatNothingIsSaidOfGoesOnAsItIs() {
        for (SinkRecord record :
                List.of(record(null, null), record(null, Schema.STRING_SCHEMA, "text"), record(null, null, 7L))) {
            assertThat(value("temporal.mode", "iso").apply(record)).isSameAs(record);
        }
        SinkRecord plain = record(null, null, Map.of("at", 7L));
        assertThat(value("temporal.mode", "iso").apply(plain).value()).isEqualTo(plain.value());
    }

    @Test
    void allRecordsOfASchemaShareTheNewOne() {
        Transformation<SinkRecord> transform = value("temporal.mode", "iso");

        assertThat(transform.apply(record(null, row())).valueSchema())
                .isSameAs(transform.apply(record(null, row())).valueSchema());
    }

    @Test
    void anErrorNamesTheRecordAndTheFieldAndNoValue() {
        Schema zoned =
                SchemaBuilder.string().name("io.debezium.time.ZonedTimestamp").build();
        Schema inner = SchemaBuilder.struct().field("at", zoned).build();
        Schema row = SchemaBuilder.struct().field("inner", inner).build();
        Struct value = new Struct(row).put("inner", new Struct(inner).put("at", "secret"));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> value("temporal.mode", "iso").apply(record(null, value)))
                .withMessageContaining("shop.public.orders-3 offset 8812: field 'inner': in its field 'at': ")
                .withMessageNotContaining("secret");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> value("temporal.mode", "iso").apply(record(null, zoned, "secret")))
                .withMessageContaining("shop.public.orders-3 offset 8812: ")
                .withMessageNotContaining("secret");
    }

    @Test
    void aTransformThatWouldChangeNothingIsRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(DebeziumTypesTest::value)
                .withMessageContaining("set temporal.mode, decimal.mode or plain.types");
    }

    private static Transformation<SinkRecord> value(String... settings) {
        return configured(new DebeziumTypes.Value<>(), settings);
    }

    private static Struct row() {
        Schema inner = ROW.field("inner").schema();
        return new Struct(ROW).put("at", 1_763_625_599_123_456L).put("inner", new Struct(inner).put("id", "7f"));
    }
}
