// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.jdbc.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which columns a record gives a row, and where their values come from. */
class RowsOfRecordsTest {
    private static final Schema KEY = struct("id", Schema.INT64_SCHEMA);
    private static final Schema VALUE =
            struct("id", Schema.OPTIONAL_INT64_SCHEMA, "name", Schema.OPTIONAL_STRING_SCHEMA);
    private static final Reading BY_KEY = Reading.by(PrimaryKeyMode.RECORD_KEY);
    private static final Reading BY_HEADER = Reading.by(PrimaryKeyMode.RECORD_HEADER, "id");

    private final Topic topic = new Topic("orders", KEY, VALUE);

    private SinkRecord order(@Nullable Object... values) {
        return topic.record(structOf(KEY, 1L), values);
    }

    private static void assertRefused(Reading reading, SinkRecord record, String... parts) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> reading.texts(record))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void theCoordinatesOfTheRecordAreAKeyWithTheNamesThatAreGiven() {
        assertThat(Reading.by(PrimaryKeyMode.KAFKA).texts(order(7L, "one")))
                .containsExactly(
                        "Upsert __connect_topic=orders __connect_partition=3 __connect_offset=0 | id=7 name=one");
        assertThat(Reading.by(PrimaryKeyMode.KAFKA, "t", "p", "o").texts(order(7L, "one")))
                .containsExactly("Upsert t=orders p=3 o=1 | id=7 name=one");
    }

    @Test
    void withoutAKeyEveryFieldIsAnotherColumn() {
        assertThat(Reading.by(PrimaryKeyMode.NONE).texts(order(7L, "one"))).containsExactly("Upsert  | id=7 name=one");
    }

    @Test
    void theKeyIsTheFieldsOfTheValueThatAreNamedOrAllOfThem() {
        assertThat(Reading.by(PrimaryKeyMode.RECORD_VALUE, "name").texts(order(7L, "one")))
                .containsExactly("Upsert name=one | id=7");
        assertThat(Reading.by(PrimaryKeyMode.RECORD_VALUE).texts(order(7L, "one")))
                .containsExactly("Upsert id=7 name=one | ");
    }

    @Test
    void theRowKeyHasItsColumnsInTheOrderOfTheirNamesWhateverThatOfTheFields() {
        RowKey key = Reading.by(PrimaryKeyMode.RECORD_VALUE, "name", "id")
                .reader()
                .read(order(7L, "one"))
                .get(0)
                .change()
                .key();

        assertThat(key).isEqualTo(new RowKey(List.of("id", "name"), List.of(7L, "one")));
    }

    @Test
    void aSingleValueIsTheKeyUnderTheNameThatIsGiven() {
        Reading code = Reading.by(PrimaryKeyMode.RECORD_KEY, "code");

        assertThat(code.texts(new Topic("t", Schema.STRING_SCHEMA, VALUE).record("a", 7L, "one")))
                .containsExactly("Upsert code=a | id=7 name=one");
        assertThat(code.texts(new Topic("t", Schema.FLOAT32_SCHEMA, VALUE).record(0.5f, 7L, "one")))
                .containsExactly("Upsert code=0.5 | id=7 name=one");
        assertThat(code.texts(new Topic("t", null, VALUE).record(5, 7L, "one")))
                .containsExactly("Upsert code=5 | id=7 name=one");
        assertThat(code.texts(new Topic("t", null, VALUE).record(List.of(1, 2), 7L, "one")))
                .containsExactly("Upsert code=[1,2] | id=7 name=one");
    }

    @Test
    void aSingleValueWithASchemaIsWrittenAsThatSaysAndNotAsAWiderType() {
        List<Object> encoded = new ArrayList<>();
        RecordReader reader = Reading.by(PrimaryKeyMode.RECORD_KEY, "code")
                .reader(schema -> new ColumnMapping("any", Carrier.TEXT, value -> {
                    encoded.add(value);
                    return value;
                }));
        Schema list = SchemaBuilder.array(Schema.STRING_SCHEMA).build();
        reader.read(new Topic("t", Schema.FLOAT32_SCHEMA, VALUE).tombstone(0.5f));
        reader.read(new Topic("t", list, VALUE).tombstone(List.of("a")));

        assertThat(encoded).containsExactly(0.5f, List.of("a"));
    }

    @Test
    void headersAreTheKeyAndAFieldOfTheSameNameIsAnotherColumnThatCannotBe() {
        SinkRecord record = new Topic("t", null, struct("name", Schema.STRING_SCHEMA)).record(null, "one");
        record.headers().add("id", new SchemaAndValue(Schema.INT32_SCHEMA, 5));
        SinkRecord twice = order(7L, "one");
        twice.headers().add("id", new SchemaAndValue(Schema.INT32_SCHEMA, 5));

        assertThat(BY_HEADER.texts(record)).containsExactly("Upsert id=5 | name=one");
        assertThat(BY_HEADER.reader().read(record).get(0).plan().key())
                .extracting(RecordPlan.Column::typeName)
                .containsExactly("INT32");
        assertRefused(BY_HEADER, twice, "'id'", "same column");
    }

    @Test
    void theLastHeaderOfANameCountsAndOneWithoutASchemaSaysItsOwnType() {
        SinkRecord record = new Topic("t", null, struct("name", Schema.STRING_SCHEMA)).record(null, "one");
        record.headers().addString("id", "first");
        record.headers().add("id", 5, null);
        SinkRecord nested = new Topic("t", null, struct("name", Schema.STRING_SCHEMA)).record(null, "one");
        nested.headers().add("id", Map.of("a", 1), null);

        assertThat(BY_HEADER.texts(record)).containsExactly("Upsert id=5 | name=one");
        assertThat(BY_HEADER.texts(nested)).containsExactly("Upsert id={\"a\":1} | name=one");
    }

    @Test
    void aRowWithoutACompleteKeyIsABadRecord() {
        assertRefused(
                BY_HEADER, new Topic("t", null, struct("name", Schema.STRING_SCHEMA)).record(null, "one"), "'id'");
        assertRefused(Reading.by(PrimaryKeyMode.RECORD_VALUE, "id"), order(null, "one"), "'id'", "is null");
        assertRefused(BY_KEY, new Topic("t", struct(), VALUE).record(structOf(struct()), 7L, "one"), "has no field");
    }

    @Test
    void aRecordWithNothingToWriteIsABadRecord() {
        assertRefused(
                Reading.by(PrimaryKeyMode.NONE),
                new Topic("t", null, struct()).record((Object) null),
                "no field to write",
                "fields.whitelist");
    }

    @Test
    void fieldsAreWrittenLeftOutAndRenamedAsTheConfigurationSays() {
        Schema value = struct("a", Schema.INT64_SCHEMA, "b", Schema.INT64_SCHEMA, "c", Schema.INT64_SCHEMA);
        SinkRecord record = topic.recordWith(value, structOf(KEY, 1L), 1L, 2L, 3L);
        FieldSelection some = new FieldSelection(
                Set.of("a", "b"), Set.of("b"), Map.of("a", "x", "id", "no"), List.of(), TimestampFields.none(), null);
        FieldSelection others =
                new FieldSelection(Set.of(), Set.of("b"), Map.of(), List.of(), TimestampFields.none(), null);

        assertThat(BY_KEY.writing(some).texts(record)).containsExactly("Upsert no=1 | x=1");
        assertThat(BY_KEY.writing(others).texts(record)).containsExactly("Upsert id=1 | a=1 c=3");
    }

    @Test
    void columnsMayComeOfTheRecordsCoordinatesAndHeaders() {
        Reading reading = BY_KEY.adding(RecordPlan.Origin.TOPIC, "", "t")
                .adding(RecordPlan.Origin.PARTITION, "", "p")
                .adding(RecordPlan.Origin.OFFSET, "", "o")
                .adding(RecordPlan.Origin.TIMESTAMP, "", "at")
                .adding(RecordPlan.Origin.HEADER, "trace", "trace_id");
        SinkRecord without = order(7L, "one");
        SinkRecord with = new SinkRecord(
                "orders",
                3,
                KEY,
                structOf(KEY, 1L),
                VALUE,
                structOf(VALUE, 7L, "one"),
                5,
                1500L,
                TimestampType.CREATE_TIME);
        with.headers().add("trace", new SchemaAndValue(Schema.INT32_SCHEMA, 9));
        with.headers().addString("id", "not asked for");

        assertThat(reading.texts(without))
                .containsExactly("Upsert id=1 | name=one t=orders p=3 o=0 at=null trace_id=null");
        assertThat(reading.texts(with))
                .containsExactly("Upsert id=1 | name=one t=orders p=3 o=5 at=1970-01-01 00:00:01.500000 trace_id=9");
    }

    @Test
    void aHeaderOfAnotherTypeIsReadByAnotherPlan() {
        RecordReader reader =
                BY_KEY.adding(RecordPlan.Origin.HEADER, "trace", "trace").reader();
        SinkRecord text = order(7L, "one");
        text.headers().addString("trace", "a");
        SinkRecord number = order(7L, "one");
        number.headers().add("trace", new SchemaAndValue(Schema.INT32_SCHEMA, 9));

        assertThat(typeOfTrace(reader, text)).isEqualTo("STRING");
        assertThat(typeOfTrace(reader, number)).isEqualTo("INT32");
        assertThat(typeOfTrace(reader, text)).isEqualTo("STRING");
    }

    private static String typeOfTrace(RecordReader reader, SinkRecord record) {
        return reader.read(record)
                .get(0)
                .plan()
                .column("trace"::equals)
                .orElseThrow()
                .typeName();
    }

    @Test
    void aNullIsTheFieldsDefaultUnlessThatIsTurnedOffAndInAKeyAlways() {
        Schema sized = SchemaBuilder.string().optional().defaultValue("M").build();
        Schema value = struct("size", sized, "also", sized);
        SinkRecord record = new Topic("t", null, value).recordWith(value, null, null, null);
        Reading bySize = Reading.by(PrimaryKeyMode.RECORD_VALUE, "size");

        assertThat(bySize.texts(record)).containsExactly("Upsert size=M | also=M");
        assertThat(bySize.keepingNulls().texts(record)).containsExactly("Upsert size=M | also=null");
    }

    @Test
    void aValueThatTheSourceDidNotSendKeepsWhatItsColumnHolds() {
        SinkRecord listed = order(7L, "one");
        listed.headers()
                .add(
                        "__unavailable",
                        Arrays.asList("name", "other"),
                        SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        SinkRecord listedNull = order(7L, null);
        listedNull.headers().add("__unavailable", List.of("name"), null);
        SinkRecord odd = order(7L, null);
        odd.headers().addString("__unavailable", "name");

        assertThat(BY_KEY.texts(listed)).containsExactly("Upsert id=1 | ");
        assertThat(BY_KEY.texts(listedNull)).containsExactly("Upsert id=1 | ");
        assertThat(BY_KEY.texts(order(7L, Reading.PLACEHOLDER))).containsExactly("Upsert id=1 | ");
        assertThat(BY_KEY.texts(order(7L, null))).containsExactly("Upsert id=1 | name=null");
        assertThat(BY_KEY.texts(odd)).containsExactly("Upsert id=1 | name=null");
    }

    @Test
    void aValueThatTheSourceDidNotSendIsKnownWithoutASchemaToo() {
        Map<String, @Nullable Object> value = new HashMap<>();
        value.put("list", List.of(Reading.PLACEHOLDER));
        value.put("map", Map.of(Reading.PLACEHOLDER, Reading.PLACEHOLDER));
        value.put("name", "one");

        assertThat(BY_KEY.texts(topic.record(structOf(KEY, 1L), null, value)))
                .containsExactly("Upsert id=1 | name=one");
    }

    @Test
    void aPlanIsWorkedOutOncePerSchemasHoweverTheyTakeTurns() {
        List<Schema> mapped = new ArrayList<>();
        RecordReader reader = BY_KEY.reader(schema -> {
            mapped.add(schema);
            return new ColumnMapping("any", Carrier.TEXT, value -> value);
        });
        Schema other = struct("size", Schema.FLOAT64_SCHEMA);
        for (int i = 0; i < 3; i++) {
            reader.read(order(7L, "one"));
            reader.read(order(7L, "one"));
            reader.read(topic.recordWith(other, structOf(KEY, 1L), 1.5));
        }

        assertThat(mapped)
                .containsExactly(
                        Schema.INT64_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA, Schema.INT64_SCHEMA, Schema.FLOAT64_SCHEMA);
    }

    @Test
    void anotherKeySchemaWithTheSameValueSchemaHasAPlanOfItsOwn() {
        RecordReader reader = BY_KEY.reader();
        Schema region = struct("region", Schema.STRING_SCHEMA);
        reader.read(order(7L, "one"));

        assertThat(Reading.texts(
                        reader.read(new Topic("orders", region, VALUE).record(structOf(region, "eu"), 7L, "one"))))
                .containsExactly("Upsert region=eu | id=7 name=one");
    }

    @Test
    void aSourceThatMakesSchemasWithoutEndDoesNotFillTheHeap() {
        List<Schema> mapped = new ArrayList<>();
        RecordReader reader = Reading.by(PrimaryKeyMode.NONE).reader(schema -> {
            mapped.add(schema);
            return new ColumnMapping("any", Carrier.TEXT, value -> value);
        });
        for (int i = 0; i < 1_000; i++) {
            reader.read(topic.recordWith(struct("column" + i, Schema.INT64_SCHEMA), null, 1L));
        }
        reader.read(topic.recordWith(struct("column0", Schema.INT64_SCHEMA), null, 1L));
        assertThat(mapped).hasSize(1_000);

        reader.read(topic.recordWith(struct("one too many", Schema.INT64_SCHEMA), null, 1L));
        reader.read(topic.recordWith(struct("column0", Schema.INT64_SCHEMA), null, 1L));
        assertThat(mapped).hasSize(1_001);
        reader.read(topic.recordWith(struct("column1", Schema.INT64_SCHEMA), null, 1L));
        assertThat(mapped).hasSize(1_002);
    }

    @Test
    void aPlanTellsItsColumnsByTheNamesThatTheDatabaseStores() {
        RecordPlan plan = BY_KEY.reader().read(order(7L, "one")).get(0).plan();

        assertThat(plan.columns()).extracting(RecordPlan.Column::name).containsExactly("id", "name");
        assertThat(plan.column("name"::equals)).hasValueSatisfying(column -> {
            assertThat(column.field()).isEqualTo("name");
            assertThat(column.typeName()).isEqualTo("STRING");
        });
        assertThat(plan.column("NAME"::equals)).isEmpty();
    }
}
