// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.jdbc.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a record that deletes a row, or moves one to another key, asks of the table. */
class DeletionsTest {
    private static final Schema KEY = struct("id", Schema.INT64_SCHEMA);
    private static final Schema ROW = SchemaBuilder.struct()
            .field("id", Schema.OPTIONAL_INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("version", Schema.OPTIONAL_INT64_SCHEMA)
            .optional()
            .build();
    private static final Schema SOURCE = struct("table", Schema.STRING_SCHEMA);
    private static final Schema ENVELOPE =
            struct("op", Schema.STRING_SCHEMA, "source", SOURCE, "before", ROW, "after", ROW);
    private static final Reading BY_KEY = Reading.by(PrimaryKeyMode.RECORD_KEY);
    private static final Reading BY_VALUE = Reading.by(PrimaryKeyMode.RECORD_VALUE, "id");

    private final Topic topic = new Topic("orders", KEY, ENVELOPE);

    private SinkRecord change(String code, @Nullable Struct before, @Nullable Struct after) {
        return topic.record(structOf(KEY, 1L), code, structOf(SOURCE, "orders"), before, after);
    }

    private static Struct row(@Nullable Long id, @Nullable String name, @Nullable Long version) {
        return structOf(ROW, id, name, version);
    }

    @Test
    void aTombstoneOrADeleteEventDeletesTheRowOfTheRecordsKey() {
        assertThat(BY_KEY.texts(topic.tombstone(structOf(KEY, 1L)))).containsExactly("Delete id=1 | ");
        assertThat(BY_KEY.texts(change("d", row(1L, "one", 1L), null))).containsExactly("Delete id=1 | ");
    }

    @Test
    void aDeleteWithTheRowNamesItByThatRow() {
        assertThat(BY_VALUE.texts(change("d", row(7L, "seven", 1L), null))).containsExactly("Delete id=7 | ");
    }

    @Test
    void aDeleteWithoutTheRowNamesItByTheRecordsKeyWhereThatHasThePrimaryKey() {
        assertThat(BY_VALUE.texts(change("d", null, null))).containsExactly("Delete id=1 | ");
        assertThat(BY_VALUE.texts(topic.tombstone(structOf(KEY, 2L)))).containsExactly("Delete id=2 | ");
    }

    @Test
    void aDeleteThatDoesNotSayWhichRowIsABadRecord() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(
                        () -> Reading.by(PrimaryKeyMode.RECORD_VALUE, "name").texts(change("d", null, null)))
                .withMessageContaining("does not say which")
                .withMessageContaining("REPLICA IDENTITY FULL");
    }

    @Test
    void aTombstoneAfterADeleteWithTheRowHasNothingToAdd() {
        RecordReader reader = Reading.by(PrimaryKeyMode.RECORD_VALUE, "name").reader();

        assertThat(Log.of(() -> {
                    assertThat(Reading.texts(reader.read(change("d", row(1L, "one", 1L), null))))
                            .containsExactly("Delete name=one | ");
                    assertThat(reader.read(topic.tombstone(structOf(KEY, 1L)))).isEmpty();
                }))
                .isEmpty();
        assertThat(Log.of(() -> assertThat(reader.read(topic.tombstone(structOf(KEY, 2L))))
                        .isEmpty()))
                .singleElement()
                .asString()
                .contains("deletes no row");
    }

    @Test
    void aSoftDeleteMarksTheRowAndAWriteTakesTheMarkAway() {
        Reading soft = BY_KEY.deleting(DeleteMode.SOFT);

        assertThat(soft.texts(topic.tombstone(structOf(KEY, 1L)))).containsExactly("SoftDelete id=1 | gone=true");
        assertThat(soft.texts(change("c", null, row(1L, "one", 2L))))
                .containsExactly("Upsert id=1 | name=one version=2 gone=false");
    }

    @Test
    void theMarkIsCalledAsTheDatabaseStoresNames() {
        Deletes deletes = new Deletes(true, DeleteMode.SOFT, "Gone", "flag", true);

        assertThat(deletes.named(NameCase.LOWER::apply))
                .isEqualTo(new Deletes(true, DeleteMode.SOFT, "gone", "flag", true));
        assertThat(deletes.named(NameCase.UPPER::apply).columnOfDeleted()).isEqualTo("GONE");
        assertThat(deletes.named(NameCase.AS_IS::apply).columnOfDeleted()).isEqualTo("Gone");
        assertThat(new Deletes(true, DeleteMode.HARD, "gone", null, false).columnOfDeleted())
                .isNull();
    }

    @Test
    void deletesThatAreIgnoredAskForNothing() {
        assertThat(BY_KEY.deleting(DeleteMode.IGNORE).texts(topic.tombstone(structOf(KEY, 1L))))
                .isEmpty();
        assertThat(BY_KEY.deleting(new Deletes(false, DeleteMode.IGNORE, "gone", null, false))
                        .texts(topic.tombstone(structOf(KEY, 1L))))
                .isEmpty();
    }

