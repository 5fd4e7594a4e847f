// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.event;
import static dev.sluice.connect.transforms.Envelopes.key;
import static dev.sluice.connect.transforms.Envelopes.record;
import static dev.sluice.connect.transforms.Envelopes.row;
import static dev.sluice.connect.transforms.Envelopes.tombstone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.debezium.transforms.ExtractNewRecordState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Side by side with the transform that FlattenCdc replaces: the same options give the same records, but for what is meant to differ. */
class AgainstDebeziumTest {
    private static final Map<String, String> METADATA = Map.of(
            "add.fields", "op,table,lsn,source.ts_ms,ts_ms,id:txid",
            "add.headers", "op,db,source.lsn:position");

    @ParameterizedTest
    @ValueSource(strings = {"tombstone", "delete-to-tombstone", "drop", "rewrite", "rewrite-with-tombstone"})
    void flatRowsComeOutTheSameInEachMode(String mode) {
        Map<String, String> settings = new LinkedHashMap<>(METADATA);
        settings.put("delete.tombstone.handling.mode", mode);

        for (Map<String, String> options : List.of(Map.of("delete.tombstone.handling.mode", mode), settings)) {
            assertThat(outcomes(flattenCdc(options))).isEqualTo(outcomes(debezium(options)));
        }
    }

    @Test
    void aNullIsNullHereAndTheDefaultThere() {
        Map<String, String> rewrite = Map.of("delete.tombstone.handling.mode", "rewrite");
        SinkRecord insert = record(key(7), event("c", null, row(7, "Ada", null)));

        assertThat(column(flattenCdc(rewrite).apply(insert), "status")).isNull();
        assertThat(column(debezium(rewrite).apply(insert), "status")).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tombstone", "delete-to-tombstone", "rewrite", "rewrite-with-tombstone"})
    void aDeleteWithoutItsRowIsKeptHereAndDroppedThere(String mode) {
        Map<String, String> settings = Map.of("delete.tombstone.handling.mode", mode);
        SinkRecord delete = record(key(7), event("d", null, null));

        assertThat(flattenCdc(settings).apply(delete)).isNotNull();
        assertThat(debezium(settings).apply(delete)).isNull();
    }

    @Test
    void aNullValueHasNoSchemaHereAndThatOfTheRowThere() {
        SinkRecord delete = record(key(7), event("d", row(7, "Ada", "paid"), null));

        assertThat(flattenCdc(Map.of()).apply(delete).valueSchema()).isNull();
        assertThat(debezium(Map.of()).apply(delete).valueSchema()).isNotNull();
    }

    @Test
    void aRetriedRecordHasAHeaderOnceHereAndTwiceThere() {
        Map<String, String> settings = Map.of("add.headers", "op");

        assertThat(headersAfterRetry(flattenCdc(settings))).isEqualTo(1);
        assertThat(headersAfterRetry(debezium(settings))).isEqualTo(2);
    }

    @Test
    void aNestedStructIsColumnsHereAndAStructThere() {
        Schema address =
                SchemaBuilder.struct().field("city", Schema.STRING_SCHEMA).build();
        Schema row = Envelopes.struct(fields -> fields.field("address", address));
        SinkRecord insert = Envelopes.insert(new Struct(row).put("address", new Struct(address).put("city", "Ulm")));

        assertThat(column(flattenCdc(Map.of()).apply(insert), "address_city")).isEqualTo("Ulm");
        assertThat(column(debezium(Map.of()).apply(insert), "address")).isInstanceOf(Struct.class);
        assertThat(Outcome.of(flattenCdc(Map.of("flatten", "false")).apply(insert)))
                .isEqualTo(Outcome.of(debezium(Map.of()).apply(insert)));
    }

    @Test
    void anAddedStructThatTheEnvelopeLacksIsLeftOutHereAndAnErrorThere() {
        Schema row = Envelopes.struct(fields -> fields.field("id", Schema.INT32_SCHEMA));
        Schema envelope = SchemaBuilder.struct()
                .name("shop.Envelope")
                .field("before", row)
                .field("after", row)
                .field("source", Envelopes.SOURCE)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        SinkRecord insert = record(
                null,
                new Struct(envelope)
                        .put("op", "c")
                        .put("after", new Struct(row).put("id", 7))
                        .put("source", Envelopes.event("c", null, null).getStruct("source")));
        Map<String, String> settings = Map.of("add.fields", "transaction.colour");

        assertThat(((Struct) flattenCdc(settings).apply(insert).value())
                        .schema()
                        .fields())
                .hasSize(1);
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> debezium(settings).apply(insert));
    }

    @Test
    void anEnvelopeWithoutASchemaOrItsNameIsUnwrappedHereAndPassedOnThere() {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("op", "c");
        event.put("before", null);
        event.put("after", Map.of("id", 7));
        SinkRecord plain = record(null, null, event);
        Struct named = event("c", null, row(7, "Ada", "paid"));
        SchemaBuilder other = SchemaBuilder.struct().name("renamed");
        named.schema().fields().forEach(field -> other.field(field.name(), field.schema()));
        Struct renamed = new Struct(other.build());
        named.schema().fields().forEach(field -> renamed.put(field.name(), named.get(field)));

        assertThat(flattenCdc(Map.of()).apply(plain).value()).isEqualTo(Map.of("id", 7));
        assertThat(column(flattenCdc(Map.of()).apply(record(null, renamed)), "id"))
                .isEqualTo(7);
        for (SinkRecord record : List.of(plain, record(null, renamed))) {
            assertThat(debezium(Map.of()).apply(record).value()).isSameAs(record.value());
            assertThat(flattenCdc(Map.of("envelope.detection", "schema-name")).apply(record))
                    .isSameAs(record);
        }
    }

