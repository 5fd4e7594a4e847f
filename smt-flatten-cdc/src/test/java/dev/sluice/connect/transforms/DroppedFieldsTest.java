// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.event;
import static dev.sluice.connect.transforms.Envelopes.key;
import static dev.sluice.connect.transforms.Envelopes.record;
import static dev.sluice.connect.transforms.Envelopes.row;
import static dev.sluice.connect.transforms.Envelopes.struct;
import static dev.sluice.connect.transforms.Transforms.flattenCdc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class DroppedFieldsTest {
    private static final Schema NAMES =
            SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build();

    @Test
    void optionalFieldsInTheListAreLeftOut() {
        SinkRecord result = flattenCdc("drop.fields.header.name", "drop").apply(insert("customer", "id", "nowhere"));

        assertThat(names(result)).containsExactly("id", "status", "placed_at");
        assertThat(((Struct) result.value()).getInt32("id")).isEqualTo(7);
        assertThat(result.valueSchema().name()).isEqualTo("shop.public.orders.Value");
        assertThat(result.key()).isEqualTo(key(7));
    }

    @Test
    void requiredFieldsTooWhereReadersNeedNotBeCompatible() {
        FlattenCdc<SinkRecord> transform =
                flattenCdc("drop.fields.header.name", "drop", "drop.fields.keep.schema.compatible", "false");

        assertThat(names(transform.apply(insert("customer", "id")))).containsExactly("status", "placed_at");
    }

    @Test
    void theKeyIsSparedUnlessItIsMeantToo() {
        FlattenCdc<SinkRecord> transform = flattenCdc(
                "drop.fields.header.name", "drop",
                "drop.fields.keep.schema.compatible", "false",
                "drop.fields.from.key", "true");
        Schema keySchema = SchemaBuilder.struct()
                .name("key")
                .field("id", Schema.INT32_SCHEMA)
                .field("region", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Struct key = new Struct(keySchema).put("id", 7).put("region", "north");

        for (Struct event : List.of(event("c", null, row(7, "ada", "paid")), event("d", row(7, "ada", "paid"), null))) {
            SinkRecord result = transform.apply(dropping(record(key, event), "region"));

            assertThat(result.keySchema().fields()).extracting(Field::name).containsExactly("id");
            assertThat(result.keySchema().name()).isEqualTo("key");
            assertThat(((Struct) result.key()).getInt32("id")).isEqualTo(7);
        }
        assertThat(key.get("region")).isEqualTo("north");
    }

    @Test
    void theNameOfAStructStandsForItsColumns() {
        Schema address =
                struct(fields -> fields.field("city", Schema.STRING_SCHEMA).field("zip", Schema.STRING_SCHEMA));
        Schema row = struct(fields -> fields.field("id", Schema.INT32_SCHEMA).field("address", address));
        Struct value = new Struct(row).put("id", 7);

        FlattenCdc<SinkRecord> transform = flattenCdc("drop.fields.header.name", "drop");

        assertThat(names(transform.apply(dropping(Envelopes.insert(value), "address"))))
                .containsExactly("id");
        assertThat(names(transform.apply(dropping(Envelopes.insert(value), "address_zip"))))
                .containsExactly("id", "address_city");
    }

    @Test
    void marksAndMetadataCanBeLeftOut() {
        FlattenCdc<SinkRecord> transform = flattenCdc(
                "drop.fields.header.name", "drop",
                "delete.tombstone.handling.mode", "rewrite",
                "add.fields", "op,table");

        assertThat(names(transform.apply(insert("__deleted", "__op"))))
                .containsExactly("id", "customer", "status", "placed_at", "__table");
    }

    @Test
    void withoutTheHeaderOrAnythingInItNothingIsLeftOut() {
        FlattenCdc<SinkRecord> transform = flattenCdc("drop.fields.header.name", "drop");
        SinkRecord without = record(key(7), event("c", null, row(7, "ada", "paid")));
        SinkRecord withNull = record(key(7), event("c", null, row(7, "ada", "paid")));
        withNull.headers().add("drop", null, NAMES);

        assertThat(names(transform.apply(without))).hasSize(4);
        assertThat(names(transform.apply(withNull))).hasSize(4);
        assertThat(names(transform.apply(insert()))).hasSize(4);
    }

    @Test
    void recordsWithTheSameListShareOneSchema() {
        FlattenCdc<SinkRecord> transform = flattenCdc("drop.fields.header.name", "drop");

        Schema first = transform.apply(insert("customer", "status")).valueSchema();

        assertThat(transform.apply(insert("customer")).valueSchema()).isNotSameAs(first);
        assertThat(transform.apply(insert("status", "customer")).valueSchema()).isSameAs(first);
    }

    @Test
    void unavailableColumnsAreToldByNameThoughOthersAreLeftOut() {
        SinkRecord record = record(key(7), event("c", null, row(7, "ada", "__debezium_unavailable_value")));

        SinkRecord result = flattenCdc("drop.fields.header.name", "drop").apply(dropping(record, "customer"));

        assertThat(Transforms.headers(result)).containsEntry("__unavailable", List.of("status"));
    }

    @Test
    void aHeaderThatIsNoListIsAnError() {
        SinkRecord record = record(key(7), event("c", null, row(7, "ada", "paid")));
        record.headers().addString("drop", "secret");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flattenCdc("drop.fields.header.name", "drop").apply(record))
                .withMessageContaining("header 'drop'")
                .withMessageNotContaining("secret");
    }

    private static SinkRecord insert(String... dropped) {
        return dropping(record(key(7), event("c", null, row(7, "ada", "paid"))), dropped);
    }

    private static SinkRecord dropping(SinkRecord record, String... names) {
        record.headers().add("drop", List.of(names), NAMES);
        return record;
    }

    private static List<String> names(SinkRecord record) {
        return record.valueSchema().fields().stream().map(Field::name).toList();
    }
}
