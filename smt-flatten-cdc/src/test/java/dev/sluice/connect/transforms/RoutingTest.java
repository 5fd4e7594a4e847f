// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.event;
import static dev.sluice.connect.transforms.Envelopes.key;
import static dev.sluice.connect.transforms.Envelopes.record;
import static dev.sluice.connect.transforms.Envelopes.row;
import static dev.sluice.connect.transforms.Envelopes.struct;
import static dev.sluice.connect.transforms.Envelopes.tombstone;
import static dev.sluice.connect.transforms.Transforms.flattenCdc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {
    private final FlattenCdc<SinkRecord> byCustomer = flattenCdc("route.by.field", "customer");

    @Test
    void theColumnNamesTheTopic() {
        assertThat(topic(byCustomer, event("c", null, row(7, "ada", "paid")))).isEqualTo("ada");
        assertThat(topic(byCustomer, event("u", row(7, "ada", "paid"), row(7, "bob", "paid"))))
                .isEqualTo("bob");
        assertThat(topic(byCustomer, event("d", row(7, "ada", "paid"), null))).isEqualTo("ada");
    }

    @Test
    void aBlankColumnKeepsTheTopic() {
        assertThat(topic(byCustomer, event("c", null, row(7, " ", "paid")))).isEqualTo(Envelopes.TOPIC);
        assertThat(topic(byCustomer, event("c", null, row(7, null, "paid")))).isEqualTo(Envelopes.TOPIC);
    }

    @Test
    void aNullColumnIsNotReplacedByItsDefault() {
        assertThat(topic(flattenCdc("route.by.field", "status"), event("c", null, row(7, "ada", null))))
                .isEqualTo(Envelopes.TOPIC);
    }

    @Test
    void aDeleteWithoutItsRowIsRoutedByItsKey() {
        Schema keySchema = struct(fields -> fields.field("customer", Schema.STRING_SCHEMA));
        SinkRecord delete = record(new Struct(keySchema).put("customer", "ada"), event("d", null, null));

        assertThat(byCustomer.apply(delete).topic()).isEqualTo("ada");
    }

    @Test
    void aDeleteWhoseTopicIsUnknownIsAnError() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> byCustomer.apply(record(key(7), event("d", null, null))))
                .withMessageContaining("'customer'")
                .withMessageContaining("REPLICA IDENTITY FULL");
    }

    @ParameterizedTest
    @CsvSource({"id", "nowhere"})
    void aColumnThatIsNoTextIsAnError(String column) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> topic(flattenCdc("route.by.field", column), event("c", null, row(7, "ada", "paid"))))
                .withMessageContaining("'" + column + "'")
                .withMessageContaining("STRING");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        ${source.db}.${source.table},   shop.orders
        cdc-${topic},                   cdc-shop.public.orders
        ${table}_v${source.version},    orders_v3.6.1.Final
        ${ topic },                     shop.public.orders
        orders,                         orders
        p${kafka.partition}$,           p3$
        """)
    void theTemplateNamesTheTopic(String template, String topic) {
        FlattenCdc<SinkRecord> transform = flattenCdc("route.topic", template, "truncate.handling.mode", "rewrite");

        assertThat(topic(transform, event("c", null, row(7, "ada", "paid")))).isEqualTo(topic);
        assertThat(topic(transform, event("d", null, null))).isEqualTo(topic);
        assertThat(topic(transform, event("t", null, null))).isEqualTo(topic);
    }

    @Test
    void aTemplateWithAFieldThatTheEnvelopeLacksIsAnError() {
        FlattenCdc<SinkRecord> transform = flattenCdc("route.topic", "${source.gtid}");

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> topic(transform, event("c", null, row(7, "ada", "paid"))))
                    .withMessageContaining("offset 8812")
                    .withMessageContaining("'source.gtid'")
                    .withMessageContaining("route.topic");
        }
    }

    @Test
    void aTemplateWithAValueThatIsNullIsAnError() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() ->
                        topic(flattenCdc("route.topic", "${source.xmin}"), event("c", null, row(7, "ada", "paid"))))
                .withMessageContaining("'source.xmin'");
    }

    @Test
    void aTombstoneKeepsItsTopic() {
        FlattenCdc<SinkRecord> transform =
                flattenCdc("route.topic", "${table}", "delete.tombstone.handling.mode", "rewrite-with-tombstone");

        assertThat(transform.apply(tombstone(7)).topic()).isEqualTo(Envelopes.TOPIC);
    }

    private static String topic(FlattenCdc<SinkRecord> transform, Struct event) {
        return transform.apply(record(key(7), event)).topic();
    }
}
