// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a record asks of which row.
 *
 * <p>Not safe for threads: it keeps plans and table names, as one task does.
 */
public final class RecordReader {
    private static final String OPERATION_HEADER = "__op";
    private static final String TRUNCATE = "t";

    /** Enough for a task's tables while several schema versions are in use; a source that makes schemas without end must not fill the heap. */
    private static final int PLANS_KEPT = 1_000;

    private final TableNaming naming;
    private final RecordPlanner planner;
    private final boolean deleteEnabled;
    private final boolean replaceNullWithDefault;
    private final Map<String, TableId> tables = new HashMap<>();
    private final Map<Schemas, RecordPlan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Schemas, RecordPlan> eldest) {
            return size() > PLANS_KEPT;
        }
    };

    private @Nullable Schemas lastSchemas;
    private @Nullable RecordPlan lastPlan;

    private record Schemas(@Nullable Schema key, @Nullable Schema value) {}

    public RecordReader(
            TableNaming naming, RecordPlanner planner, boolean deleteEnabled, boolean replaceNullWithDefault) {
        this.naming = naming;
        this.planner = planner;
        this.deleteEnabled = deleteEnabled;
        this.replaceNullWithDefault = replaceNullWithDefault;
    }

    /** @throws DataException if the record cannot be written as a row, whatever the database holds */
    public TableChange read(SinkRecord record) {
        TableId table = tables.computeIfAbsent(record.topic(), naming::tableOf);
        return record.value() == null ? readDelete(record, table) : readUpsert(record, table);
    }

    private TableChange readDelete(SinkRecord record, TableId table) {
        Header operation = record.headers().lastWithName(OPERATION_HEADER);
        if (operation != null && TRUNCATE.equals(operation.value())) {
            throw new DataException("the record empties its table (header __op is t), which this sink does not do yet."
                    + " Leave truncates out at the source, or drop them with a transform");
        }
        if (!deleteEnabled) {
            throw new DataException("the record has no value, which deletes a row, and delete.enabled is false."
                    + " Set delete.enabled=true and pk.mode=record_key, or drop tombstones with a transform");
        }
        RecordPlan plan = plan(record.keySchema(), null);
        @Nullable Object[] values = new @Nullable Object[plan.key().size()];
        readKey(record, plan, values);
        Row row = new Row(plan.keyShape(), values);
        return new TableChange(record, table, plan, new RowChange.Delete(key(plan, values), row));
    }

    private TableChange readUpsert(SinkRecord record, TableId table) {
        if (!(record.value() instanceof Struct value)) {
            throw new DataException(
                    "the record's value is no struct with a schema, so that its columns are unknown."
                            + " Use a value converter with schemas (Avro, Protobuf, JSON Schema, or JSON with schemas.enable=true)");
        }
        RecordPlan plan = plan(record.keySchema(), value.schema());
        int keyColumns = plan.key().size();
        @Nullable Object[] values = new @Nullable Object[keyColumns + plan.others().size()];
        readKey(record, plan, values);
        UnavailableFields unavailable = UnavailableFields.of(record);
        Set<Integer> absent = Set.of();
        for (int i = keyColumns; i < values.length; i++) {
            RecordPlan.Column column = plan.others().get(i - keyColumns);
            Object raw = replaceNullWithDefault ? value.get(column.field()) : value.getWithoutDefault(column.field());
            if (raw == null ? unavailable.lists(column) : unavailable.includes(column, raw)) {
                absent = absent.isEmpty() ? new HashSet<>() : absent;
                absent.add(i);
            } else {
                values[i] = encoded(column, raw);
            }
        }
        RowKey key = key(plan, values);
        Row row = new Row(plan.fullShape(), values).without(absent);
        return new TableChange(record, table, plan, new RowChange.Upsert(key, row));
    }

    private RecordPlan plan(@Nullable Schema keySchema, @Nullable Schema valueSchema) {
        // Converters hand out the same schema objects again and again; comparing two pointers spares the deep
        // comparison.
        if (lastPlan != null
                && lastSchemas != null
                && lastSchemas.key == keySchema
                && lastSchemas.value == valueSchema) {
            return lastPlan;
        }
        Schemas schemas = new Schemas(keySchema, valueSchema);
        RecordPlan plan = plans.get(schemas);
        if (plan == null) {
            plan = planner.plan(keySchema, valueSchema);
            plans.put(schemas, plan);
        }
        lastSchemas = schemas;
        lastPlan = plan;
        return plan;
    }

    private void readKey(SinkRecord record, RecordPlan plan, @Nullable Object[] values) {
        for (int i = 0; i < plan.key().size(); i++) {
            RecordPlan.Column column = plan.key().get(i);
            Object encoded = encoded(column, raw(record, column));
            if (encoded == null) {
                throw new DataException(
                        "key field '" + column.field()
                                + "' is null, and a row without a complete key cannot be found again. Correct the source or pk.fields");
            }
            values[i] = encoded;
        }
    }

    private static @Nullable Object raw(SinkRecord record, RecordPlan.Column column) {
        return switch (column.origin()) {
            case TOPIC -> record.topic();
            case PARTITION -> record.kafkaPartition();
            case OFFSET -> record.kafkaOffset();
            case KEY -> record.key();
            case KEY_FIELD -> record.key() instanceof Struct key ? key.get(column.field()) : null;
            case VALUE_FIELD -> ((Struct) record.value()).get(column.field());
        };
    }

    private static @Nullable Object encoded(RecordPlan.Column column, @Nullable Object raw) {
        if (raw == null) {
            return null;
        }
        try {
            return column.mapping().encoder().encode(raw);
        } catch (DataException e) {
            throw new DataException("field '" + column.field() + "': " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // Without the cause, whose message may quote the value.
            throw new DataException("field '" + column.field() + "' of type " + column.typeName()
                    + " holds a value that has no form in the database ("
                    + e.getClass().getSimpleName() + "). Correct the source");
        }
    }

    private static RowKey key(RecordPlan plan, @Nullable Object[] values) {
        List<Object> key = new ArrayList<>(plan.key().size());
        for (int i : plan.keyOrder()) {
            key.add(Objects.requireNonNull(values[i]));
        }
        return new RowKey(plan.keyNames(), key);
    }
}
