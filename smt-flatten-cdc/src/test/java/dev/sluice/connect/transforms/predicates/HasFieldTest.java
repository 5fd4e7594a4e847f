// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.predicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HasFieldTest {
    private final SinkRecord insert = Records.envelope("c", null);

    @Test
    void aFieldIsFoundAtAnyDepth() {
        assertThat(hasField("op").test(insert)).isTrue();
        assertThat(hasField("source.lsn").test(insert)).isTrue();
        assertThat(hasField("lsn").test(insert)).isFalse();
        assertThat(hasField("source.scn").test(insert)).isFalse();
    }

    @Test
    void theSchemaAnswersSoThatNullsAreThereToo() {
        assertThat(hasField("after.note").test(insert)).isTrue();
        assertThat(hasField("before.note").test(insert)).isTrue();
    }

    @Test
    void nothingIsBelowAFieldThatHoldsNoFields() {
        assertThat(hasField("op.length").test(insert)).isFalse();
        assertThat(hasField("op").test(Records.tombstone())).isFalse();
    }

    @Test
    void withoutASchemaTheRecordAnswersForItself() {
        Map<String, Object> value = new HashMap<>();
        value.put("note", null);
        value.put("address", Map.of("city", "Ulm"));

        assertThat(hasField("note").test(Records.of(value))).isTrue();
        assertThat(hasField("address.city").test(Records.of(value))).isTrue();
        assertThat(hasField("address.street").test(Records.of(value))).isFalse();
        assertThat(hasField("note.text").test(Records.of(value))).isFalse();
    }

    @Test
    void inAMessageThatHoldsItsSchemaThePayloadIsLookedAt() {
        SinkRecord wrapped = Records.wrapped(Records.schemalessEnvelope("c", "false"));

        assertThat(hasField("source.snapshot").test(wrapped)).isTrue();
        assertThat(hasField("payload").test(wrapped)).isFalse();
        Map<String, Object> key = Map.of("schema", Map.of(), "payload", Map.of("id", 7));
        assertThat(Records.configured(new HasField<>(), Map.of("field", "id", "in", "key"))
                        .test(new SinkRecord("shop.public.orders", 0, null, key, null, null, 0)))
                .isTrue();
    }

    @Test
    void theKeysOfAMapAreFieldsOfEachRecord() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "labels",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Records.ROW).build())
                .build();
        SinkRecord record =
                Records.of(new Struct(schema).put("labels", Map.of("one", new Struct(Records.ROW).put("id", 7))));

        assertThat(hasField("labels.one").test(record)).isTrue();
        assertThat(hasField("labels.one.note").test(record)).isTrue();
        assertThat(hasField("labels.one.colour").test(record)).isFalse();
        assertThat(hasField("labels.two").test(record)).isFalse();
    }

    @Test
    void theKeyIsAskedWhereTheUserWantsIt() {
        Struct key = new Struct(
                        SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build())
                .put("id", 7);
        SinkRecord record = new SinkRecord("shop.public.orders", 0, key.schema(), key, null, null, 0);

        assertThat(Records.configured(new HasField<>(), Map.of("field", "id", "in", "key"))
                        .test(record))
                .isTrue();
        assertThat(hasField("id").test(record)).isFalse();
    }

    @Test
    void aNameThatHasDotsItselfStandsBetweenBackTicks() {
        Map<String, Object> value = Map.of("geo.point", Map.of("lat", 48.4));

        assertThat(hasField("`geo.point`").test(Records.of(value))).isTrue();
        assertThat(hasField("`geo.point`.lat").test(Records.of(value))).isTrue();
        assertThat(hasField("geo.point").test(Records.of(value))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "source.", "source..lsn", "`source"})
    void aPathWithAnEmptyNameIsRefused(String field) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> hasField(field))
                .withMessageContaining("is no path");
    }

    private static HasField<SinkRecord> hasField(String field) {
        return Records.configured(new HasField<>(), Map.of("field", field));
    }
}
