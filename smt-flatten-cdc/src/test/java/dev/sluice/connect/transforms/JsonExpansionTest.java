// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.record;
import static dev.sluice.connect.transforms.Envelopes.struct;
import static dev.sluice.connect.transforms.Transforms.flattenCdc;
import static dev.sluice.connect.transforms.Transforms.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonExpansionTest {
    private static final Schema JSON =
            SchemaBuilder.string().name("io.debezium.data.Json").optional().build();
    private static final Schema ROW = struct(fields ->
            fields.field("id", Schema.INT32_SCHEMA).field("data", JSON).field("note", Schema.OPTIONAL_STRING_SCHEMA));

    @Test
    void jsonStaysTextUnlessItIsToBeExpanded() {
        assertThat(columns(flattenCdc(), "{\"a\":1}")).hasToString("{id=7, data={\"a\":1}, note=x}");
    }

    @Test
    void membersBecomeColumnsInThePlaceOfTheText() {
        assertThat(columns(flattenCdc("json.mode", "expand"), "{\"a\":1,\"b\":{\"c\":\"d\"},\"e\":[0.5]}"))
                .hasToString("{id=7, data_a=1, data_b_c=d, data_e=[0.5], note=x}");
    }

    @Test
    void withoutFlatteningTheyBecomeAStruct() {
        Struct row = (Struct) flattenCdc("json.mode", "expand", "flatten", "false")
                .apply(insert("{\"a\":1}"))
                .value();

        assertThat(row.getStruct("data").getInt64("a")).isEqualTo(1L);
        row.validate();
    }

    @Test
    void theSchemaGrowsAndSettles() {
        FlattenCdc<SinkRecord> transform = flattenCdc("json.mode", "expand");

        assertThat(columns(transform, null)).hasToString("{id=7, note=x}");
        assertThat(columns(transform, "{\"a\":1}")).hasToString("{id=7, data_a=1, note=x}");
        assertThat(columns(transform, "{\"b\":true}")).hasToString("{id=7, data_a=null, data_b=true, note=x}");
        assertThat(columns(transform, "{\"a\":0.5}")).hasToString("{id=7, data_a=0.5, data_b=null, note=x}");
        assertThat(columns(transform, "{\"a\":2}")).hasToString("{id=7, data_a=2.0, data_b=null, note=x}");

        Schema settled = transform.apply(insert("{\"a\":3}")).valueSchema();
        assertThat(transform.apply(insert("{\"b\":false}")).valueSchema()).isSameAs(settled);
        assertThat(transform.apply(insert(null)).valueSchema()).isSameAs(settled);
    }

    @Test
    void eachTopicGrowsByItself() {
        FlattenCdc<SinkRecord> transform = flattenCdc("json.mode", "expand");
        SinkRecord first = insert("{\"a\":1}");
        transform.apply(first);

        SinkRecord elsewhere = insert("{\"b\":1}");
        Struct row = (Struct) transform
                .apply(elsewhere.newRecord(
                        "elsewhere", 0, null, null, elsewhere.valueSchema(), elsewhere.value(), null))
                .value();

        assertThat(row.schema().fields()).extracting(Field::name).containsExactly("id", "data_b", "note");
    }

    @Test
    void theSchemaOfOneValueForgetsTheOthers() {
        FlattenCdc<SinkRecord> transform = flattenCdc("json.mode", "expand", "json.schema", "infer");

        assertThat(columns(transform, "{\"a\":1}")).hasToString("{id=7, data_a=1, note=x}");
        assertThat(columns(transform, "{\"b\":1}")).hasToString("{id=7, data_b=1, note=x}");
    }

    @Test
    void aMapOfTextsHasOneSchemaFromTheStart() {
        FlattenCdc<SinkRecord> transform = flattenCdc("json.mode", "map");

        assertThat(columns(transform, "{\"a\":1,\"b\":\"c\",\"d\":null,\"e\":[true]}"))
                .hasToString("{id=7, data={a=1, b=c, d=null, e=[true]}, note=x}");
        assertThat(transform.apply(insert("{\"x\":1}")).valueSchema())
                .isSameAs(transform.apply(insert(null)).valueSchema());
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> columns(transform, "[1]"))
                .withMessageContaining("'data'");
    }

    @Test
    void textsAreJsonWhereTheirPathSaysSo() {
        Schema inner = struct(fields -> fields.field("note", Schema.OPTIONAL_STRING_SCHEMA));
        Schema row = struct(fields -> fields.field("inner", inner).field("data", JSON));
        Struct value = new Struct(row)
                .put("inner", new Struct(inner).put("note", "{\"a\":1}"))
                .put("data", "{\"b\":1}");

        Struct result = (Struct) flattenCdc("json.mode", "expand", "json.fields", "inner.note")
                .apply(Envelopes.insert(value))
                .value();

        assertThat(result.schema().fields()).extracting(Field::name).containsExactly("inner_note_a", "data");
    }

    @Test
    void withoutASchemaThePathAloneSaysSo() {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("before", null);
        event.put("after", Map.of("data", "{\"a\":{\"b\":1}}"));
        event.put("op", "c");

        assertThat(flattenCdc("json.mode", "expand", "json.fields", "data")
                        .apply(record(null, null, event))
                        .value())
                .isEqualTo(Map.of("data_a_b", 1L));
        assertThat(flattenCdc("json.mode", "map", "json.fields", "data", "flatten", "false")
                        .apply(record(null, null, event))
                        .value())
                .isEqualTo(Map.of("data", Map.of("a", "{\"b\":1}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"expand", "map"})
    void aTextThatIsNoJsonIsAnErrorWithoutTheText(String mode) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> columns(flattenCdc("json.mode", mode), "{secret"))
                .withMessageContaining("offset 8812")
                .withMessageContaining("'data'")
                .withMessageNotContaining("secret");
    }

    @Test
    void aValueThatTheSourceDidNotSendIsNullInAllItsColumnsAndTheseAreListed() {
        FlattenCdc<SinkRecord> transform = flattenCdc("json.mode", "expand");
        transform.apply(insert("{\"a\":1,\"b\":2}"));

        SinkRecord result = transform.apply(insert("__debezium_unavailable_value"));

        assertThat(headers(result)).isEqualTo(Map.of("__unavailable", List.of("data_a", "data_b")));
        assertThat(((Struct) result.value()).get("data_a")).isNull();
    }

    @Test
    void otherColumnsAreListedAsBefore() {
        Struct row = new Struct(ROW).put("id", 7).put("data", "{\"a\":1}").put("note", "__debezium_unavailable_value");

        assertThat(headers(flattenCdc("json.mode", "expand").apply(Envelopes.insert(row))))
                .isEqualTo(Map.of("__unavailable", List.of("note")));
    }

    @Test
    void columnsThatCollideAreResolvedLikeAnyOthers() {
        Schema row = struct(fields -> fields.field("data", JSON).field("data_a", Schema.INT32_SCHEMA));
        SinkRecord record =
                Envelopes.insert(new Struct(row).put("data", "{\"a\":1}").put("data_a", 2));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flattenCdc("json.mode", "expand").apply(record))
                .withMessageContaining("'data_a'");
        assertThat(((Struct) flattenCdc("json.mode", "expand", "on.name.collision", "suffix")
                                .apply(record)
                                .value())
                        .getInt32("data_a_2"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"\"", "7"})
    void whatIsNoObjectBesideObjectsMakesOneColumnOfTextAndAWarning(String odd) {
        FlattenCdc<SinkRecord> transform = flattenCdc("json.mode", "expand");
        columns(transform, "{\"a\":1,\"b\":{\"c\":1}}");

        List<String> lines = CapturedLog.linesOf(() -> {
            columns(transform, "{\"b\":" + odd + "}");
            columns(transform, "{\"b\":{\"c\":2}}");
            columns(transform, "{\"b\":" + odd + "}");
        });

        assertThat(columns(transform, "{\"b\":{\"c\":2}}"))
                .hasToString("{id=7, data_a=null, data_b={\"c\":2}, note=x}");
        assertThat(lines)
                .filteredOn(line -> line.contains("WARN"))
                .singleElement()
                .asString()
                .contains("'shop.public.orders'", "'data.b'", "json.schema");
    }

    @Test
    void underAGivenSchemaOnlyWhatDoesNotFitIsRefused() {
        FlattenCdc<SinkRecord> transform =
                flattenCdc("json.mode", "expand", "json.schema", "{\"data\": {\"a\": {\"b\": \"int64\"}}}");

        assertThatExceptionOfType(DataException.class).isThrownBy(() -> columns(transform, "{\"a\":[]}"));
        assertThat(columns(transform, "{\"a\":{\"b\":2}}")).hasToString("{id=7, data_a_b=2, note=x}");
    }

    /** What the pages say to those who write to tables: a column that is not in the record is not written. */
    @Test
    void aMemberThatVanishesIsNullWhileTheTaskKnowsItAndAfterARestartNoColumn() {
        FlattenCdc<SinkRecord> transform = flattenCdc("json.mode", "expand");
        columns(transform, "{\"a\":1,\"b\":2}");

        assertThat(columns(transform, "{\"a\":1}")).hasToString("{id=7, data_a=1, data_b=null, note=x}");
        assertThat(columns(flattenCdc("json.mode", "expand"), "{\"a\":1}")).hasToString("{id=7, data_a=1, note=x}");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatARefusedRecordHoldsIsNotInTheWayOfThoseBehindIt(String bad, String why) {
        FlattenCdc<SinkRecord> transform = flattenCdc("json.mode", "expand");
        columns(transform, "{\"a\":1}");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> columns(transform, bad))
                .withMessageContaining("'data")
                .withMessageContaining(why);
        assertThat(columns(transform, "{\"a\":2,\"b\":3}")).hasToString("{id=7, data_a=2, data_b=3, note=x}");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("{\"\":1}", "a member whose name is empty"),
                arguments("{\"p_q\":1,\"p\":{\"q\":2}}", "data.p_q and data.p.q"),
                arguments("{\"z\":".repeat(64) + "1" + "}".repeat(64), "nested deeper than 64 structs"),
                arguments("[".repeat(70) + "]".repeat(70), "the JSON is nested deeper than 64 levels"));
    }

    private static SinkRecord insert(@Nullable String json) {
        return Envelopes.insert(new Struct(ROW).put("id", 7).put("data", json).put("note", "x"));
    }

    private static Map<String, @Nullable Object> columns(FlattenCdc<SinkRecord> transform, @Nullable String json) {
        Struct row = (Struct) transform.apply(insert(json)).value();
        row.validate();
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        row.schema().fields().forEach(field -> columns.put(field.name(), row.get(field)));
        return columns;
    }
}