    @Test
    void aValueThatTheSourceDidNotSendIsListedHereAndOnlyItsPlaceholderThere() {
        SinkRecord update = record(key(7), event("u", null, row(7, "__debezium_unavailable_value", "paid")));

        assertThat(Transforms.headers(flattenCdc(Map.of()).apply(update)))
                .isEqualTo(Map.of("__unavailable", List.of("customer")));
        assertThat(Transforms.headers(debezium(Map.of()).apply(update))).isEmpty();
        assertThat(column(flattenCdc(Map.of()).apply(update), "customer"))
                .isEqualTo(column(debezium(Map.of()).apply(update), "customer"));
    }

    @Test
    void aColumnThatIsCalledLikeTheMarkCanGiveWayHereAndIsAnErrorThere() {
        Schema row = Envelopes.struct(fields -> fields.field("__deleted", Schema.STRING_SCHEMA));
        SinkRecord insert = Envelopes.insert(new Struct(row).put("__deleted", "no"));
        Map<String, String> rewrite = Map.of("delete.tombstone.handling.mode", "rewrite");
        Map<String, String> renaming =
                Map.of("delete.tombstone.handling.mode", "rewrite", "deleted.field.name", "__gone");

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> debezium(rewrite).apply(insert));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flattenCdc(rewrite).apply(insert));
        assertThat(column(flattenCdc(renaming).apply(insert), "__gone")).isEqualTo("false");
    }

    @Test
    void anOptionThatDoesNotExistIsReportedHereAndIgnoredThere() {
        Map<String, String> settings = Map.of("add.feilds", "op");

        assertThat(CapturedLog.linesOf(() -> flattenCdc(settings)))
                .anyMatch(line -> line.contains("'add.feilds'") && line.contains("'add.fields'"));
        assertThat(CapturedLog.linesOf(() -> debezium(settings))).noneMatch(line -> line.contains("add.feilds"));
    }

    @ParameterizedTest
    @CsvSource({
        "drop.fields.keep.schema.compatible, true",
        "drop.fields.keep.schema.compatible, false",
        "drop.fields.from.key, true"
    })
    void fieldsAreDroppedAlike(String option, String value) {
        Map<String, String> settings = Map.of(
                "drop.fields.header.name",
                "drop",
                "add.fields",
                "op,lsn",
                "delete.tombstone.handling.mode",
                "rewrite",
                option,
                value);

        for (List<String> names : List.of(List.of("customer", "placed_at", "__op"), List.<String>of())) {
            assertThat(dropping(flattenCdc(settings), names)).isEqualTo(dropping(debezium(settings), names));
        }
    }

    private static Outcome dropping(Transformation<SinkRecord> transform, List<String> names) {
        SinkRecord record = record(key(7), event("c", null, row(7, "Ada", "paid")));
        record.headers()
                .add("drop", names, SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        return Outcome.of(transform.apply(record));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tombstone", "drop", "rewrite"})
    void recordsAreRoutedAlike(String mode) {
        Map<String, String> settings = Map.of("route.by.field", "customer", "delete.tombstone.handling.mode", mode);

        assertThat(outcomes(flattenCdc(settings))).isEqualTo(outcomes(debezium(settings)));
    }

    private static int headersAfterRetry(Transformation<SinkRecord> transform) {
        SinkRecord record = record(key(7), event("c", null, row(7, "Ada", "paid")));
        transform.apply(record);
        return transform.apply(record).headers().size();
    }

    private static List<Optional<Outcome>> outcomes(Transformation<SinkRecord> transform) {
        return Stream.of(
                        record(key(7), event("r", null, row(7, "Ada", "paid"))),
                        record(key(8), event("c", null, row(8, "Bob", "paid"))),
                        record(key(8), event("u", row(8, "Bob", "paid"), row(8, null, "sent"))),
                        record(key(8), event("d", row(8, null, "sent"), null)),
                        tombstone(8),
                        record(null, event("t", null, null)))
                .map(record -> Optional.ofNullable(transform.apply(record)).map(Outcome::of))
                .toList();
    }

    /** What a sink sees of a record, apart from the schema of a null value. */
    private record Outcome(
            @Nullable Object key,
            String topic,
            @Nullable String schema,
            @Nullable Boolean optional,
            Map<String, @Nullable Object> headers,
            List<Column> columns) {
        private record Column(
                String name,
                Schema.Type type,
                @Nullable String semantic,
                boolean optional,
                @Nullable Object value) {}

        static Outcome of(SinkRecord record) {
            Struct row = (Struct) record.value();
            return new Outcome(
                    record.key(),
                    record.topic(),
                    row == null ? null : row.schema().name(),
                    row == null ? null : row.schema().isOptional(),
                    Transforms.headers(record),
                    row == null ? List.of() : columns(row));
        }

        private static List<Column> columns(Struct row) {
            return row.schema().fields().stream()
                    .map(field -> new Column(
                            field.name(),
                            field.schema().type(),
                            field.schema().name(),
                            field.schema().isOptional(),
                            row.getWithoutDefault(field.name())))
                    .toList();
        }
    }

    private static @Nullable Object column(SinkRecord record, String name) {
        return ((Struct) record.value()).getWithoutDefault(name);
    }

    private static Transformation<SinkRecord> flattenCdc(Map<String, String> settings) {
        return configured(new FlattenCdc<>(), settings);
    }

    private static Transformation<SinkRecord> debezium(Map<String, String> settings) {
        return configured(new ExtractNewRecordState<>(), settings);
    }

    private static Transformation<SinkRecord> configured(
            Transformation<SinkRecord> transform, Map<String, String> settings) {
        transform.configure(settings);
        return transform;
    }
}
