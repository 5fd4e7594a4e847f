// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.event;
import static dev.sluice.connect.transforms.Envelopes.key;
import static dev.sluice.connect.transforms.Envelopes.record;
import static dev.sluice.connect.transforms.Envelopes.row;
import static dev.sluice.connect.transforms.Transforms.flattenCdc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionTest {
    private final FlattenCdc<SinkRecord> transform = flattenCdc();

    @Test
    void anEnvelopeIsKnownByItsFieldsWhereItsSchemaWasRenamed() {
        Schema renamed = SchemaBuilder.struct()
                .field("before", Envelopes.ROW)
                .field("after", Envelopes.ROW)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct value = new Struct(renamed).put("after", row(7, "Ada", "paid")).put("op", "c");

        Struct result = (Struct) transform.apply(record(key(7), value)).value();

        assertThat(result.getString("customer")).isEqualTo("Ada");
    }

    @Test
    void anEnvelopeWithTheNameOfOneNeedsOnlyOneImage() {
        Schema onlyAfter = SchemaBuilder.struct()
                .name("shop.public.orders.Envelope")
                .field("after", Envelopes.ROW)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct insert =
                new Struct(onlyAfter).put("after", row(7, "Ada", "paid")).put("op", "c");
        Struct delete = new Struct(onlyAfter).put("op", "d");

        assertThat(((Struct) transform.apply(record(key(7), insert)).value()).getString("customer"))
                .isEqualTo("Ada");
        assertThat(transform.apply(record(key(7), delete)).value()).isNull();
    }

    @Test
    void aRowBeforeAnotherSchemaIsReadByTheNamesOfItsFields() {
        Schema older = Envelopes.struct(
                fields -> fields.field("note", Schema.OPTIONAL_STRING_SCHEMA).field("id", Schema.INT32_SCHEMA));
        Schema newer = Envelopes.struct(fields -> fields.field("id", Schema.INT32_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .field("size", Schema.OPTIONAL_INT32_SCHEMA));
        Schema envelope = SchemaBuilder.struct()
                .name("shop.public.orders.Envelope")
                .field("before", older)
                .field("after", newer)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct delete = new Struct(envelope)
                .put("before", new Struct(older).put("note", "n").put("id", 7))
                .put("op", "d");

        SinkRecord result =
                flattenCdc("delete.tombstone.handling.mode", "rewrite").apply(record(key(7), delete));

        Struct row = (Struct) result.value();
        assertThat(row.getInt32("id")).isEqualTo(7);
        assertThat(row.getString("note")).isEqualTo("n");
        assertThat(row.getInt32("size")).isNull();
    }

    @Test
    void anOrdinaryRowPassesAsTheVeryRecord() {
        Schema plain = Envelopes.struct(
                fields -> fields.field("op", Schema.STRING_SCHEMA).field("after", Schema.STRING_SCHEMA));
        SinkRecord record = record(null, new Struct(plain).put("op", "c").put("after", "noon"));

        assertThat(transform.apply(record)).isSameAs(record);
    }

    @Test
    void columnsThatHappenToBeCalledLikeAnEnvelopesPass() {
        Schema plain = Envelopes.struct(fields -> fields.field("op", Schema.STRING_SCHEMA)
                .field("before", Schema.INT32_SCHEMA)
                .field("after", Schema.INT32_SCHEMA));
        SinkRecord record =
                record(null, new Struct(plain).put("op", "c").put("before", 1).put("after", 2));

        assertThat(transform.apply(record)).isSameAs(record);
    }

    @Test
    void anEnvelopeWhoseRowsAreJsonTextsPasses() {
        Schema mongo = SchemaBuilder.struct()
                .name("shop.orders.Envelope")
                .field("before", Schema.OPTIONAL_STRING_SCHEMA)
                .field("after", Schema.OPTIONAL_STRING_SCHEMA)
                .field("op", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        SinkRecord record = record(null, new Struct(mongo).put("after", "{}").put("op", "c"));

        assertThat(transform.apply(record)).isSameAs(record);
    }

    @Test
    void valuesThatAreNoRecordsPass() {
        SinkRecord map = record(null, null, Map.of("op", "c"));
        SinkRecord text = record(null, Schema.STRING_SCHEMA, "op");

        assertThat(transform.apply(map)).isSameAs(map);
        assertThat(transform.apply(text)).isSameAs(text);
    }

    @Test
    void logicalMessagesPass() {
        Schema message = SchemaBuilder.struct()
                .name("io.debezium.connector.postgresql.MessageValue")
                .field("op", Schema.STRING_SCHEMA)
                .field("source", Envelopes.SOURCE)
                .field("message", Envelopes.struct(fields -> fields.field("prefix", Schema.OPTIONAL_STRING_SCHEMA)))
                .build();
        SinkRecord ofItsOwnSchema = record(null, new Struct(message).put("op", "m"));
        SinkRecord inAnEnvelope = record(null, event("m", null, null));

        assertThat(transform.apply(ofItsOwnSchema)).isSameAs(ofItsOwnSchema);
        assertThat(transform.apply(inAnEnvelope)).isSameAs(inAnEnvelope);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "u", "r"})
    void anUpsertWithoutItsRowIsAnErrorThatNamesThePlace(String op) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> transform.apply(record(key(7), event(op, row(7, "Ada", "paid"), null))))
                .withMessage("shop.public.orders-3 offset 8812: field 'after' is null, though 'op' says that there is a"
                        + " row");
    }

    @Test
    void anUnknownOperationIsAnError() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> transform.apply(record(key(7), event("x", null, row(7, "Ada", "paid")))))
                .withMessageContaining("field 'op'");
    }

    @Test
    void sourceRecordsAreUnwrappedAndLocatedByTheirTopic() {
        FlattenCdc<SourceRecord> inASource = new FlattenCdc<>();
        inASource.configure(Map.of("add.fields", "kafka.topic,kafka.partition,kafka.offset,kafka.timestamp"));

        Struct result = (Struct) inASource
                .apply(sourceRecord(event("c", null, row(7, "Ada", "paid"))))
                .value();

        assertThat(result.getString("__kafka_topic")).isEqualTo(Envelopes.TOPIC);
        assertThat(result.get("__kafka_partition")).isNull();
        assertThat(result.get("__kafka_offset")).isNull();
        assertThat(result.get("__kafka_timestamp")).isNull();
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> inASource.apply(sourceRecord(event("u", null, null))))
                .withMessageStartingWith("record for the topic shop.public.orders: field 'after'");
    }

    private static SourceRecord sourceRecord(Struct value) {
        return new SourceRecord(Map.of(), Map.of(), Envelopes.TOPIC, value.schema(), value);
    }
}
