// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.event;
import static dev.sluice.connect.transforms.Envelopes.key;
import static dev.sluice.connect.transforms.Envelopes.record;
import static dev.sluice.connect.transforms.Envelopes.row;
import static dev.sluice.connect.transforms.Envelopes.struct;
import static dev.sluice.connect.transforms.Transforms.flattenCdc;
import static dev.sluice.connect.transforms.Transforms.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnavailableValuesTest {
    private static final String PLACEHOLDER = "__debezium_unavailable_value";
    private static final byte[] BYTES = PLACEHOLDER.getBytes(StandardCharsets.UTF_8);
    private static final Schema JSON =
            SchemaBuilder.string().name("io.debezium.data.Json").optional().build();
    private static final Schema UUIDS = SchemaBuilder.array(SchemaBuilder.string()
                    .name("io.debezium.data.Uuid")
                    .optional()
                    .build())
            .build();

    static Stream<Arguments> placeholders() {
        List<Integer> ints =
                IntStream.range(0, BYTES.length).mapToObj(i -> (int) BYTES[i]).toList();
        return Stream.of(
                arguments(Schema.STRING_SCHEMA, PLACEHOLDER),
                arguments(JSON, PLACEHOLDER),
                arguments(JSON, "{\"" + PLACEHOLDER + "\":\"" + PLACEHOLDER + "\"}"),
                arguments(Schema.BYTES_SCHEMA, BYTES),
                arguments(Schema.BYTES_SCHEMA, ByteBuffer.wrap(BYTES)),
                arguments(SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build(), List.of(PLACEHOLDER)),
                arguments(SchemaBuilder.array(Schema.BYTES_SCHEMA).build(), List.of(BYTES)),
                arguments(SchemaBuilder.array(Schema.BYTES_SCHEMA).build(), List.of(ByteBuffer.wrap(BYTES))),
                arguments(SchemaBuilder.array(Schema.INT32_SCHEMA).build(), ints),
                arguments(
                        SchemaBuilder.array(Schema.INT64_SCHEMA).build(),
                        ints.stream().map(Integer::longValue).toList()),
                arguments(UUIDS, List.of(UUID.nameUUIDFromBytes(BYTES).toString())),
                arguments(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                                .build(),
                        Map.of(PLACEHOLDER, PLACEHOLDER)));
    }

    static Stream<Arguments> ordinaryValues() {
        return Stream.of(
                arguments(Schema.STRING_SCHEMA, PLACEHOLDER + "s"),
                arguments(Schema.OPTIONAL_STRING_SCHEMA, null),
                arguments(Schema.STRING_SCHEMA, "{\"" + PLACEHOLDER + "\":\"" + PLACEHOLDER + "\"}"),
                arguments(JSON, "{\"" + PLACEHOLDER + "\":1}"),
                arguments(Schema.BYTES_SCHEMA, new byte[] {1}),
                arguments(Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {1})),
                arguments(Decimal.schema(2), new BigDecimal("7.00")),
                arguments(SchemaBuilder.array(Schema.STRING_SCHEMA).build(), List.of(PLACEHOLDER, "b")),
                arguments(SchemaBuilder.array(Schema.STRING_SCHEMA).build(), List.of()),
                arguments(SchemaBuilder.array(Schema.BYTES_SCHEMA).build(), List.of(BYTES, BYTES)),
                arguments(SchemaBuilder.array(Schema.INT32_SCHEMA).build(), List.of(95, 95)),
                arguments(SchemaBuilder.array(Schema.INT64_SCHEMA).build(), List.of(95L)),
                arguments(SchemaBuilder.array(Schema.BOOLEAN_SCHEMA).build(), List.of(true)),
                arguments(UUIDS, List.of(new UUID(0, 7).toString())),
                arguments(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                                .build(),
                        Map.of(PLACEHOLDER, "b")),
                arguments(Schema.INT64_SCHEMA, 7L),
                arguments(Schema.BOOLEAN_SCHEMA, true));
    }

    @ParameterizedTest
    @MethodSource("placeholders")
    void aPlaceholderIsListedInEachFormAndKept(Schema schema, Object placeholder) {
        SinkRecord result = flattenCdc().apply(insert(schema, placeholder));

        assertThat(headers(result)).isEqualTo(Map.of("__unavailable", List.of("body")));
        assertThat(((Struct) result.value()).get("body")).isSameAs(placeholder);
    }

    @ParameterizedTest
    @MethodSource("ordinaryValues")
    void anOrdinaryValueIsNotListed(Schema schema, Object value) {
        assertThat(flattenCdc().apply(insert(schema, value)).headers()).isEmpty();
    }

    @Test
    void theHeaderIsAnArrayOfTheFlattenedNames() {
        Schema address = struct(fields -> fields.field("notes", Schema.STRING_SCHEMA));
        Schema row = struct(fields -> fields.field("id", Schema.INT32_SCHEMA)
                .field("address", address)
                .field("body", Schema.STRING_SCHEMA));
        Struct value = new Struct(row)
                .put("id", 7)
                .put("address", new Struct(address).put("notes", PLACEHOLDER))
                .put("body", PLACEHOLDER);

        SinkRecord result = flattenCdc().apply(Envelopes.insert(value));

        assertThat(headers(result)).isEqualTo(Map.of("__unavailable", List.of("address_notes", "body")));
        assertThat(result.headers().lastWithName("__unavailable").schema())
                .isEqualTo(SchemaBuilder.array(Schema.STRING_SCHEMA).build());
    }

    @Test
    void aStructThatIsKeptWholeIsListedForAnyPartOfIt() {
        Schema geo = struct(fields -> fields.field("area", Schema.OPTIONAL_STRING_SCHEMA));
        Schema address =
                struct(fields -> fields.field("number", Schema.INT32_SCHEMA).field("geo", geo));
        Schema row = struct(fields -> fields.field("address", address));
        FlattenCdc<SinkRecord> transform = flattenCdc("flatten", "false");

        assertThat(headers(transform.apply(Envelopes.insert(inAddress(row, address, geo, PLACEHOLDER)))))
                .isEqualTo(Map.of("__unavailable", List.of("address")));
        assertThat(transform
                        .apply(Envelopes.insert(inAddress(row, address, geo, "north")))
                        .headers())
                .isEmpty();
    }

    private static Struct inAddress(Schema row, Schema address, Schema geo, String area) {
        return new Struct(row)
                .put("address", new Struct(address).put("number", 7).put("geo", new Struct(geo).put("area", area)));
    }

    @Test
    void thePlaceholderIsTheOneTheConnectorIsSetTo() {
        FlattenCdc<SinkRecord> transform = flattenCdc("unavailable.value.placeholder", "N/A");

        assertThat(headers(transform.apply(insert(Schema.STRING_SCHEMA, "N/A"))))
                .containsOnlyKeys("__unavailable");
        assertThat(transform.apply(insert(Schema.STRING_SCHEMA, PLACEHOLDER)).headers())
                .isEmpty();
    }

    @Test
    void theValueBeforeTheChangeStandsInWhereItIsKnown() {
        FlattenCdc<SinkRecord> transform = flattenCdc("unavailable.value.mode", "before");
        SinkRecord known = record(key(7), event("u", row(7, "Ada", "paid"), row(7, PLACEHOLDER, "paid")));
        SinkRecord unknown = record(key(7), event("u", null, row(7, PLACEHOLDER, "paid")));
        SinkRecord unavailableToo = record(key(7), event("u", row(7, PLACEHOLDER, "new"), row(7, PLACEHOLDER, "paid")));

        assertThat(customer(transform, known)).isEqualTo("Ada");
        assertThat(customer(transform, unknown)).isEqualTo(PLACEHOLDER);
        assertThat(customer(transform, unavailableToo)).isEqualTo(PLACEHOLDER);
        assertThat(headers(transform.apply(known))).isEqualTo(Map.of("__unavailable", List.of("customer")));
    }

    @Test
    void nullStandsInOnDemandAndIsAValueOfSuchColumns() {
        Schema row = struct(fields -> fields.field("id", Schema.INT32_SCHEMA).field("body", Schema.STRING_SCHEMA));
        FlattenCdc<SinkRecord> transform = flattenCdc("unavailable.value.mode", "null");

        SinkRecord result =
                transform.apply(Envelopes.insert(new Struct(row).put("id", 7).put("body", PLACEHOLDER)));

        ((Struct) result.value()).validate();
        assertThat(((Struct) result.value()).getString("body")).isNull();
        assertThat(result.valueSchema().field("id").schema().isOptional()).isFalse();
        assertThat(result.valueSchema().field("body").schema().isOptional()).isTrue();
        assertThat(headers(result)).isEqualTo(Map.of("__unavailable", List.of("body")));
        assertThat(transform
                        .apply(Envelopes.insert(new Struct(row).put("id", 7).put("body", "text")))
                        .valueSchema())
                .isSameAs(result.valueSchema());
    }

    @Test
    void theRecordIsRefusedOnDemand() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() ->
                        flattenCdc("unavailable.value.mode", "fail").apply(insert(Schema.STRING_SCHEMA, PLACEHOLDER)))
                .withMessageContaining("field 'body'")
                .withMessageContaining("unavailable.value.mode");
    }

    private static Object customer(FlattenCdc<SinkRecord> transform, SinkRecord record) {
        return ((Struct) transform.apply(record).value()).get("customer");
    }

    @Test
    void onlyTheRowThatIsSentCounts() {
        Struct complete = row(7, "Ada", "paid");
        Struct incomplete = row(7, PLACEHOLDER, "paid");

        SinkRecord update = record(key(7), event("u", incomplete, complete));
        SinkRecord delete = record(key(7), event("d", incomplete, null));

        assertThat(flattenCdc().apply(update).headers()).isEmpty();
        assertThat(flattenCdc().apply(delete).headers()).isEmpty();
        assertThat(headers(
                        flattenCdc("delete.tombstone.handling.mode", "rewrite").apply(delete)))
                .isEqualTo(Map.of("__unavailable", List.of("customer")));
    }

    @Test
    void anAddedFieldIsNotAColumnOfTheSource() {
        SinkRecord update = record(key(7), event("u", row(7, PLACEHOLDER, "paid"), row(7, "Ada", "paid")));

        assertThat(flattenCdc("add.fields", "before.customer").apply(update).headers())
                .isEmpty();
    }

    @Test
    void theListReplacesOneThatTheRecordBrought() {
        SinkRecord record = insert(Schema.STRING_SCHEMA, PLACEHOLDER);
        record.headers().addString("__unavailable", "old");

        assertThat(headers(flattenCdc().apply(record))).isEqualTo(Map.of("__unavailable", List.of("body")));
    }

    private static SinkRecord insert(Schema schema, Object value) {
        Schema row = struct(fields -> fields.field("body", schema));
        return Envelopes.insert(new Struct(row).put("body", value));
    }
}
