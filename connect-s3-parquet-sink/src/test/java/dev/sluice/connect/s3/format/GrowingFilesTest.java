// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.s3.parquet.Codec;
import dev.sluice.connect.s3.parquet.ParquetFormat;
import dev.sluice.connect.s3.parquet.ParquetRows;
import dev.sluice.connect.s3.parquet.ParquetSettings;
import dev.sluice.connect.s3.row.RecordPart;
import dev.sluice.connect.s3.row.RowLayout;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What files hold when the records' schemas change, read back with parquet-java's own reader. */
class GrowingFilesTest {
    private static final Schema V1 =
            SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
    private static final Schema V2 = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema TEXT_ID =
            SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();

    private final FileSequence files = new FileSequence(format(RowLayout.VALUE_ONLY, false));

    @Test
    void twoVersionsInterleavedCostOneFileMore() {
        for (int i = 0; i < 10; i++) {
            files.add(v1(i), v2(100 + i, "n"));
        }

        assertThat(ids(files))
                .containsExactly(
                        List.of(0L),
                        IntStream.range(0, 19)
                                .mapToLong(i -> i % 2 == 0 ? 100 + i / 2 : 1 + i / 2)
                                .boxed()
                                .toList());
        assertThat(schema(files, 1)).contains("required int64 id", "optional binary note (STRING)");
    }

    @Test
    void everyDirectoryBeginsItsNextFileWithWhatAnotherLearnt() {
        DataFiles partition = format(RowLayout.VALUE_ONLY, false).files(new Forgetful());
        FileSequence five = new FileSequence(partition);
        FileSequence six = new FileSequence(partition);

        five.add(v1(0), v2(1, "n"));
        six.add(v1(2), v2(3, "n"), v1(4));

        assertThat(ids(five)).containsExactly(List.of(0L), List.of(1L));
        assertThat(ids(six)).containsExactly(List.of(2L, 3L, 4L));
    }

    @Test
    void thatKeysWithoutASchemaKeepRecordsFromBeingRefusedIsSaidOnce() {
        FileSequence one = new FileSequence(format(everyPart(false), true));
        FileSequence another = new FileSequence(format(everyPart(false), false));

        List<String> log = linesOf(() -> one.add(schemalessKey("a", v1(0)), schemalessKey("b", text("c")), text("d")));
        List<String> unmeasured = linesOf(() -> another.add(schemalessKey("a", v1(0))));

        assertThat(one.rejected()).isEmpty();
        assertThat(log)
                .filteredOn(line -> line.contains("Records of topic 'orders' have keys or values without a schema"))
                .hasSize(1);
        assertThat(unmeasured).isEmpty();
    }

    private static SinkRecord schemalessKey(String key, SinkRecord record) {
        return record.newRecord(record.topic(), 0, null, key, record.valueSchema(), record.value(), record.timestamp());
    }

