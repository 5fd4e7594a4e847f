// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import dev.sluice.connect.commons.data.UnavailableValue;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import dev.sluice.connect.jdbc.sql.PostgresDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** How records are read: what a connector is set to, and readers and texts of it. Mirrors its source unless a test says otherwise. */
record Reading(
        PrimaryKeyMode keyMode,
        List<String> keyFields,
        FieldSelection fields,
        Deletes deletes,
        boolean replaceNullWithDefault) {
    static final String PLACEHOLDER = "__unavailable_here";

    static Reading by(PrimaryKeyMode keyMode, String... keyFields) {
        return new Reading(
                keyMode,
                List.of(keyFields),
                FieldSelection.everything(),
                new Deletes(true, DeleteMode.HARD, "gone", null, false),
                true);
    }

    Reading writing(FieldSelection selection) {
        return new Reading(keyMode, keyFields, selection, deletes, replaceNullWithDefault);
    }

    Reading guardedBy(String field) {
        return writing(new FieldSelection(Set.of(), Set.of(), Map.of(), List.of(), TimestampFields.none(), field));
    }

    Reading adding(RecordPlan.Origin origin, String source, String column) {
        List<FieldSelection.Extra> extras = new ArrayList<>(fields.extras());
        extras.add(new FieldSelection.Extra(origin, source, column));
        return writing(new FieldSelection(Set.of(), Set.of(), fields.renamed(), extras, TimestampFields.none(), null));
    }

    Reading deleting(DeleteMode mode) {
        return deleting(new Deletes(true, mode, "gone", deletes.field(), deletes.truncateEnabled()));
    }

    Reading deleting(Deletes deletes) {
        return new Reading(keyMode, keyFields, fields, deletes, replaceNullWithDefault);
    }

    Reading keepingNulls() {
        return new Reading(keyMode, keyFields, fields, deletes, false);
    }

    RecordPlanner planner() {
        Dialect dialect = new PostgresDialect(IdentifierQuoting.ALWAYS);
        return planner(dialect::mapping);
    }

    private RecordPlanner planner(Function<Schema, ColumnMapping> mapping) {
        return new RecordPlanner(
                keyMode,
                keyFields,
                fields,
                deletes.columnOfDeleted(),
                deletes.field(),
                new UnavailableValue(PLACEHOLDER),
                name -> name,
                mapping);
    }

    RecordReader reader() {
        return reader(planner());
    }

    /** @param mapping in place of a database's */
    RecordReader reader(Function<Schema, ColumnMapping> mapping) {
        return reader(planner(mapping));
    }

    private RecordReader reader(RecordPlanner planner) {
        return new RecordReader(TableNaming.of("${topic}", name -> name), planner, deletes, replaceNullWithDefault);
    }

    /** What a new reader makes of one record. */
    List<String> texts(SinkRecord record) {
        return texts(reader().read(record));
    }

    /** Such as {@code Upsert id=1 | name=one}: what it is, the columns of the key, the others. */
    static List<String> texts(List<TableChange> changes) {
        return changes.stream().map(Reading::text).toList();
    }

    private static String text(TableChange change) {
        Row row = change.change().row();
        List<String> columns = IntStream.range(0, row.shape().columns().size())
                .mapToObj(i -> row.shape().columns().get(i).name() + "=" + row.value(i))
                .toList();
        int keyColumns = row.shape().key().size();
        return change.change().getClass().getSimpleName()
                + " " + String.join(" ", columns.subList(0, keyColumns))
                + " | " + String.join(" ", columns.subList(keyColumns, columns.size()));
    }
}
