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

import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataTest {
    private static final SinkRecord INSERT = record(
            key(7),
            event("c", null, row(7, "Ada", "paid"))
                    .put(
                            "transaction",
                            new Struct(Envelopes.TRANSACTION)
                                    .put("id", "771:24023128")
                                    .put("total_order", 4L)
                                    .put("data_collection_order", 2L)));

    @ParameterizedTest
    @CsvSource(textBlock = """
                    op,                     __op,                    c
                    ts_ms,                  __ts_ms,                 1763625600050
                    ts_us,                  __ts_us,                 1763625600050001
                    ts_ns,                  __ts_ns,                 1763625600050001002
                    source.ts_ms,           __source_ts_ms,          1763625599900
                    table,                  __table,                 orders
                    db,                     __db,                    shop
                    schema,                 __schema,                public
                    lsn,                    __lsn,                   24023128
                    connector,              __connector,             postgresql
                    version,                __version,               3.6.1.Final
                    snapshot,               __snapshot,              false
                    id,                     __id,                    771:24023128
                    total_order,            __total_order,           4
                    transaction.id,         __transaction_id,        771:24023128
                    after.customer,         __after_customer,        Ada
                    lsn:position,           __position,              24023128
                    source.ts_ms:committed, __committed,             1763625599900
                    kafka.topic,            __kafka_topic,           shop.public.orders
                    kafka.partition,        __kafka_partition,       3
                    kafka.offset,           __kafka_offset,          8812
                    kafka.offset:at,        __at,                    8812
                    """)
    void aNameLeadsToOneValueInFieldsAndInHeaders(String reference, String name, String value) {
        SinkRecord result =
                flattenCdc("add.fields", reference, "add.headers", reference).apply(INSERT);

        Struct row = (Struct) result.value();
        assertThat(row.get(name)).hasToString(value);
        assertThat(row.schema().field(name).schema().isOptional()).isTrue();
        assertThat(headers(result)).containsOnlyKeys(name);
        assertThat(headers(result).get(name)).hasToString(value);
    }

    @Test
    void theTimestampOfTheRecordIsATimestamp() {
        Struct row = (Struct)
                flattenCdc("add.fields", "kafka.timestamp").apply(INSERT).value();

        assertThat(row.get("__kafka_timestamp")).isEqualTo(new Date(Envelopes.TIMESTAMP));
        assertThat(row.schema().field("__kafka_timestamp").schema().name()).isEqualTo(Timestamp.LOGICAL_NAME);
    }

    @Test
    void fieldsFollowTheRowInTheOrderInWhichTheyAreAskedFor() {
        Struct row =
                (Struct) flattenCdc("add.fields", "op , lsn,kafka.offset", "delete.tombstone.handling.mode", "rewrite")
                        .apply(INSERT)
                        .value();

        assertThat(row.schema().fields())
                .extracting(Field::name)
                .containsExactly(
                        "id", "customer", "status", "placed_at", "__deleted", "__op", "__lsn", "__kafka_offset");
    }

    @Test
    void prefixesApplyToNewNamesToo() {
        SinkRecord result = flattenCdc(
                        "add.fields", "op,lsn:position",
                        "add.fields.prefix", "meta_",
                        "add.headers", "table,db:database",
                        "add.headers.prefix", "")
                .apply(INSERT);

        Struct row = (Struct) result.value();
        assertThat(row.get("meta_op")).isEqualTo("c");
        assertThat(row.get("meta_position")).isEqualTo(24_023_128L);
        assertThat(headers(result)).isEqualTo(Map.of("table", "orders", "database", "shop"));
    }

    @Test
    void coordinatesAreThoseBeforeOtherTransforms() {
        SinkRecord routed = INSERT.newRecord(
                "elsewhere", 9, INSERT.keySchema(), INSERT.key(), INSERT.valueSchema(), INSERT.value(), 5L);

        SinkRecord result = flattenCdc("add.headers", "kafka.topic,kafka.partition,kafka.offset")
                .apply(routed);

        assertThat(headers(result))
                .isEqualTo(Map.of(
                        "__kafka_topic", Envelopes.TOPIC,
                        "__kafka_partition", Envelopes.PARTITION,
                        "__kafka_offset", Envelopes.OFFSET));
        assertThat(result.topic()).isEqualTo("elsewhere");
    }

    @Test
    void aStructIsFlattenedInTheRowAndWholeInAHeader() {
        SinkRecord result = flattenCdc("add.fields", "transaction", "add.headers", "transaction")
                .apply(INSERT);

        Struct row = (Struct) result.value();
        assertThat(row.get("__transaction_id")).isEqualTo("771:24023128");
        assertThat(row.get("__transaction_total_order")).isEqualTo(4L);
        assertThat(row.schema().field("__transaction")).isNull();
        assertThat(((Struct) headers(result).get("__transaction")).getString("id"))
                .isEqualTo("771:24023128");
    }

    @Test
    void aRequiredStructCanBeAHeaderAndAFieldThoughBothAreOptional() {
        SinkRecord result = flattenCdc("add.fields", "source", "add.headers", "source", "flatten", "false")
                .apply(INSERT);

        ((Struct) result.value()).validate();
        assertThat(((Struct) result.value()).getStruct("__source").getString("table"))
                .isEqualTo("orders");
        assertThat(((Struct) headers(result).get("__source")).getString("table"))
                .isEqualTo("orders");
    }

    @Test
    void whatIsNullInTheEnvelopeIsNull() {
        SinkRecord withoutTransaction = record(key(7), event("c", null, row(7, "Ada", "paid")));

        SinkRecord result = flattenCdc("add.fields", "id,before.customer", "add.headers", "id")
                .apply(withoutTransaction);

        Map<String, Object> expected = new HashMap<>();
        expected.put("__id", null);
        assertThat(headers(result)).isEqualTo(expected);
        assertThat(((Struct) result.value()).get("__id")).isNull();
        assertThat(((Struct) result.value()).get("__before_customer")).isNull();
    }

    @Test
    void whatAnotherConnectorWouldSayIsNullAndOfItsType() {
        Struct row = (Struct) flattenCdc("add.fields", "gtid,source.pos,row,transaction.id,a.pos")
                .apply(INSERT)
                .value();

        assertThat(row.schema().field("__gtid").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(row.schema().field("__source_pos").schema()).isEqualTo(Schema.OPTIONAL_INT64_SCHEMA);
        assertThat(row.schema().field("__row").schema()).isEqualTo(Schema.OPTIONAL_INT32_SCHEMA);
        assertThat(row.get("__gtid")).isNull();
        assertThat(row.get("__transaction_id")).isEqualTo("771:24023128");
        assertThat(row.schema().field("__a_pos")).isNull();
    }

    @Test
    void theFieldsThatAChangeHasChangedAreNamed() {
        FlattenCdc<SinkRecord> transform = flattenCdc("add.fields", "changed.fields", "add.headers", "changed.fields");
        SinkRecord update =
                record(key(7), event("u", row(7, "Ada", null), row(7, "__debezium_unavailable_value", "paid")));
        SinkRecord same = record(key(7), event("u", row(7, "Ada", null), row(7, "Ada", null)));

        assertThat(changed(transform, update)).isEqualTo(List.of("status"));
        assertThat(headers(transform.apply(update))).containsEntry("__changed_fields", List.of("status"));
        assertThat(changed(transform, same)).isEqualTo(List.of());
        assertThat(changed(transform, INSERT)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    lsn=9;                                       lsn=10
                    file=bin.000001,pos=900,row=7;               file=bin.000002,pos=4,row=0
                    file=bin.000001,pos=900,row=9;               file=bin.000001,pos=900,row=10
                    commit_scn=999,scn=990;                      commit_scn=1000,scn=980
                    commit_lsn=0027:01,change_lsn=0027:01,event_serial_no=1; commit_lsn=0027:01,change_lsn=0027:01,event_serial_no=2
                    ts_ms=1000,ord=9;                            ts_ms=1000,ord=10
                    """)
    void theLaterOfTwoChangesHasTheGreaterOrder(String earlier, String later) {
        assertThat(order(earlier)).isLessThan(order(later));
    }

    private static String order(String source) {
        String[] parts = source.split(",");
        Schema sourceSchema = struct(fields -> {
            for (String part : parts) {
                fields.field(part.split("=")[0], Schema.OPTIONAL_STRING_SCHEMA);
            }
        });
        Schema row = struct(fields -> fields.field("id", Schema.INT32_SCHEMA));
        Schema envelope = struct(fields -> fields.name("shop.Envelope")
                .field("op", Schema.STRING_SCHEMA)
                .field("after", row)
                .field("source", sourceSchema));
        Struct block = new Struct(sourceSchema);
        for (String part : parts) {
            block.put(part.split("=")[0], part.split("=")[1]);
        }
        Struct value = new Struct(envelope)
                .put("op", "c")
                .put("after", new Struct(row).put("id", 7))
                .put("source", block);
        return ((Struct) flattenCdc("add.fields", "event.order")
                        .apply(record(null, value))
                        .value())
                .getString("__event_order");
    }

    @Test
    void aChangeOutsideTheLogHasNoOrder() {
        Struct event = event("r", null, row(7, "Ada", "paid"));
        event.getStruct("source").put("lsn", null);

        assertThat(((Struct) flattenCdc("add.fields", "event.order")
                                .apply(record(key(7), event))
                                .value())
                        .get("__event_order"))
                .isNull();
    }

    private static Object changed(FlattenCdc<SinkRecord> transform, SinkRecord record) {
        return ((Struct) transform.apply(record).value()).get("__changed_fields");
    }

    @Test
    void whatTheEnvelopeDoesNotHaveIsLeftOut() {
        SinkRecord result = flattenCdc("add.fields", "op,colour,source.size,a.b.c", "add.headers", "scn,kafka.colour")
                .apply(INSERT);

        assertThat(((Struct) result.value()).schema().fields())
                .extracting(Field::name)
                .containsExactly("id", "customer", "status", "placed_at", "__op");
        assertThat(result.headers()).isEmpty();
    }

    @Test
    void whatIsLeftOutIsReportedOncePerSchema() {
        FlattenCdc<SinkRecord> transform = flattenCdc("add.fields", "colour,op,source.size");

        assertThat(CapturedLog.linesOf(() -> {
                    transform.apply(INSERT);
                    transform.apply(INSERT);
                }))
                .singleElement()
                .asString()
                .contains("WARN", "add.fields", "'shop.public.orders.Envelope' has no field colour, source.size;");
    }

    @Test
    void aNullOfTheRowIsNullWhereverItIsCopiedTo() {
        SinkRecord insert = record(key(7), event("c", null, row(7, "Ada", null)));

        Struct kept =
                (Struct) flattenCdc("add.fields", "after.status").apply(insert).value();
        Struct replaced = (Struct) flattenCdc("add.fields", "after.status", "replace.null.with.default", "true")
                .apply(insert)
                .value();

        assertThat(kept.getWithoutDefault("__after_status")).isNull();
        assertThat(replaced.getWithoutDefault("__after_status")).isEqualTo("new");
    }

    @Test
    void anAddedValueThatItsSchemaForbidsIsAnErrorThatNamesThePath() {
        Schema row = struct(fields ->
                fields.field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build()));
        List<Object> tags = new ArrayList<>(List.of("old"));
        Struct before = new Struct(row).put("tags", tags);
        Struct after = new Struct(row).put("tags", List.of("new"));
        SinkRecord update = record(null, event(Envelopes.envelope(row), "u", before, after));
        tags.set(0, null);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(
                        () -> flattenCdc("add.fields", "op,before.tags", "delete.tombstone.handling.mode", "rewrite")
                                .apply(update))
                .withMessageContaining("field 'before.tags': ");
    }

    @Test
    void headersAreSetAndNotAppended() {
        ConnectHeaders given = new ConnectHeaders();
        given.addString("__op", "of yesterday").addString("__op", "of today").addString("trace", "1");
        SinkRecord retried = INSERT.newRecord(
                INSERT.topic(),
                INSERT.kafkaPartition(),
                INSERT.keySchema(),
                INSERT.key(),
                INSERT.valueSchema(),
                INSERT.value(),
                INSERT.timestamp(),
                given);

        SinkRecord result = flattenCdc("add.headers", "op").apply(retried);

        assertThat(headers(result)).isEqualTo(Map.of("__op", "c", "trace", "1"));
        assertThat(retried.headers()).hasSize(3);
    }

    @Test
    void aColumnWithTheNameOfAnAddedFieldIsAnErrorThatNamesBoth() {
        Schema row = struct(fields -> fields.field("__op", Schema.STRING_SCHEMA));
        SinkRecord insert = Envelopes.insert(new Struct(row).put("__op", "knee"));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flattenCdc("add.fields", "op").apply(insert))
                .withMessageContaining("'__op': __op and op")
                .withMessageContaining("add.fields.prefix")
                .withMessageNotContaining("knee");
    }

    @Test
    void theOriginalPlaceOfARecordThatHasNoneIsItsOwn() {
        SinkRecord made = new SinkRecord(
                "t",
                1,
                null,
                null,
                INSERT.valueSchema(),
                INSERT.value(),
                5,
                null,
                TimestampType.NO_TIMESTAMP_TYPE,
                List.of(),
                null,
                null,
                0);

        assertThat(headers(flattenCdc("add.headers", "kafka.topic,kafka.partition,kafka.offset")
                        .apply(made)))
                .isEqualTo(Map.of("__kafka_topic", "t", "__kafka_partition", 1, "__kafka_offset", 5L));
    }
}