    @Test
    void deletesThatAreNotEnabledAreBadRecords() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> BY_KEY.deleting(new Deletes(false, DeleteMode.HARD, "gone", null, false))
                        .texts(topic.tombstone(structOf(KEY, 1L))))
                .withMessageContaining("delete.enabled=true");
    }

    @Test
    void aTruncateEmptiesTheTableWhereThatIsAllowed() {
        List<TableChange> changes = BY_KEY.deleting(new Deletes(true, DeleteMode.HARD, "gone", null, true))
                .reader()
                .read(change("t", null, null));

        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.change()).isEqualTo(new RowChange.Truncate());
            assertThat(change.change().key().columns()).isEmpty();
            assertThat(change.table()).isEqualTo(new TableId(null, "orders"));
        });
    }

    @Test
    void aMessageOfTheSourceAsksForNothing() {
        assertThat(BY_KEY.texts(change("m", null, null))).isEmpty();
    }

    @Test
    void theFieldThatMarksDeletedRowsDeletesAndIsNoColumn() {
        Schema flat = struct("id", Schema.INT64_SCHEMA, "name", Schema.STRING_SCHEMA, "flag", Schema.BOOLEAN_SCHEMA);
        Reading marked = BY_VALUE.deleting(new Deletes(true, DeleteMode.HARD, "gone", "flag", false));

        assertThat(marked.texts(topic.recordWith(flat, structOf(KEY, 1L), 1L, "one", true)))
                .containsExactly("Delete id=1 | ");
        assertThat(marked.texts(topic.recordWith(flat, structOf(KEY, 1L), 1L, "one", false)))
                .containsExactly("Upsert id=1 | name=one");
    }

    @Test
    void aChangeOfThePrimaryKeyMovesTheRow() {
        assertThat(BY_VALUE.texts(change("u", row(1L, "one", 1L), row(2L, "two", 2L))))
                .containsExactly("Delete id=1 | ", "Upsert id=2 | name=two version=2");
        assertThat(BY_VALUE.deleting(DeleteMode.SOFT).texts(change("u", row(1L, "one", 1L), row(2L, "two", 2L))))
                .containsExactly("SoftDelete id=1 | gone=true", "Upsert id=2 | name=two version=2 gone=false");
    }

    @Test
    void aChangeOfOtherColumnsMovesNothing() {
        assertThat(BY_VALUE.texts(change("u", row(1L, "one", 1L), row(1L, "two", 2L))))
                .containsExactly("Upsert id=1 | name=two version=2");
        assertThat(BY_VALUE.texts(change("c", null, row(1L, "two", 2L))))
                .containsExactly("Upsert id=1 | name=two version=2");
    }

    @Test
    void aRowIsNotMovedWhereTheRecordsKeySaysWhichItIs() {
        assertThat(BY_KEY.texts(change("u", row(1L, "one", 1L), row(2L, "two", 2L))))
                .containsExactly("Upsert id=1 | name=two version=2");
    }

    @Test
    void aRowIsNotMovedWhereDeletesAreNotDone() {
        for (Deletes deletes : List.of(
                new Deletes(false, DeleteMode.HARD, "gone", null, false),
                new Deletes(true, DeleteMode.IGNORE, "gone", null, false))) {
            assertThat(BY_VALUE.deleting(deletes).texts(change("u", row(1L, "one", 1L), row(2L, "two", 2L))))
                    .containsExactly("Upsert id=2 | name=two version=2");
        }
    }

    @Test
    void aRowIsNotMovedWhereTheOldOneLacksPartOfItsKey() {
        Schema little = SchemaBuilder.struct()
                .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .optional()
                .build();
        Schema envelope = struct("op", Schema.STRING_SCHEMA, "source", SOURCE, "before", little, "after", ROW);
        SinkRecord change = topic.recordWith(
                envelope, null, "u", structOf(SOURCE, "orders"), structOf(little, "one"), row(2L, "two", 2L));

        assertThat(BY_VALUE.texts(change)).containsExactly("Upsert id=2 | name=two version=2");
        assertThat(BY_VALUE.texts(change("u", row(null, "one", 1L), row(2L, "two", 2L))))
                .containsExactly("Upsert id=2 | name=two version=2");
    }

    @Test
    void aGuardedDeleteSaysHowOldItIsWhereItKnows() {
        Reading guarded = BY_KEY.guardedBy("version");
        List<TableChange> known = guarded.reader().read(change("d", row(1L, "one", 5L), null));

        assertThat(Reading.texts(known)).containsExactly("Delete id=1 | version=5");
        assertThat(known.get(0).plan().guard()).isEqualTo("version");
        assertThat(known.get(0).change().row().shape().guard()).hasValue(1);
        assertThat(guarded.texts(change("d", row(1L, "one", null), null))).containsExactly("Delete id=1 | ");
        assertThat(guarded.texts(topic.tombstone(structOf(KEY, 1L)))).containsExactly("Delete id=1 | ");
        assertThat(guarded.deleting(DeleteMode.SOFT).texts(change("d", row(1L, "one", 5L), null)))
                .containsExactly("SoftDelete id=1 | gone=true version=5");
    }

    @Test
    void aGuardThatIsPartOfTheKeyIsNoFurtherColumn() {
        assertThat(BY_VALUE.guardedBy("id").texts(change("d", row(1L, "one", 5L), null)))
                .containsExactly("Delete id=1 | ");
        assertThat(BY_VALUE.guardedBy("id").texts(change("c", null, row(1L, "one", 5L))))
                .containsExactly("Upsert id=1 | name=one version=5");
    }

    @Test
    void aGuardedRowWithoutAGuardIsABadRecord() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> BY_KEY.guardedBy("version").texts(change("c", null, row(1L, "one", null))))
                .withMessageContaining("'version'")
                .withMessageContaining("upsert.guard.field");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> BY_KEY.guardedBy("changed").texts(change("c", null, row(1L, "one", 1L))))
                .withMessageContaining("no field 'changed'");
        FieldSelection left =
                new FieldSelection(Set.of(), Set.of("version"), Map.of(), List.of(), TimestampFields.none(), "version");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> BY_KEY.writing(left).texts(change("c", null, row(1L, "one", 1L))))
                .withMessageContaining("it is not written");
    }
}
