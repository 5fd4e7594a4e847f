// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.record;
import static dev.sluice.connect.transforms.Envelopes.struct;
import static dev.sluice.connect.transforms.FlattenTest.columns;
import static dev.sluice.connect.transforms.Transforms.configured;
import static dev.sluice.connect.transforms.Transforms.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpandJsonTest {
    private static final Schema JSON =
            SchemaBuilder.string().name("io.debezium.data.Json").optional().build();
    private static final Schema INNER = SchemaBuilder.struct()
            .name("Inner")
            .optional()
            .field("text", Schema.OPTIONAL_STRING_SCHEMA)
            .field("number", Schema.OPTIONAL_INT32_SCHEMA)
            .build();
    private static final Schema ROW = SchemaBuilder.struct()
            .name("Row")
            .version(2)
            .doc("A row.")
            .optional()
            .field("id", Schema.INT32_SCHEMA)
            .field("data", JSON)
            .field("inner", INNER)
            .build();

    @Test
    void aTextBecomesTheStructThatItDescribes() {
        SinkRecord result = value().apply(record(Envelopes.key(7), row("{\"a\":1,\"b\":{\"c\":[true]}}", "x")));

        assertThat(columns(result.value()))
                .hasToString("{id=7, data=Struct{a=1,b=Struct{c=[true]}}, inner=Struct{text=x}}");
        assertThat(result.valueSchema().name()).isEqualTo("Row");
        assertThat(result.valueSchema().version()).isEqualTo(2);
        assertThat(result.valueSchema().doc()).isEqualTo("A row.");
        assertThat(result.valueSchema().isOptional()).isTrue();
        assertThat(result.key()).isEqualTo(Envelopes.key(7));
    }

    @Test
    void inTheKeyToo() {
        Struct key = row("{\"a\":1}", null);

        SinkRecord result = configured(new ExpandJson.Key<>()).apply(record(key, key));

        assertThat(columns(result.key()).get("data")).hasToString("Struct{a=1}");
        assertThat(result.value()).isSameAs(key);
    }

    @Test
    void aTextInsideAStructIsExpandedInItsPlace() {
        Transformation<SinkRecord> transform = value("json.fields", "inner.text,data");

        Struct result = (Struct) transform
                .apply(record(
                        null,
                        row("{\"x\":1}", "{\"a\":\"b\"}")
                                .put("inner", inner("{\"a\":\"b\"}").put("number", 5))))
                .value();

        assertThat(columns(result)).hasToString("{id=7, data=Struct{x=1}, inner=Struct{text=Struct{a=b},number=5}}");
        assertThat(result.getStruct("inner").schema().name()).isEqualTo("Inner");
        assertThat(result.getStruct("inner").schema().isOptional()).isTrue();
        Struct absent = row(null, null).put("inner", null);
        assertThat(columns(transform.apply(record(null, absent)).value())).hasToString("{id=7, data=null, inner=null}");
    }

    @Test
    void ofWhichNothingIsKnownYetThereIsNoField() {
        Struct result = (Struct) value("json.fields", "inner.text")
                .apply(record(null, row(null, null).put("inner", inner(null))))
                .value();

        assertThat(result.getStruct("inner").schema().fields())
                .extracting(Field::name)
                .containsExactly("number");
    }

    @Test
    void theRowsOfAnEnvelopeAreStructsLikeAnyOther() {
        Schema row = struct(fields -> fields.field("data", JSON));
        Struct event = Envelopes.event(Envelopes.envelope(row), "c", null, new Struct(row).put("data", "{\"a\":1}"));

        Struct result = (Struct) value().apply(record(null, event)).value();

        assertThat(result.getStruct("after").getStruct("data").getInt64("a")).isEqualTo(1L);
        assertThat(result.getString("op")).isEqualTo("c");
        assertThat(result.schema().name()).isEqualTo("shop.public.orders.Envelope");
    }

    /** As Avro has it. To look for JSON in all the trees that there could be would take for ever. */
    @Test
    void inAStructThatContainsItselfTheOutermostIsExpanded() {
        SchemaBuilder node = SchemaBuilder.struct().optional();
        node.field("data", JSON).field("left", node).field("right", node);
        Schema row = struct(fields -> fields.field("tree", node));
        Struct leaf = new Struct(node).put("data", "{\"b\":2}");
        Struct tree = new Struct(node).put("data", "{\"a\":1}").put("left", leaf);

        Struct result = ((Struct) value().apply(record(null, new Struct(row).put("tree", tree)))
                        .value())
                .getStruct("tree");

        assertThat(result.getStruct("data").getInt64("a")).isEqualTo(1L);
        assertThat(result.get("left")).isSameAs(leaf);
    }

    @Test
    void theSchemaGrowsAndSettles() {
        Transformation<SinkRecord> transform = value();
        transform.apply(record(null, row("{\"a\":1}", null)));
        Schema settled = transform.apply(record(null, row("{\"b\":1}", null))).valueSchema();

        SinkRecord result = transform.apply(record(null, row("{\"a\":2}", null)));

        assertThat(result.valueSchema()).isSameAs(settled);
        assertThat(columns(result.value()).get("data")).hasToString("Struct{a=2}");
    }

    @Test
    void aSchemaThatIsGivenHoldsFromTheFirstRecordOn() {
        Transformation<SinkRecord> transform = value(
                "json.schema",
                "{\"data\": {\"a\": \"int64\", \"b\": {\"c\": \"float64\"}, \"tags\": [\"string\"], \"rest\": \"json\", \"ok\":"
                        + " \"boolean\"}}");

        SinkRecord first = transform.apply(record(null, row(null, null)));
        SinkRecord second = transform.apply(record(
                null,
                row(
                        "{\"b\":{\"c\":1},\"tags\":[\"x\",null],\"rest\":[1,{}],\"ok\":true,\"unknown\":\"left out\"}",
                        null)));

        assertThat(first.valueSchema()).isSameAs(second.valueSchema());
        assertThat(columns(first.value()).get("data")).isNull();
        assertThat(columns(second.value()).get("data"))
                .hasToString("Struct{b=Struct{c=1.0},tags=[x, null],rest=[1,{}],ok=true}");
        assertThat(first.valueSchema().field("data").schema().fields())
                .extracting(field -> field.name() + " " + field.schema().type())
                .containsExactly("a INT64", "b STRUCT", "tags ARRAY", "rest STRING", "ok BOOLEAN");
    }

    @Test
    void columnsThatTheGivenSchemaDoesNotNameGrow() {
        Transformation<SinkRecord> transform =
                value("json.fields", "data,inner.text", "json.schema", "{\"inner.text\": {\"a\": \"int64\"}}");

        assertThat(columns(transform
                        .apply(record(null, row("{\"x\":1}", "{\"a\":1}")))
                        .value()))
                .hasToString("{id=7, data=Struct{x=1}, inner=Struct{text=Struct{a=1}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"secret\"}",
                "{\"a\":1.5}",
                "{\"a\":{\"secret\":1}}",
                "{\"b\":[\"secret\"]}",
                "{\"b\":{\"c\":\"secret\"}}",
                "{\"tags\":\"secret\"}",
                "{\"tags\":[1]}",
                "{\"b\":{\"c\":1e999}}",
                "\"secret\""
            })
    void aValueThatDoesNotFitTheGivenSchemaIsRefused(String json) {
        Transformation<SinkRecord> transform = value(
                "json.schema", "{\"data\": {\"a\": \"int64\", \"b\": {\"c\": \"float64\"}, \"tags\": [\"string\"]}}");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> transform.apply(record(null, row(json, null))))
                .withMessageContaining("shop.public.orders-3 offset 8812: field 'data': ")
                .withMessageContaining("json.schema says")
                .withMessageNotContaining("secret")
                .withMessageNotContaining("1.5");
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> value("json.schema", "{\"data\": {\"b\": {\"c\": \"boolean\"}}}")
                        .apply(record(null, row("{\"b\":{\"c\":7}}", null))))
                .withMessageContaining("field 'data': in its member 'b': in its member 'c': the JSON holds LONG, and"
                        + " json.schema says BOOLEAN");
    }

    @Test
    void withoutASchemaTheTextBecomesMapsAndLists() {
        Map<String, Object> value =
                Map.of("data", "{\"a\":{\"b\":[1]}}", "inner", Map.of("text", "{\"c\":2}", "x", "{}"));

        assertThat(value("json.fields", "data,inner.text")
                        .apply(record(null, null, value))
                        .value())
                .isEqualTo(Map.of(
                        "data",
                        Map.of("a", Map.of("b", List.of(1L))),
                        "inner",
                        Map.of("text", Map.of("c", 2L), "x", "{}")));
    }

    @Test
    void aMapOfTextsNeedsNoSchemaToGrow() {
        assertThat(columns(value("json.mode", "map")
                                .apply(record(null, row("{\"a\":1,\"b\":\"x\"}", null)))
                                .value())
                        .get("data"))
                .isEqualTo(Map.of("a", "1", "b", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "inner.text"})
    void aTextThatIsNoJsonIsAnErrorWithoutTheText(String field) {
        Struct broken = row("{secret", "{secret");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> value("json.fields", field).apply(record(null, broken)))
                .withMessageContaining("shop.public.orders-3 offset 8812")
                .withMessageContaining("field '" + field + "'")
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "inner.text"})
    void whatTheSourceDidNotSendIsNullAndListed(String field) {
        Transformation<SinkRecord> transform = value("json.fields", field);
        transform.apply(record(null, row("{\"a\":1}", "{\"a\":1}")));
        String placeholder = "__debezium_unavailable_value";
        boolean isColumn = field.equals("data");

        SinkRecord result =
                transform.apply(record(null, row(isColumn ? placeholder : null, isColumn ? null : placeholder)));

        assertThat(headers(result)).isEqualTo(Map.of("__unavailable", List.of(isColumn ? "data" : "inner")));
        assertThat(columns(result.value())).hasToString("{id=7, data=null, inner=Struct{}}");
    }

    @Test
    void aValueFromBeforeTheChangeIsExpandedThoughTheSourceDidNotSendIt() {
        Schema row = struct(fields -> fields.field("id", Schema.INT32_SCHEMA).field("data", JSON));
        Struct before = new Struct(row).put("id", 7).put("data", "{\"a\":1}");
        Struct after = new Struct(row).put("id", 7).put("data", "__debezium_unavailable_value");

        SinkRecord result = Transforms.flattenCdc("json.mode", "expand", "unavailable.value.mode", "before")
                .apply(record(null, Envelopes.event(Envelopes.envelope(row), "u", before, after)));

        assertThat(columns(result.value())).hasToString("{id=7, data_a=1}");
        assertThat(headers(result)).isEqualTo(Map.of("__unavailable", List.of("data_a")));
    }

    @Test
    void whatHasNoFieldsGoesOnAsItIs() {
        for (SinkRecord record :
                List.of(record(null, null), record(null, JSON, "{\"a\":1}"), record(null, null, "{\"a\":1}"))) {
            assertThat(value().apply(record)).isSameAs(record);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "groww",
                "{}",
                "[]",
                "{\"data\": \"text\"}",
                "{\"data\": {}}",
                "{\"data\": {\"a\": []}}",
                "{\"data\": [\"int64\", \"int64\"]}",
                "{\"data\": 7}",
                "{\"data.\": \"json\"}",
                "{\"data\""
            })
    void aSchemaThatCannotBeReadIsRefused(String schema) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> value("json.schema", schema))
                .withMessageContaining("json.schema");
    }

    @Test
    void aSchemaThatWouldHaveNoEffectIsRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> value("json.mode", "map", "json.schema", "{\"data\": \"json\"}"))
                .withMessageContaining("json.mode=expand");
    }

    @Test
    void aTransformThatWouldChangeNothingIsRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> value("json.mode", "string"))
                .withMessageContaining("ExpandJson would change nothing");
    }

    private static Transformation<SinkRecord> value(String... settings) {
        return configured(new ExpandJson.Value<>(), settings);
    }

    private static Struct inner(String text) {
        return new Struct(INNER).put("text", text);
    }

    private static Struct row(String data, String text) {
        return new Struct(ROW).put("id", 7).put("data", data).put("inner", inner(text));
    }
}
