// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.commons.data.UnavailableValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Flat rows, tombstones and whole change events are told apart, with a schema and without. */
class EventReaderTest {
    private static final Schema ROW =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).optional().build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("table", Schema.STRING_SCHEMA)
            .optional()
            .build();
    private static final Schema ENVELOPE =
            struct("op", Schema.OPTIONAL_STRING_SCHEMA, "source", SOURCE, "before", ROW, "after", ROW);

    private final EventReader events = new EventReader("__deleted", new UnavailableValue("nothing here"));

    private Event read(@Nullable Object key, @Nullable Schema schema, @Nullable Object value) {
        return events.read(record(key, schema, value));
    }

    private Event read(Struct value) {
        return read(null, value.schema(), value);
    }

    private Event read(Map<?, ?> value) {
        return read(null, null, value);
    }

    private static SinkRecord record(@Nullable Object key, @Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord("t", 0, null, key, schema, value, 0);
    }

    private static Struct row(long id) {
        return structOf(ROW, id);
    }

    private static Struct envelope(@Nullable String code, @Nullable Struct before, @Nullable Struct after) {
        return structOf(ENVELOPE, code, structOf(SOURCE, "orders"), before, after);
    }

    private static Map<String, @Nullable Object> plainEnvelope(
            String code, @Nullable Object before, @Nullable Object after) {
        Map<String, @Nullable Object> envelope = new HashMap<>();
        envelope.put("op", code);
        envelope.put("source", Map.of("table", "orders"));
        envelope.put("before", before);
        envelope.put("after", after);
        return envelope;
    }

    @Test
    void anEnvelopeThatWritesHasTheRowAsItIsAndAsItWas() {
        for (String code : List.of("c", "r", "u")) {
            Event event = read(envelope(code, row(1), row(2)));

            assertThat(event.kind()).isEqualTo(Event.Kind.WRITE);
            assertThat(event.row()).isEqualTo(row(2));
            assertThat(event.before()).isEqualTo(row(1));
        }
    }

    @Test
    void anEnvelopeWithoutASchemaSaysTheSame() {
        for (String code : List.of("c", "r", "u")) {
            Event event = read(plainEnvelope(code, Map.of("id", 1), Map.of("id", 2)));

            assertThat(event.kind()).isEqualTo(Event.Kind.WRITE);
            assertThat(event.row().get("id")).isEqualTo(2L);
            assertThat(event.before().get("id")).isEqualTo(1L);
        }
        assertThat(read(plainEnvelope("c", null, Map.of("id", 2))).before()).isNull();
    }

    @Test
    void aDeleteHasTheRowThatWas() {
        for (Event event :
                List.of(read(envelope("d", row(1), null)), read(plainEnvelope("d", Map.of("id", 1L), null)))) {
            assertThat(event.kind()).isEqualTo(Event.Kind.DELETE);
            assertThat(event.row().get("id")).isEqualTo(1L);
        }
        assertThat(read(envelope("d", null, null)).row()).isNull();
        assertThat(read(plainEnvelope("d", null, null)).row()).isNull();
    }

    @Test
    void aMessageOfTheSourceIsAboutNoRowAndATruncateAboutAll() {
        assertThat(read(envelope("m", null, null)).kind()).isEqualTo(Event.Kind.NOTHING);
        assertThat(read(plainEnvelope("m", null, null)).kind()).isEqualTo(Event.Kind.NOTHING);
        assertThat(read(envelope("t", null, null)).kind()).isEqualTo(Event.Kind.TRUNCATE);
        assertThat(read(plainEnvelope("t", null, null)).kind()).isEqualTo(Event.Kind.TRUNCATE);
    }

    @Test
    void aWriteWithoutARowIsABadRecord() {
        for (Object value : List.of(envelope("u", row(1), null), plainEnvelope("u", Map.of("id", 1), null))) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> read(null, null, value))
                    .withMessageContaining("no 'after'")
                    .withMessageContaining("'u'");
        }
    }

    @Test
    void oneOfBeforeAndAfterIsEnoughForAnEnvelope() {
        Schema inserts = struct("op", Schema.STRING_SCHEMA, "source", SOURCE, "after", ROW);
        Schema deletes = struct("op", Schema.STRING_SCHEMA, "source", SOURCE, "before", ROW);

        assertThat(read(structOf(inserts, "c", null, row(1))).row()).isEqualTo(row(1));
        assertThat(read(structOf(deletes, "d", null, row(1))).kind()).isEqualTo(Event.Kind.DELETE);
        assertThat(read(Map.of("op", "c", "source", Map.of(), "after", Map.of("id", 1)))
                        .row()
                        .get("id"))
                .isEqualTo(1L);
        assertThat(read(Map.of("op", "d", "source", Map.of(), "before", Map.of("id", 1)))
                        .kind())
                .isEqualTo(Event.Kind.DELETE);
    }

    @Test
    void aRowWithAColumnOfAnEnvelopesNameIsARow() {
        Schema noSource = struct("op", Schema.STRING_SCHEMA, "after", ROW);
        Schema noImage = struct("op", Schema.STRING_SCHEMA, "source", SOURCE);
        Schema noOperation = struct("source", SOURCE, "after", ROW);
        Schema count = struct("op", Schema.INT32_SCHEMA, "source", SOURCE, "after", ROW);
        List<Struct> rows = List.of(
                structOf(noSource, "c", row(1)),
                structOf(noImage, "d", null),
                structOf(noOperation, null, row(1)),
                structOf(count, 1, null, row(1)),
                envelope("buy", null, row(1)),
                envelope(null, null, row(1)));

        assertThat(rows).allSatisfy(row -> {
            assertThat(read(row).kind()).isEqualTo(Event.Kind.WRITE);
            assertThat(read(row).row()).isSameAs(row);
        });
    }

    @Test
    void aMapWithANameOfAnEnvelopeIsARow() {
        List<Map<String, @Nullable Object>> rows = Arrays.asList(
                Map.of("op", "d", "before", "x"),
                Map.of("op", "d", "source", "x"),
                Map.of("source", "x", "after", "x"),
                Map.of("op", 1, "source", "x", "after", "x"),
                plainEnvelope("buy", null, null));

        assertThat(rows).allSatisfy(row -> {
            Event event = read(row);
            assertThat(event.kind()).isEqualTo(Event.Kind.WRITE);
            assertThat(event.row().schema().fields()).hasSameSizeAs(row.keySet());
        });
    }

    @Test
    void theFieldThatMarksDeletedRowsIsReadAsABooleanOrAsItsText() {
        Schema mark = struct("id", Schema.INT64_SCHEMA, "__deleted", Schema.OPTIONAL_BOOLEAN_SCHEMA);
        Schema text = struct("id", Schema.INT64_SCHEMA, "__deleted", Schema.OPTIONAL_STRING_SCHEMA);

        assertThat(List.of(
                        read(structOf(mark, 1L, true)),
                        read(structOf(text, 1L, "true")),
                        read(Map.of("id", 1, "__deleted", true)),
                        read(Map.of("id", 1, "__deleted", "true"))))
                .extracting(Event::kind)
                .containsOnly(Event.Kind.DELETE);
        assertThat(List.of(
                        read(structOf(mark, 1L, false)),
                        read(structOf(mark, 1L, null)),
                        read(structOf(text, 1L, "false")),
                        read(Map.of("id", 1, "__deleted", "no")),
                        read(row(1))))
                .extracting(Event::kind)
                .containsOnly(Event.Kind.WRITE);
        assertThat(read(structOf(mark, 1L, true)).row().get("id")).isEqualTo(1L);
    }

    @Test
    void withoutSuchAFieldNoValueDeletes() {
        Schema mark = struct("__deleted", Schema.BOOLEAN_SCHEMA);
        EventReader plain = new EventReader(null, new UnavailableValue("nothing here"));

        assertThat(plain.read(record(null, mark, structOf(mark, true))).kind()).isEqualTo(Event.Kind.WRITE);
    }

    @Test
    void aTombstoneDeletesAndItsKeyIsKept() {
        Schema keySchema = struct("id", Schema.INT64_SCHEMA);
        Struct key = structOf(keySchema, 1L);
        Event event = events.read(new SinkRecord("t", 0, keySchema, key, null, null, 0));

        assertThat(event).isEqualTo(new Event(Event.Kind.DELETE, keySchema, key, null, null));
    }

    @Test
    void theOperationInAHeaderTellsATruncateFromATombstone() {
        SinkRecord truncate = record(null, null, null);
        truncate.headers().addString("__op", "t");
        SinkRecord delete = record(null, null, null);
        delete.headers().addString("__op", "d");

        assertThat(events.read(truncate).kind()).isEqualTo(Event.Kind.TRUNCATE);
        assertThat(events.read(delete).kind()).isEqualTo(Event.Kind.DELETE);
    }

    @Test
    void aKeyWithoutASchemaSaysItsOwnType() {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("id", 1);
        columns.put("region", "eu");
        Event several = read(columns, null, null);
        Event single = read(7, null, null);

        assertThat(((Struct) several.key()).get("id")).isEqualTo(1L);
        assertThat(several.keySchema()).isSameAs(((Struct) several.key()).schema());
        assertThat(single.keySchema()).isEqualTo(Schema.OPTIONAL_INT64_SCHEMA);
        assertThat(single.key()).isEqualTo(7L);
        assertThat(read(Collections.emptyMap()).keySchema()).isNull();
    }

    @Test
    void aKeyWithASchemaIsKeptAsItIs() {
        Event event = events.read(new SinkRecord("t", 0, Schema.FLOAT32_SCHEMA, 0.5f, ROW, row(1), 0));

        assertThat(event.key()).isEqualTo(0.5f);
        assertThat(event.keySchema()).isEqualTo(Schema.FLOAT32_SCHEMA);
    }

    @Test
    void aSingleValueIsNoRow() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read(null, Schema.STRING_SCHEMA, "secret"))
                .withMessageContaining("a single String")
                .withMessageContaining("HoistField")
                .withMessageNotContaining("secret");
    }
}
