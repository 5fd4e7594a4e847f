// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Transforms.flattenCdc;
import static dev.sluice.connect.transforms.Transforms.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemalessTest {
    private static final String PLACEHOLDER = "__debezium_unavailable_value";

    @Test
    void aRowIsUnwrappedFlattenedAndAnnotated() {
        Map<String, Object> row =
                map("id", 7L, "address", map("city", "Oslo", "geo", map("lat", 59.9)), "tags", List.of("a"));

        SinkRecord result = flattenCdc("add.fields", "op,table,source.lsn:at,kafka.offset,kafka.timestamp")
                .apply(record(event("c", null, row)));

        assertThat(result.valueSchema()).isNull();
        assertThat(columns(result))
                .containsExactly(
                        entry("id", 7L),
                        entry("address_city", "Oslo"),
                        entry("address_geo_lat", 59.9),
                        entry("tags", List.of("a")),
                        entry("__op", "c"),
                        entry("__table", "orders"),
                        entry("__at", 24_023_128L),
                        entry("__kafka_offset", Envelopes.OFFSET),
                        entry("__kafka_timestamp", Envelopes.TIMESTAMP));
    }

    @Test
    void theFieldsThatAChangeHasChangedAreNamed() {
        Map<String, Object> before = map("id", 7L, "note", "old", "tags", List.of("a"), "body", "known");
        Map<String, Object> after = map("id", 7L, "note", null, "tags", List.of("b"), "body", PLACEHOLDER, "new", 1L);
        FlattenCdc<SinkRecord> transform = flattenCdc("add.fields", "changed.fields");

        assertThat(columns(transform.apply(record(event("u", before, after)))))
                .containsEntry("__changed_fields", List.of("note", "tags"));
        assertThat(columns(transform.apply(record(event("u", after, after)))))
                .containsEntry("__changed_fields", List.of());
        assertThat(columns(transform.apply(record(event("c", null, after))))).containsEntry("__changed_fields", null);
    }

    @Test
    void theLaterOfTwoChangesHasTheGreaterOrder() {
        assertThat(order(map("lsn", 9L))).isLessThan(order(map("lsn", 10L)));
        assertThat(order(map("lsn", 10L))).isLessThan(order(map("lsn", 11L)));
        assertThat(order(map("file", "bin.1", "pos", 900L, "row", 9L)))
                .isLessThan(order(map("file", "bin.1", "pos", 900L, "row", 10L)));
        assertThat(order(map("ts_ms", 1L, "ord", 9L))).isLessThan(order(map("ts_ms", 1L, "ord", 10L)));
        assertThat(order(map("lsn", null))).isNull();
        assertThat(order(map("table", "orders"))).isNull();
    }

    private static @Nullable String order(Map<String, Object> source) {
        Map<String, Object> event = new HashMap<>(event("c", null, map("id", 7L)));
        event.put("source", source);
        return (String) columns(flattenCdc("add.fields", "event.order").apply(record(event)))
                .get("__event_order");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        tombstone,              null value, nothing
        delete-to-tombstone,    null value, nothing
        drop,                   nothing,    nothing
        rewrite,                row,        nothing
        rewrite-with-tombstone, row,        null value
        """)
    void deletesFollowTheMode(String mode, String ofDelete, String ofTombstone) {
        FlattenCdc<SinkRecord> transform = flattenCdc("delete.tombstone.handling.mode", mode);

        assertThat(outcome(transform.apply(record(event("d", map("id", 7L), null)))))
                .isEqualTo(ofDelete);
        assertThat(outcome(transform.apply(record(wrapped(null))))).isEqualTo(ofTombstone);
    }

    @Test
    void rewrittenRowsAreMarked() {
        FlattenCdc<SinkRecord> transform = flattenCdc("delete.tombstone.handling.mode", "rewrite");

        assertThat(columns(transform.apply(record(event("u", null, map("id", 7L))))))
                .containsExactly(entry("id", 7L), entry("__deleted", "false"));
        assertThat(columns(transform.apply(record(event("d", map("id", 7L, "name", "Ada"), null)))))
                .containsExactly(entry("id", 7L), entry("name", "Ada"), entry("__deleted", "true"));
    }

    @Test
    void aDeleteWithoutItsRowHasTheColumnsOfItsKey() {
        FlattenCdc<SinkRecord> transform = flattenCdc("delete.tombstone.handling.mode", "rewrite");

        for (Object key : List.of(map("id", 7L), wrapped(map("id", 7L)))) {
            assertThat(columns(transform.apply(record(key, event("d", null, null)))))
                    .containsExactly(entry("id", 7L), entry("__deleted", "true"));
        }
        assertThat(columns(transform.apply(record("seven", event("d", null, null)))))
                .containsExactly(entry("__deleted", "true"));
    }

    @Test
    void theRowWithinSchemaAndPayloadIsFound() {
        Map<String, Object> value = wrapped(event("c", null, map("id", 7L)));

        assertThat(columns(flattenCdc().apply(record(value)))).containsExactly(entry("id", 7L));
    }

    @Test
    void metadataThatIsNotThereIsNull() {
        SinkRecord result = flattenCdc("add.fields", "gtid,source.pos,a.b,transaction.id,id")
                .apply(record(event("c", null, map("x", 1L))));

        Map<String, @Nullable Object> expected = new LinkedHashMap<>();
        expected.put("x", 1L);
        for (String name : List.of("__gtid", "__source_pos", "__a_b", "__transaction_id", "__id")) {
            expected.put(name, null);
        }
        assertThat(columns(result)).containsExactlyEntriesOf(expected);
    }

    @Test
    void headersAreSetOnACopy() {
        SinkRecord record = record(event("d", map("id", 7L), null));

        SinkRecord result = flattenCdc("add.headers", "op,source").apply(record);

        assertThat(headers(result)).containsEntry("__op", "d").containsEntry("__source", source());
        assertThat(record.headers()).isEmpty();
    }

    @Test
    void truncatesFollowTheirMode() {
        SinkRecord truncate = record(event("t", null, null));

        assertThat(flattenCdc().apply(truncate)).isNull();
        assertThat(headers(flattenCdc("truncate.handling.mode", "rewrite").apply(truncate)))
                .isEqualTo(Map.of("__op", "t"));
        assertThat(flattenCdc("truncate.handling.mode", "pass").apply(truncate).value())
                .isEqualTo(truncate.value());
    }

    @Test
    void structsAreKeptWhereTheUserWantsThem() {
        Map<String, Object> row = map("address", map("city", "Oslo"));

        assertThat(columns(flattenCdc("flatten", "false").apply(record(event("c", null, row)))))
                .isEqualTo(row);
    }

    @Test
    void whatComesOutSharesNothingWithWhatCameIn() {
        List<Object> tags = new ArrayList<>(List.of(new ArrayList<>(List.of("a"))));
        Map<String, Object> row = new HashMap<>(map("id", 7L, "tags", tags));
        SinkRecord record = record(event("c", null, row));
        String picture = Picture.of(record);

        SinkRecord result = flattenCdc("add.headers", "after").apply(record);
        ((List<?>) ((List<?>) columns(result).get("tags")).get(0)).clear();
        columns(result).remove("id");
        ((Map<?, ?>) headers(result).get("__after")).clear();

        assertThat(Picture.of(record)).isEqualTo(picture);
    }

    static List<Object> placeholders() {
        byte[] bytes = PLACEHOLDER.getBytes(StandardCharsets.UTF_8);
        List<Object> numbers = new ArrayList<>();
        for (byte b : bytes) {
            numbers.add((long) b);
        }
        return List.of(
                PLACEHOLDER,
                "{\"" + PLACEHOLDER + "\":\"" + PLACEHOLDER + "\"}",
                Base64.getEncoder().encodeToString(bytes),
                List.of(PLACEHOLDER),
                numbers,
                Map.of(PLACEHOLDER, PLACEHOLDER),
                bytes);
    }

    @ParameterizedTest
    @MethodSource("placeholders")
    void unavailableValuesAreListed(Object placeholder) {
        SinkRecord result = flattenCdc().apply(record(event("u", null, map("id", 7L, "body", placeholder))));

        assertThat(headers(result)).isEqualTo(Map.of("__unavailable", List.of("body")));
        assertThat(columns(result).get("body")).isEqualTo(placeholder);
    }

    @Test
    void anUnavailableValueIsAnsweredAsTheUserWants() {
        SinkRecord update = record(event(
                "u",
                map("address", map("city", "Oslo"), "body", PLACEHOLDER),
                map("address", map("city", PLACEHOLDER), "body", PLACEHOLDER)));

        assertThat(columns(flattenCdc("unavailable.value.mode", "before").apply(update)))
                .containsExactly(entry("address_city", "Oslo"), entry("body", PLACEHOLDER));
        assertThat(columns(flattenCdc("unavailable.value.mode", "null").apply(update)))
                .containsExactly(entry("address_city", null), entry("body", null));
        assertThat(headers(flattenCdc("unavailable.value.mode", "null").apply(update)))
                .isEqualTo(Map.of("__unavailable", List.of("address_city", "body")));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flattenCdc("unavailable.value.mode", "fail").apply(update))
                .withMessageContaining("field 'address.city'");
    }

    @Test
    void aMapThatIsKeptWholeIsListedForAnyPartOfItAndForNoOther() {
        Map<String, Object> row = map("address", map("geo", map("area", PLACEHOLDER)));
        Map<String, Object> complete = map("address", map("geo", map("area", "east")));

        // A sink leaves listed columns alone: one too many, and a change is lost.
        assertThat(headers(flattenCdc("flatten", "false").apply(record(event("u", null, complete)))))
                .isEmpty();
        assertThat(headers(flattenCdc("flatten", "false").apply(record(event("u", null, row)))))
                .isEqualTo(Map.of("__unavailable", List.of("address")));
        assertThat(headers(flattenCdc().apply(record(event("u", null, row)))))
                .isEqualTo(Map.of("__unavailable", List.of("address_geo_area")));
    }

    @Test
    void recordsAreRoutedByFieldAndByTemplate() {
        SinkRecord insert = record(event("c", null, map("id", 7L, "customer", "ada")));

        assertThat(flattenCdc("route.by.field", "customer").apply(insert).topic())
                .isEqualTo("ada");
        assertThat(flattenCdc("route.topic", "${db}.${source.table}")
                        .apply(insert)
                        .topic())
                .isEqualTo("shop.orders");
        for (FlattenCdc<SinkRecord> transform : List.of(
                flattenCdc("route.by.field", "id"),
                flattenCdc("route.by.field", "nowhere"),
                flattenCdc("route.topic", "${source.gtid}"),
                flattenCdc("route.topic", "${source}"))) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> transform.apply(insert))
                    .withMessageContaining("route.")
                    .withMessageNotContaining("ada");
        }
    }

    @Test
    void aDeleteWithoutItsRowIsRoutedByItsKey() {
        FlattenCdc<SinkRecord> transform = flattenCdc("route.by.field", "customer");

        assertThat(transform
                        .apply(record(map("customer", "ada"), event("d", null, null)))
                        .topic())
                .isEqualTo("ada");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> transform.apply(record(map("id", 7L), event("d", null, null))))
                .withMessageContaining("'customer'");
    }

    @Test
    void fieldsInTheHeaderAreLeftOutOfValueAndKey() {
        SinkRecord record = record(map("id", 7L, "x", 1L), event("c", null, map("id", 7L, "x", 1L, "a", map("b", 2L))));
        record.headers()
                .add(
                        "drop",
                        List.of("x", "a"),
                        SchemaBuilder.array(Schema.STRING_SCHEMA).build());

        SinkRecord result = flattenCdc("drop.fields.header.name", "drop", "drop.fields.from.key", "true")
                .apply(record);

        assertThat(columns(result)).containsExactly(entry("id", 7L));
        assertThat(result.key()).isEqualTo(map("id", 7L));
        assertThat(record.key()).isEqualTo(map("id", 7L, "x", 1L));
    }

    @Test
    void twoPathsToOneNameAreAnError() {
        Map<String, Object> row = map("a", map("b", 1L), "a_b", "secret");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flattenCdc().apply(record(event("c", null, row))))
                .withMessageContaining("offset 8812")
                .withMessageContaining("'a_b'")
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aValueThatContainsItselfIsAnError(boolean flatten) {
        Map<String, Object> endless = new HashMap<>();
        endless.put("self", endless);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(
                        () -> flattenCdc("flatten", String.valueOf(flatten)).apply(record(event("c", null, endless))))
                .withMessageContaining("64 levels");
    }

    @Test
    void aKeyThatIsNoTextIsAnError() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flattenCdc().apply(record(event("c", null, Map.of(7, "secret")))))
                .withMessageContaining("no text")
                .withMessageNotContaining("secret");
    }

    @Test
    void anInsertWithoutARowIsAnError() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flattenCdc().apply(record(event("c", null, null))))
                .withMessageContaining("'after'");
    }

    @Test
    void mapsThatAreNoEnvelopesPassAsTheVeryRecord() {
        for (Map<String, Object> value : List.of(
                map("op", "c", "after", map()),
                map("op", "c", "before", 1, "after", 2),
                map("op", 1, "before", map(), "after", map()),
                map("op", "c", "before", "{}", "after", "{}"),
                map("schema", "public", "payload", "p"),
                map())) {
            SinkRecord record = record(value);
            assertThat(flattenCdc().apply(record)).isSameAs(record);
        }
    }

    @Test
    void bySchemaNameNoMapIsAnEnvelope() {
        SinkRecord record = record(event("c", null, map("id", 7L)));

        assertThat(flattenCdc("envelope.detection", "schema-name").apply(record))
                .isSameAs(record);
        assertThat(columns(flattenCdc("envelope.detection", "structure").apply(record)))
                .containsExactly(entry("id", 7L));
    }

    @Test
    void logicalMessagesBecomeRowsOnDemand() {
        SinkRecord message =
                record(map("op", "m", "source", source(), "message", map("prefix", "audit", "content", "bG9n")));

        assertThat(flattenCdc().apply(message)).isSameAs(message);
        assertThat(flattenCdc("message.events", "drop").apply(message)).isNull();
        assertThat(columns(flattenCdc("message.events", "unwrap").apply(message)))
                .containsExactly(entry("prefix", "audit"), entry("content", "bG9n"));
    }

    private static String outcome(@Nullable SinkRecord result) {
        if (result == null) {
            return "nothing";
        }
        return result.value() == null ? "null value" : "row";
    }

    @SuppressWarnings("unchecked") // Rows without a schema have no other keys.
    private static Map<String, Object> columns(SinkRecord record) {
        return (Map<String, Object>) record.value();
    }

    private static SinkRecord record(Object value) {
        return record(null, value);
    }

    private static SinkRecord record(@Nullable Object key, Object value) {
        return new SinkRecord(
                Envelopes.TOPIC,
                Envelopes.PARTITION,
                null,
                key,
                null,
                value,
                Envelopes.OFFSET,
                Envelopes.TIMESTAMP,
                TimestampType.CREATE_TIME);
    }

    private static Map<String, Object> event(String op, @Nullable Object before, @Nullable Object after) {
        return map("before", before, "after", after, "source", source(), "op", op, "ts_ms", 1L, "transaction", null);
    }

    private static Map<String, Object> source() {
        return map("db", "shop", "table", "orders", "lsn", 24_023_128L);
    }

    private static Map<String, Object> wrapped(@Nullable Object payload) {
        return map("schema", map("type", "struct"), "payload", payload);
    }

    private static Map<String, Object> map(@Nullable Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