    private static List<String> linesOf(Runnable code) {
        PrintStream original = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            code.run();
        } finally {
            System.setErr(original);
        }
        return captured.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Each record would be set aside for it. */
    @Test
    void aSchemaThatWasKeptAndCannotBeWrittenIsNoRecordsFault() {
        Schema twice = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("ID", Schema.INT32_SCHEMA)
                .build();
        SchemaMemory memory = new SchemaMemory() {
            @Override
            public Kept below(Subject subject, Position record) {
                return new Kept(twice, "schemas/orders+0+00000000000000000007.schema");
            }

            @Override
            public Kept grew(Subject subject, Position record, Schema schema, Predicate<Schema> fits) {
                return new Kept(schema, "nowhere");
            }
        };
        DataFiles measured = format(RowLayout.VALUE_ONLY, true).files(memory);

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> measured.begin(v1(0)))
                .isNotInstanceOf(DataException.class)
                .withMessageContaining("schemas/orders+0+00000000000000000007.schema")
                .withMessageContaining("differ in case only")
                .withMessageContaining("Go back to the settings");
    }

    @Test
    void anotherVersionNumberOrDocumentationIsNoOtherSchema() {
        Schema documented = SchemaBuilder.struct()
                .name("shop.Order")
                .version(2)
                .doc("an order")
                .field(
                        "id",
                        SchemaBuilder.int32()
                                .doc("its number")
                                .parameter("a", "b")
                                .build())
                .build();

        files.add(v1(0), value(documented, new Struct(documented).put("id", 1)), v1(2));

        assertThat(ids(files)).containsExactly(List.of(0L, 1L, 2L));
    }

    @Test
    void fieldsInAnotherOrderAreFoundByTheirNames() {
        Schema turned = SchemaBuilder.struct()
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .field("id", Schema.INT64_SCHEMA)
                .build();

        files.add(v2(1, "a"), value(turned, new Struct(turned).put("id", 2L).put("note", "b")));

        assertThat(ids(files)).containsExactly(List.of(1L, 2L));
        assertThat(rows(files)).extracting(row -> row.get("note")).containsExactly("[a]", "[b]");
    }

    @Test
    void aRequiredFieldThatRecordsLackBecomesOptional() {
        Schema required = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("note", Schema.STRING_SCHEMA)
                .build();

        files.add(value(required, new Struct(required).put("id", 0).put("note", "n")), v1(1));

        assertThat(schema(files, 1)).contains("optional binary note");
        assertThat(rows(files)).extracting(row -> row.get("note")).containsExactly("[n]", "[]");
    }

    @Test
    void aMissingRequiredFieldIsItsDefault() {
        Schema withDefault = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("state", SchemaBuilder.string().defaultValue("new").build())
                .build();

        files.add(value(withDefault, new Struct(withDefault).put("id", 0).put("state", "old")), v1(1));

        assertThat(files.files()).hasSize(1);
        assertThat(rows(files)).extracting(row -> row.get("state")).containsExactly("[old]", "[new]");
    }

    @Test
    void decimalsGrowInDigitsBeforeAndAfterThePoint() {
        Schema narrow = decimal(6, 2);
        Schema wide = decimal(8, 4);

        files.add(
                value(narrow, new Struct(narrow).put("price", new BigDecimal("1234.56"))),
                value(wide, new Struct(wide).put("price", new BigDecimal("1.2345"))),
                value(narrow, new Struct(narrow).put("price", new BigDecimal("9999.99"))));

        assertThat(files.files()).hasSize(2);
        assertThat(schema(files, 1)).contains("price (DECIMAL(8,4))");
        assertThat(rows(files))
                .extracting(row -> row.get("price"))
                .containsExactly("[123456]", "[12345]", "[99999900]");
    }

    @Test
    void structsListsAndMapsGrowWithin() {
        Schema before =
                nested(SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build());
        Schema after = nested(SchemaBuilder.struct()
                .field("y", Schema.OPTIONAL_STRING_SCHEMA)
                .field("x", Schema.INT64_SCHEMA)
                .build());
        Schema oldItem = before.field("list").schema().valueSchema();
        Schema newItem = after.field("list").schema().valueSchema();
        SinkRecord old = value(
                before,
                new Struct(before)
                        .put("list", List.of(new Struct(oldItem).put("x", 1)))
                        .put("map", Map.of("k", new Struct(oldItem).put("x", 2)))
                        .put(
                                "deep",
                                new Struct(before.field("deep").schema())
                                        .put("item", new Struct(oldItem).put("x", 3))));
        SinkRecord current = value(
                after,
                new Struct(after)
                        .put("list", List.of(new Struct(newItem).put("x", 4L).put("y", "a")))
                        .put("map", Map.of())
                        .put(
                                "deep",
                                new Struct(after.field("deep").schema())
                                        .put("item", new Struct(newItem).put("x", 5L))));

        files.add(current, old, current);

        assertThat(files.files()).hasSize(1);
        assertThat(rows(files).get(1).toString()).contains("list", "x: 1", "k", "x: 2", "x: 3");
    }

    @Test
    void schemasWithoutACommonOneHaveFilesOfTheirOwnAndEachKindGoesOnWithItsLatest() {
        files.add(v1(0), text("a"), v2(1, "n"), text("b"), v1(2), v2(3, "n"));

        assertThat(files.files()).hasSize(5);
        assertThat(files.rejected()).isEmpty();
        assertThat(schema(files, 4)).contains("int64 id", "note");
    }

    @Test
    void orTheLaterKindIsRefusedNamingTheFieldAndBothTypes() {
        FileSequence strict = new FileSequence(format(RowLayout.VALUE_ONLY, true));

        strict.add(v1(0), text("secret"), v2(1, "n"), v1(2));

        assertThat(ids(strict)).containsExactly(List.of(0L), List.of(1L, 2L));
        assertThat(strict.rejected())
                .singleElement()
                .asString()
                .contains("field 'id'", "STRING", "INT32", "schema.compatibility=NONE")
                .doesNotContain("secret");
    }

    @Test
    void namesThatDifferInCaseOnlyNeverMeetInOneFile() {
        Schema upper = SchemaBuilder.struct().field("ID", Schema.INT32_SCHEMA).build();
        Schema both = SchemaBuilder.struct()
                .field("Id", Schema.INT32_SCHEMA)
                .field("id", Schema.INT32_SCHEMA)
                .build();

        files.add(
                v1(0),
                value(upper, new Struct(upper).put("ID", 1)),
                value(both, new Struct(both).put("Id", 2).put("id", 2)));

        assertThat(files.files()).hasSize(2);
        assertThat(files.rejected()).singleElement().asString().contains("'Id'", "'id'", "differ in case only");
    }

    @Test
    void aSchemaThatContainsItselfIsRefused() {
        SchemaBuilder node = SchemaBuilder.struct().name("Node").optional();
        node.field("next", node);
        Schema recursive = node.build();

        files.add(value(recursive, new Struct(recursive)));

        assertThat(files.rejected()).singleElement().asString().contains("field 'next.next'", "contains itself");
    }

    @Test
    void keyHeadersAndCoordinatesAreColumnsBesideTheValues() {
        FileSequence all = new FileSequence(format(everyPart(false), false));
        SinkRecord record = new SinkRecord(
                "orders",
                3,
                V1,
                new Struct(V1).put("id", 7),
                V1,
                new Struct(V1).put("id", 7),
                42,
                1_000L,
                TimestampType.CREATE_TIME);
        record.headers()
                .addString("trace", "abc")
                .addInt("n", 5)
                .add("none", null, null)
                .addString("trace", "def");

        all.add(record);

        assertThat(schema(all, 0))
                .contains(
                        "optional group __key { required int32 id; }",
                        "required binary __topic (STRING)",
                        "required int32 __partition",
                        "required int64 __offset",
                        "optional int64 __timestamp (TIMESTAMP(MILLIS,true))",
                        "required int32 id");
        assertThat(rows(all).get(0))
                .containsEntry("__topic", "[orders]")
                .containsEntry("__partition", "[3]")
                .containsEntry("__offset", "[42]")
                .containsEntry("__timestamp", "[1000]");
        assertThat(rows(all).get(0).get("__headers"))
                .containsSubsequence(
                        "key: trace", "value: abc", "key: n", "value: 5", "key: none", "key: trace", "value: def");
    }

    @Test
    void anotherHeaderIsNoOtherSchema() {
        FileSequence all = new FileSequence(format(everyPart(false), false));
        SinkRecord without = keyed("k", V1, new Struct(V1).put("id", 0));
        SinkRecord with = keyed("k", V1, new Struct(V1).put("id", 1));
        with.headers().addString("trace", "abc");
        SinkRecord other = keyed("k", V1, new Struct(V1).put("id", 2));
        other.headers().addLong("trace", 1);

        all.add(without, with, other);

        assertThat(ids(all)).containsExactly(List.of(0L, 1L, 2L));
    }

    @Test
    void aValueWithAFieldOfAColumnsNameIsRefusedNamingBoth() {
        FileSequence named =
                new FileSequence(format(new RowLayout(Map.of(RecordPart.OFFSET, "id"), Set.of(), false), false));

        named.add(v1(0));

        assertThat(named.rejected()).singleElement().asString().contains("field 'id'", "columns.offset");
    }

    @Test
    void fieldsThatTheDirectorySaysCanBeLeftOut() {
        FileSequence files = new FileSequence(format(new RowLayout(Map.of(), Set.of("note"), false), false));

        files.add(v2(1, "n"));

        assertThat(schema(files, 0)).contains("id").doesNotContain("note");
    }

    @Test
    void aTombstoneIsARowOfNullsBesideItsKey() {
        FileSequence all = new FileSequence(format(everyPart(true), false));

        all.add(
                keyed("a", null, null),
                keyed("a", V1, new Struct(V1).put("id", 1)),
                keyed("a", null, null),
                keyed("b", V2, new Struct(V2).put("id", 2L)),
                keyed("b", null, null));

        assertThat(all.files()).hasSize(2);
        assertThat(rows(all)).extracting(row -> row.get("__key")).containsExactly("[a]", "[a]", "[a]", "[b]", "[b]");
        assertThat(rows(all)).extracting(row -> row.get("id")).containsExactly("[]", "[1]", "[]", "[2]", "[]");
    }

    @Test
    void valuesWithoutASchemaGetTheColumnsOfTheFirstOnesTogether() {
        files.add(
                schemaless(Map.of("id", 1L)),
                schemaless(Map.of("id", 2.5, "address", Map.of("city", "Rome"))),
                schemaless(Map.of("id", 3L, "tags", List.of("a", "b"), "nothing", List.of())),
                schemaless(Map.of("address", Map.of("zip", 7L), "flag", true)));

        assertThat(files.files()).hasSize(1);
        assertThat(schema(files, 0))
                .contains(
                        "optional double id",
                        "optional group address { optional binary city (STRING); optional int64 zip; }",
                        "optional group tags (LIST) { repeated group list { optional binary element (STRING); } }",
                        "optional boolean flag");
        assertThat(schema(files, 0)).doesNotContain("nothing");
        assertThat(rows(files)).extracting(row -> row.get("id")).containsExactly("[1.0]", "[2.5]", "[3.0]", "[]");
    }

    @Test
    void aFieldOfTwoKindsIsTextAndNothingOfItIsLost() {
        files.add(
                schemaless(Map.of("v", "plain")),
                schemaless(Map.of("v", 1L)),
                schemaless(Map.of("v", Map.of("a", List.of(true)))),
                schemaless(Map.of("v", false)));

        assertThat(files.files()).hasSize(1);
        assertThat(rows(files))
                .extracting(row -> row.get("v"))
                .containsExactly("[plain]", "[1]", "[{\"a\":[true]}]", "[false]");
    }

    @Test
    void aLaterFieldWithoutASchemaCostsOneFileLikeAnyNewVersion() {
        for (int i = 0; i < 1500; i++) {
            files.add(schemaless(Map.of("id", (long) i)));
        }
        for (int i = 0; i < 500; i++) {
            files.add(schemaless(Map.of("id", (long) i, "new", "n")), schemaless(Map.of("id", (long) i)));
        }

        assertThat(ids(files)).extracting(List::size).containsExactly(1500, 1000);
    }

    @Test
    void aKindThatChangesLaterCostsOneFileToo() {
        for (int i = 0; i < 1500; i++) {
            files.add(schemaless(Map.of("v", (long) i)));
        }
        files.add(schemaless(Map.of("v", "text")), schemaless(Map.of("v", 1L)), schemaless(Map.of("v", "more")));

        assertThat(files.files()).hasSize(2);
        assertThat(rows(files).subList(1500, 1503))
                .extracting(row -> row.get("v"))
                .containsExactly("[text]", "[1]", "[more]");
    }

    @Test
    void whatCannotBeWrittenWithoutASchemaTeachesNothing() {
        Map<Object, Object> numbered = Map.of("id", 1L, "bad", Map.of(5, "x"));
        Map<String, Object> cases = Map.of("ID", 1L, "Id", 2L);

        files.add(schemaless(Map.of("id", 1L)), schemaless(numbered), schemaless(cases), schemaless("scalar"));
        files.add(schemaless(Map.of("id", 2L)));

        assertThat(ids(files)).containsExactly(List.of(1L, 2L));
        assertThat(schema(files, 0)).doesNotContain("bad");
        assertThat(files.rejected()).hasSize(3);
        assertThat(files.rejected().get(0)).contains("field 'bad'", "a key is not a text");
        assertThat(files.rejected().get(1)).contains("differ in case only");
        assertThat(files.rejected().get(2)).contains("String without a schema");
    }

    @Test
    void valuesWithoutAFieldMayComeFirst() {
        files.add(schemaless(Map.of()), schemaless(Collections.singletonMap("a", null)), schemaless(Map.of("id", 1L)));

        assertThat(files.rejected()).isEmpty();
        assertThat(files.files()).hasSize(1);
        assertThat(schema(files, 0)).isEqualTo("message record { optional int64 id; } ");
        assertThat(rows(files)).extracting(row -> row.get("id")).containsExactly("[]", "[]", "[1]");
    }

    @Test
    void aFileInWhichNoValueEverHadAFieldKeepsItsRowsAndTeachesNothing() {
        DataFiles partition = format(RowLayout.VALUE_ONLY, true).files(new Forgetful());
        FileSequence five = new FileSequence(partition);
        FileSequence six = new FileSequence(partition);

        for (int i = 0; i < 1500; i++) {
            five.add(schemaless(Map.of()));
        }
        five.add(schemaless(Map.of("id", 1L)));
        six.add(schemaless(Map.of()));

        assertThat(five.rejected()).isEmpty();
        assertThat(five.files()).hasSize(2);
        assertThat(schema(five, 0)).isEqualTo("message record { optional boolean __empty; } ");
        assertThat(ParquetRows.read(five.files().get(0))).hasSize(1500);
        assertThat(schema(five, 1)).isEqualTo("message record { optional int64 id; } ");
        assertThat(rows(six)).containsExactly(Map.of("id", "[]"));
    }

    @Test
    void onlyAValueThatHasTooManyFieldsItselfIsRefusedWhateverCameBefore() {
        for (int i = 0; i < 3; i++) {
            files.add(schemaless(numbered(600 * i, 600)));
        }
        files.add(schemaless(numbered(0, 1001)), schemaless(numbered(0, 600)));

        assertThat(files.rejected()).singleElement().asString().contains("more than 1000 fields");
        assertThat(rows(files))
                .extracting(row ->
                        row.values().stream().filter(cell -> !cell.equals("[]")).count())
                .containsExactly(600L, 600L, 600L, 600L);
        assertThat(rows(files)).allSatisfy(row -> assertThat(row).hasSizeLessThanOrEqualTo(1000));
    }

    @Test
    void columnsThatAreForgottenTakeNoneFromTheRecordsThatWait() {
        DataFiles partition = format(RowLayout.VALUE_ONLY, false).files(new Forgetful());
        FileSequence five = new FileSequence(partition);
        FileSequence six = new FileSequence(partition);

        five.add(schemaless(Map.of("c", 1L)), schemaless(Map.of("b", 2L)), schemaless(Map.of("a", 3L)));
        six.add(schemaless(numbered(0, 999)));
        five.add(schemaless(Map.of("a", 4L)));

        assertThat(rows(five))
                .extracting(row ->
                        row.values().stream().filter(cell -> !cell.equals("[]")).toList())
                .containsExactly(List.of("[1]"), List.of("[2]"), List.of("[3]"), List.of("[4]"));
    }

    @Test
    void aRecordWhoseValueCannotBeWrittenTeachesNothing() {
        DataFiles partition = format(RowLayout.VALUE_ONLY, true).files(new Forgetful());
        FileSequence five = new FileSequence(partition);
        FileSequence six = new FileSequence(partition);
        Schema priced = SchemaBuilder.struct()
                .field("id", Schema.STRING_SCHEMA)
                .field("price", decimal(3, 2).field("price").schema())
                .build();
        SinkRecord tooMuch = value(priced, new Struct(priced).put("id", "a").put("price", new BigDecimal("10.00")));

        // It is the first record of its topic, and would make the next ones another kind.
        five.add(tooMuch, v1(1));
        Schema wider = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("price", decimal(3, 2).field("price").schema())
                .build();
        five.add(value(wider, new Struct(wider).put("id", 2).put("price", new BigDecimal("10.00"))));
        six.add(v1(3));

        assertThat(five.rejected()).hasSize(2).allSatisfy(why -> assertThat(why).contains("field 'price'"));
        assertThat(ids(five)).containsExactly(List.of(1L));
        assertThat(schema(six, 0)).isEqualTo("message record { required int32 id; } ");
    }

    @Test
    void noneIsLearntFromABadRecordWhileOthersWaitEither() {
        Schema priced = decimal(3, 2);

        files.add(
                schemaless(Map.of("id", 1L)),
                value(priced, new Struct(priced).put("price", new BigDecimal("10.00"))),
                schemaless(Map.of("id", 2L)));

        assertThat(files.rejected()).hasSize(1);
        assertThat(schema(files, 0)).isEqualTo("message record { optional int64 id; } ");
        assertThat(ids(files)).containsExactly(List.of(1L, 2L));
    }

    @Test
    void nullsAndMissingFieldsWithoutASchemaAreNull() {
        Map<String, Object> nulls = new HashMap<>();
        nulls.put("id", null);
        nulls.put("list", Arrays.asList(1L, null));

        files.add(schemaless(Map.of("id", 1L)), schemaless(nulls), schemaless(Map.of()));

        assertThat(rows(files)).extracting(row -> row.get("id")).containsExactly("[1]", "[]", "[]");
    }

    @Test
    void recordsWithAndWithoutASchemaMayShareATopic() {
        files.add(schemaless(Map.of("id", 1L)), v2(2, "n"), schemaless(Map.of("id", 3L)), v2(4, "n"));

        assertThat(ids(files).stream().flatMap(List::stream)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(files.files()).hasSizeLessThanOrEqualTo(2);
    }

    private static GrowingFiles format(RowLayout layout, boolean oneKindOnly) {
        return new GrowingFiles(new ParquetFormat(ParquetSettings.of(Codec.NONE)), layout, oneKindOnly, false);
    }

    private static RowLayout everyPart(boolean rowsWithoutValue) {
        return new RowLayout(
                Map.of(
                        RecordPart.KEY, "__key",
                        RecordPart.HEADERS, "__headers",
                        RecordPart.TOPIC, "__topic",
                        RecordPart.PARTITION, "__partition",
                        RecordPart.OFFSET, "__offset",
                        RecordPart.TIMESTAMP, "__timestamp"),
                Set.of(),
                rowsWithoutValue);
    }

    private static SinkRecord v1(int id) {
        return value(V1, new Struct(V1).put("id", id));
    }

    private static SinkRecord v2(long id, String note) {
        return value(V2, new Struct(V2).put("id", id).put("note", note));
    }

    private static SinkRecord text(String id) {
        return value(TEXT_ID, new Struct(TEXT_ID).put("id", id));
    }

    private static SinkRecord schemaless(Object value) {
        return value(null, value);
    }

    private static Map<String, Object> numbered(int from, int count) {
        Map<String, Object> fields = new LinkedHashMap<>();
        IntStream.range(from, from + count).forEach(i -> fields.put("f" + i, (long) i));
        return fields;
    }

    private static SinkRecord value(Schema schema, Object value) {
        return new SinkRecord("orders", 0, null, null, schema, value, 0);
    }

    private static SinkRecord keyed(String key, Schema schema, Object value) {
        return new SinkRecord("orders", 0, Schema.STRING_SCHEMA, key, schema, value, 0);
    }

    private static Schema decimal(int precision, int scale) {
        return SchemaBuilder.struct()
                .field(
                        "price",
                        Decimal.builder(scale)
                                .parameter("connect.decimal.precision", Integer.toString(precision))
                                .build())
                .build();
    }

    private static Schema nested(Schema item) {
        return SchemaBuilder.struct()
                .field("list", SchemaBuilder.array(item).build())
                .field("map", SchemaBuilder.map(Schema.STRING_SCHEMA, item).build())
                .field("deep", SchemaBuilder.struct().field("item", item).build())
                .build();
    }

    private static String schema(FileSequence files, int file) {
        return ParquetRows.schema(files.files().get(file)).toString().replaceAll("\\s+", " ");
    }

    private static List<List<Long>> ids(FileSequence files) {
        return files.files().stream()
                .map(file -> ParquetRows.read(file).stream()
                        .map(row ->
                                Long.valueOf(row.getValueToString(row.getType().getFieldIndex("id"), 0)))
                        .toList())
                .toList();
    }

    /** Each row's columns as text; an empty list for null. */
    private static List<Map<String, String>> rows(FileSequence files) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (byte[] file : files.files()) {
            ParquetRows.read(file).forEach(row -> {
                Map<String, String> columns = new LinkedHashMap<>();
                row.getType().getFields().forEach(field -> {
                    int index = row.getType().getFieldIndex(field.getName());
                    columns.put(
                            field.getName(),
                            row.getFieldRepetitionCount(index) == 0
                                    ? "[]"
                                    : "[" + row.getValueToString(index, 0) + "]");
                });
                rows.add(Collections.unmodifiableMap(columns));
            });
        }
        return rows;
    }
}
