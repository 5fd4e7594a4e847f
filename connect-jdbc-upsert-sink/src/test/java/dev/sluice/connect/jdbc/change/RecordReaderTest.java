// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.commons.data.UnavailableValue;
import dev.sluice.connect.jdbc.Topic;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import dev.sluice.connect.jdbc.sql.PostgresDialect;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
    private static final Schema KEY = struct("id", Schema.INT32_SCHEMA);
    private static final Schema VALUE = struct("id", Schema.INT32_SCHEMA, "name", Schema.OPTIONAL_STRING_SCHEMA);

    private final Topic topic = new Topic("orders", KEY, VALUE);

    private static RecordReader reader(PrimaryKeyMode keyMode, String... keyFields) {
        return reader(IdentifierQuoting.ALWAYS, "${topic}", keyMode, keyFields);
    }

    private static RecordReader reader(
            IdentifierQuoting quoting, String format, PrimaryKeyMode keyMode, String... keyFields) {
        Dialect dialect = new PostgresDialect(quoting);
        return new RecordReader(
                TableNaming.of(format, dialect::storedName),
                new RecordPlanner(
                        keyMode,
                        List.of(keyFields),
                        FieldSelection.everything(),
                        null,
                        null,
                        new UnavailableValue(UnavailableValue.DEFAULT_PLACEHOLDER),
                        dialect::storedName,
                        dialect::mapping),
                new Deletes(true, DeleteMode.HARD, "__deleted", null, false),
                true);
    }

    private static TableChange only(List<TableChange> changes) {
        assertThat(changes).hasSize(1);
        return changes.get(0);
    }

    private static void assertRefused(RecordReader reader, SinkRecord record, String... parts) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> reader.read(record))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void aRecordIsReadIntoKeyColumnsAndOthers() {
        TableChange change = only(reader(PrimaryKeyMode.RECORD_KEY).read(topic.record(structOf(KEY, 1), 1, "one")));

        assertThat(change.table()).isEqualTo(new TableId(null, "orders"));
        assertThat(change.change().key()).isEqualTo(new RowKey(List.of("id"), List.of(1L)));
        assertThat(change.change().row().shape())
                .isEqualTo(new Shape(
                        List.of(new Shape.Column("id", Carrier.INTEGER), new Shape.Column("name", Carrier.TEXT)), 1));
    }

    @Test
    void aValueThatCannotBeEncodedIsABadRecordNamedWithoutTheValue() {
        Schema zoned = SchemaBuilder.string()
                .name("io.debezium.time.ZonedTimestamp")
                .optional()
                .build();
        Schema value = struct("at", zoned);
        RecordReader reader = reader(PrimaryKeyMode.RECORD_KEY);
        SinkRecord overflow = topic.recordWith(value, structOf(KEY, 1), "-290400-01-01T00:00:00Z");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> reader.read(overflow))
                .withMessage("field 'at' of type io.debezium.time.ZonedTimestamp holds a value that has no form in the"
                        + " database (ArithmeticException). Correct the source")
                .withNoCause();
    }

    @Test
    void recordsOfOnePairOfSchemasShareAPlan() {
        RecordReader reader = reader(PrimaryKeyMode.RECORD_KEY);
        TableChange first = only(reader.read(topic.record(structOf(KEY, 1), 1, "one")));
        reader.read(topic.tombstone(structOf(KEY, 1)));
        Schema equal = struct("id", Schema.INT32_SCHEMA, "name", Schema.OPTIONAL_STRING_SCHEMA);
        TableChange second = only(reader.read(topic.recordWith(equal, structOf(KEY, 2), 2, "two")));

        assertThat(second.plan()).isSameAs(first.plan());
    }

    @Test
    void equalNumbersOfAnyWidthAreEqualKeys() {
        Schema wide = struct("id", Schema.INT64_SCHEMA);
        RecordReader reader = reader(PrimaryKeyMode.RECORD_KEY);
        RowKey narrow =
                only(reader.read(topic.tombstone(structOf(KEY, 1)))).change().key();
        RowKey widened = only(reader.read(new Topic("orders", wide, VALUE).tombstone(structOf(wide, 1L))))
                .change()
                .key();

        assertThat(widened).isEqualTo(narrow);
    }

    @Test
    void aKeyFieldThatTheSchemaLacksIsNamed() {
        assertRefused(
                reader(PrimaryKeyMode.RECORD_KEY, "code"),
                topic.record(structOf(KEY, 1), 1, "one"),
                "'code'",
                "pk.fields");
        assertRefused(reader(PrimaryKeyMode.RECORD_VALUE, "code"), topic.record(null, 1, "one"), "'code'", "pk.fields");
    }

    @Test
    void aSingleValueAsKeyNeedsOneNameForIt() {
        Topic words = new Topic("words", Schema.STRING_SCHEMA, VALUE);

        assertRefused(reader(PrimaryKeyMode.RECORD_KEY), words.record("a", 1, "one"), "pk.fields", "exactly one");
        assertRefused(
                reader(PrimaryKeyMode.RECORD_KEY, "a", "b"), words.record("a", 1, "one"), "exactly one", "holds 2");
    }

    @Test
    void aRecordWithoutAKeyOrWithAnEmptyOneIsRefused() {
        assertRefused(
                reader(PrimaryKeyMode.RECORD_KEY), new Topic("t", null, VALUE).record(Map.of(), 1, "one"), "pk.mode");
        assertRefused(reader(PrimaryKeyMode.RECORD_KEY), new Topic("t", null, VALUE).record(null, 1, "one"), "pk.mode");
    }

    @Test
    void fieldsThatFoldToOneColumnAreRefused() {
        Schema twins = struct("Name", Schema.STRING_SCHEMA, "NAME", Schema.STRING_SCHEMA);

        assertRefused(
                reader(IdentifierQuoting.NEVER, "${topic}", PrimaryKeyMode.RECORD_KEY),
                topic.recordWith(twins, structOf(KEY, 1), "a", "b"),
                "'Name'",
                "'NAME'",
                "quote.sql.identifiers");
    }

    @Test
    void aTruncateIsNotTakenForADelete() {
        SinkRecord truncate = topic.tombstone(null);
        truncate.headers().addString("__op", "t");

        assertRefused(reader(PrimaryKeyMode.RECORD_KEY), truncate, "empties its table");
    }

    @Test
    void aValueThatCannotBeReadIsNamedByItsFieldAndNotShown() {
        Schema dated = struct(
                "day", SchemaBuilder.string().name("io.debezium.time.IsoDate").build());

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() ->
                        reader(PrimaryKeyMode.RECORD_KEY).read(topic.recordWith(dated, structOf(KEY, 1), "secret")))
                .withMessageContaining("field 'day'")
                .withMessageNotContaining("secret");
    }

    @Test
    void aTimeBeyondTheDayIsRefused() {
        Schema timed = struct(
                "at", SchemaBuilder.int64().name("io.debezium.time.MicroTime").build());

        assertRefused(
                reader(PrimaryKeyMode.RECORD_KEY),
                topic.recordWith(timed, structOf(KEY, 1), 86_400_000_001L),
                "field 'at'",
                "24:00");
    }

    @Test
    void aTombstoneWithoutTheKeyFieldsIsPassedOver() {
        RecordReader reader = reader(PrimaryKeyMode.RECORD_VALUE, "name");

        assertThat(reader.read(topic.tombstone(structOf(KEY, 1)))).isEmpty();
        assertThat(reader(PrimaryKeyMode.RECORD_VALUE).read(topic.tombstone(structOf(KEY, 1))))
                .isEmpty();
    }

    @Test
    void anEmptyTableNameIsRefused() {
        assertRefused(
                reader(IdentifierQuoting.ALWAYS, "${topic}.", PrimaryKeyMode.RECORD_KEY),
                topic.record(structOf(KEY, 1), 1, "one"),
                "table.name.format");
    }
}
