// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.record;
import static dev.sluice.connect.transforms.Envelopes.row;
import static dev.sluice.connect.transforms.Envelopes.struct;
import static dev.sluice.connect.transforms.Transforms.flattenCdc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OtherRecordsTest {
    private static final Schema MESSAGE = SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.MessageValue")
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .field("source", Envelopes.SOURCE)
            .field(
                    "message",
                    SchemaBuilder.struct()
                            .name("io.debezium.connector.postgresql.Message")
                            .field("prefix", Schema.OPTIONAL_STRING_SCHEMA)
                            .field("content", Schema.OPTIONAL_BYTES_SCHEMA)
                            .build())
            .build();

    static List<SinkRecord> controlRecords() {
        return Stream.concat(
                        Stream.of(
                                        "io.debezium.connector.common.Heartbeat",
                                        "io.debezium.connector.common.TransactionMetadataValue",
                                        "io.debezium.connector.common.Notification",
                                        "io.debezium.connector.mysql.SchemaChangeValue")
                                .map(OtherRecordsTest::named),
                        Stream.of(
                                        Map.of("ts_ms", 1L),
                                        Map.of(
                                                "status",
                                                "END",
                                                "id",
                                                "7",
                                                "event_count",
                                                2,
                                                "data_collections",
                                                List.of()),
                                        Map.of(
                                                "source",
                                                Map.of(),
                                                "databaseName",
                                                "shop",
                                                "ddl",
                                                "x",
                                                "tableChanges",
                                                List.of()),
                                        Map.of(
                                                "id",
                                                "7",
                                                "aggregate_type",
                                                "a",
                                                "type",
                                                "t",
                                                "additional_data",
                                                Map.of()))
                                .map(value -> record(null, null, value)))
                .toList();
    }

    static List<SinkRecord> foreignRecords() {
        return List.of(
                named("shop.Heartbeat"),
                record(null, row(7, "ada", "paid")),
                record(null, null, Map.of("ts_ms", 1L, "name", "ada")),
                record(null, null, Map.of("schema", Map.of(), "payload", "text")),
                record(null, Schema.STRING_SCHEMA, "text"));
    }

    @ParameterizedTest
    @MethodSource("controlRecords")
    void whatDebeziumSaysAboutItselfIsToldFromForeignRecords(SinkRecord record) {
        assertThat(flattenCdc("non.cdc.records", "fail").apply(record)).isSameAs(record);
        assertThat(flattenCdc("control.records", "drop").apply(record)).isNull();
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flattenCdc("control.records", "fail").apply(record))
                .withMessageContaining("offset 8812")
                .withMessageContaining("control.records");
    }

    @ParameterizedTest
    @MethodSource("foreignRecords")
    void foreignRecordsFollowTheirMode(SinkRecord record) {
        assertThat(flattenCdc("control.records", "fail").apply(record)).isSameAs(record);
        assertThat(flattenCdc("non.cdc.records", "drop").apply(record)).isNull();
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flattenCdc("non.cdc.records", "fail").apply(record))
                .withMessageContaining("non.cdc.records");
    }

    @Test
    void changeEventsDoNotCountAsOther() {
        SinkRecord insert = Envelopes.insert(row(7, "ada", "paid"));

        assertThat(flattenCdc("non.cdc.records", "fail", "control.records", "fail")
                        .apply(insert)
                        .value())
                .isInstanceOf(Struct.class);
    }

    @Test
    void aLogicalMessageFollowsItsMode() {
        SinkRecord message = message();

        assertThat(flattenCdc("non.cdc.records", "fail").apply(message)).isSameAs(message);
        assertThat(flattenCdc("message.events", "drop").apply(message)).isNull();
    }

    @Test
    void aLogicalMessageBecomesARowOnDemand() {
        SinkRecord result =
                flattenCdc("message.events", "unwrap", "add.fields", "op,lsn").apply(message());

        Struct row = (Struct) result.value();
        assertThat(row.getString("prefix")).isEqualTo("audit");
        assertThat(row.getBytes("content")).containsExactly(7);
        assertThat(row.getString("__op")).isEqualTo("m");
        assertThat(row.schema().name()).isEqualTo("io.debezium.connector.postgresql.Message");
        assertThat(row.schema().field("__lsn").schema()).isEqualTo(Schema.OPTIONAL_INT64_SCHEMA);
    }

    @Test
    void detectionCanBeNarrowedToEitherSign() {
        Schema unnamed = SchemaBuilder.struct()
                .field("before", Envelopes.ROW)
                .field("after", Envelopes.ROW)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Schema halfAnEnvelope = SchemaBuilder.struct()
                .name("shop.public.orders.Envelope")
                .field("after", Envelopes.ROW)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        SinkRecord byStructure = record(null, new Struct(unnamed).put("op", "c").put("after", row(7, "ada", "paid")));
        SinkRecord byName =
                record(null, new Struct(halfAnEnvelope).put("op", "c").put("after", row(7, "ada", "paid")));

        assertThat(flattenCdc("envelope.detection", "schema-name").apply(byStructure))
                .isSameAs(byStructure);
        assertThat(flattenCdc("envelope.detection", "schema-name").apply(byName).value())
                .isNotSameAs(byName.value());
        assertThat(flattenCdc("envelope.detection", "structure").apply(byName)).isSameAs(byName);
        assertThat(flattenCdc("envelope.detection", "structure")
                        .apply(byStructure)
                        .value())
                .isNotSameAs(byStructure.value());
    }

    private static SinkRecord message() {
        return record(
                null,
                new Struct(MESSAGE)
                        .put("op", "m")
                        .put(
                                "message",
                                new Struct(MESSAGE.field("message").schema())
                                        .put("prefix", "audit")
                                        .put("content", new byte[] {7})));
    }

    private static SinkRecord named(String name) {
        Schema schema = struct(fields -> fields.name(name).field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA));
        return record(null, new Struct(schema).put("ts_ms", 1L));
    }
}
