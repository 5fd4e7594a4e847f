// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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
    /** Enough for a task's tables while several schema versions are in use; a source that makes schemas without end must not fill the heap. */
    private static final int PLANS_KEPT = 1_000;

    private static final RecordPlan NO_COLUMNS = RecordPlan.of(List.of(), List.of(), null);

    private final TableNaming naming;
    private final RecordPlanner planner;
    private final Deletes deletes;
    private final boolean replaceNullWithDefault;
    private final EventReader events;
    private final List<String> headers;
    private final PlanCache plans;
    private final PlanCache deletePlans;
    private final Tombstones tombstones = new Tombstones();

    /** Plans by the schemas they are made of. */
    private static final class PlanCache {
        private final Function<RecordPlanner.Schemas, RecordPlan> planner;
        private final Map<RecordPlanner.Schemas, RecordPlan> plans = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<RecordPlanner.Schemas, RecordPlan> eldest) {
                return size() > PLANS_KEPT;
            }
        };

        private RecordPlanner.@Nullable Schemas last;
        private @Nullable RecordPlan lastPlan;

        private PlanCache(Function<RecordPlanner.Schemas, RecordPlan> planner) {
            this.planner = planner;
        }

        private RecordPlan plan(@Nullable Schema key, @Nullable Schema value, Map<String, Schema> headers) {
            // Converters hand out the same schema objects again and again; comparing two pointers spares the deep
            // comparison.
            if (lastPlan != null
                    && last != null
                    && last.key() == key
                    && last.value() == value
                    && last.headers().equals(headers)) {
                return lastPlan;
            }
            RecordPlanner.Schemas schemas = new RecordPlanner.Schemas(key, value, headers);
            RecordPlan plan = plans.get(schemas);
            if (plan == null) {
                plan = planner.apply(schemas);
                plans.put(schemas, plan);
            }
            last = schemas;
            lastPlan = plan;
            return plan;
        }
    }

    public RecordReader(TableNaming naming, RecordPlanner planner, Deletes deletes, boolean replaceNullWithDefault) {
        this.naming = naming;
        this.planner = planner;
        this.deletes = deletes;
        this.replaceNullWithDefault = replaceNullWithDefault;
        this.events = new EventReader(deletes.field(), planner.unavailable());
        this.headers = planner.headers();
        this.plans = new PlanCache(planner::plan);
        this.deletePlans = new PlanCache(planner::deletePlan);
    }

    /**
     * What the record asks for: mostly one change; none where it is about no row; two where a change moves a row to another key.
     *
     * @throws DataException if the record cannot be written as a row, whatever the database holds
     */
    public List<TableChange> read(SinkRecord record) {
        Event event = events.read(record);
        return switch (event.kind()) {
            case WRITE -> write(record, event, naming.tableOf(record));
            case DELETE -> delete(record, event, naming.tableOf(record));
            case TRUNCATE -> truncate(record, naming.tableOf(record));
            case NOTHING -> List.of();
        };
    }

    private List<TableChange> truncate(SinkRecord record, TableId table) {
        if (!deletes.truncateEnabled()) {
            throw new DataException("the record empties its table, and truncate.enabled is false. Set"
                    + " truncate.enabled=true, leave truncates out at the source, or drop them with a transform");
        }
        return List.of(new TableChange(record, table, NO_COLUMNS, new RowChange.Truncate()));
    }

    private List<TableChange> delete(SinkRecord record, Event event, TableId table) {
        if (deletes.mode() == DeleteMode.IGNORE) {
            return List.of();
        }
        if (!deletes.enabled()) {
            throw new DataException("the record deletes a row, and delete.enabled is false."
                    + " Set delete.enabled=true, or delete.mode=ignore, or drop such records with a transform");
        }
        if (planner.keyMode() != PrimaryKeyMode.RECORD_VALUE) {
            return List.of(deletion(record, event, table, event.row()));
        }
        if (event.row() != null) {
            tombstones.expectAfter(record);
            return List.of(deletion(record, event, table, event.row()));
        }
        if (event.key() instanceof Struct key && planner.hasKeyFields(key.schema())) {
            return List.of(deletion(record, event, table, key));
        }
        if (record.value() != null) {
            throw new DataException("the change event deletes a row and does not say which: it has no 'before', from"
                    + " which pk.mode=record_value takes the key, and the record's key has not all of pk.fields. Let the"
                    + " source send whole rows (REPLICA IDENTITY FULL), or use pk.mode=record_key");
        }
        tombstones.passOver(record);
        return List.of();
    }

    private TableChange deletion(SinkRecord record, Event event, TableId table, @Nullable Struct row) {
        RecordPlan plan = deletePlans.plan(event.keySchema(), row == null ? null : row.schema(), headerSchemas(record));
        @Nullable Object[] values = values(record, event, row, plan);
        Set<Integer> absent = new HashSet<>();
        for (int i = plan.key().size(); i < values.length; i++) {
            RecordPlan.Column column = plan.others().get(i - plan.key().size());
            if (column.origin() == RecordPlan.Origin.MARK) {
                values[i] = encoded(column, true);
            } else {
                values[i] = encoded(column, raw(record, event, row, column));
                if (values[i] == null) {
                    absent.add(i);
                }
            }
        }
        RowKey key = key(plan, values);
        Row known = new Row(plan.fullShape(), values).without(absent);
        return new TableChange(
                record,
                table,
                plan,
                deletes.mode() == DeleteMode.SOFT
                        ? new RowChange.SoftDelete(key, known)
                        : new RowChange.Delete(key, known));
    }

    private List<TableChange> write(SinkRecord record, Event event, TableId table) {
        Struct row = Objects.requireNonNull(event.row());
        RecordPlan plan = plans.plan(event.keySchema(), row.schema(), headerSchemas(record));
        int keyColumns = plan.key().size();
        @Nullable Object[] values = values(record, event, row, plan);
        UnavailableFields unavailable = UnavailableFields.of(record);
        Set<Integer> absent = Set.of();
        for (int i = keyColumns; i < values.length; i++) {
            RecordPlan.Column column = plan.others().get(i - keyColumns);
            Object raw = raw(record, event, row, column);
            if (raw == null ? unavailable.lists(column) : unavailable.includes(column, raw)) {
                absent = absent.isEmpty() ? new HashSet<>() : absent;
                absent.add(i);
            } else {
                values[i] = encoded(column, raw);
            }
            if (values[i] == null && column.name().equals(plan.guard())) {
                throw new DataException("field '" + column.field() + "', which upsert.guard.field names, has no value,"
                        + " so that the event is neither older nor newer than another. Correct the source");
            }
        }
        RowKey key = key(plan, values);
        TableChange written = new TableChange(
                record, table, plan, new RowChange.Upsert(key, new Row(plan.fullShape(), values).without(absent)));
        return movesRow(event, plan)
                ? moved(deletion(record, event, table, event.before()), written)
                : List.of(written);
    }

    /** Only a key that is part of the row can change with it; a change of the record's key comes as a delete of its own. */
    private boolean movesRow(Event event, RecordPlan plan) {
        return planner.keyMode() == PrimaryKeyMode.RECORD_VALUE
                && event.before() != null
                && deletes.enabled()
                && deletes.mode() != DeleteMode.IGNORE
                && plan.key().stream()
                        .allMatch(column -> event.before().schema().field(column.field()) != null
                                && event.before().get(column.field()) != null);
    }

    private static List<TableChange> moved(TableChange deletion, TableChange written) {
        return deletion.change().key().equals(written.change().key()) ? List.of(written) : List.of(deletion, written);
    }

    private Map<String, Schema> headerSchemas(SinkRecord record) {
        if (headers.isEmpty()) {
            return Map.of();
        }
        Map<String, Schema> schemas = new HashMap<>();
        for (String name : headers) {
            Header header = record.headers().lastWithName(name);
            if (header != null) {
                schemas.put(name, header.schema() == null ? InferredSchemas.ofValue(header.value()) : header.schema());
            }
        }
        return schemas;
    }

    /** With the values of the key; those of the other columns are for the caller. */
    private @Nullable Object[] values(SinkRecord record, Event event, @Nullable Struct row, RecordPlan plan) {
        @Nullable Object[] values = new @Nullable Object[plan.key().size() + plan.others().size()];
        for (int i = 0; i < plan.key().size(); i++) {
            RecordPlan.Column column = plan.key().get(i);
            Object encoded = encoded(column, rawKey(record, event, row, column));
            if (encoded == null) {
                throw new DataException(
                        "key field '" + column.field()
                                + "' is null, and a row without a complete key cannot be found again. Correct the source or pk.fields");
            }
            values[i] = encoded;
        }
        return values;
    }

    private @Nullable Object raw(SinkRecord record, Event event, @Nullable Struct row, RecordPlan.Column column) {
        return switch (column.origin()) {
            case TOPIC -> record.topic();
            case PARTITION -> record.kafkaPartition();
            case OFFSET -> record.kafkaOffset();
            case TIMESTAMP -> record.timestamp() == null ? null : new Date(record.timestamp());
            case HEADER -> {
                Header header = record.headers().lastWithName(column.field());
                if (header == null) {
                    yield null;
                }
                yield header.schema() == null ? InferredSchemas.converted(header.value()) : header.value();
            }
            case KEY -> event.key();
            case KEY_FIELD -> event.key() instanceof Struct key ? key.get(column.field()) : null;
            case VALUE_FIELD -> row == null ? null : valueOf(row, column);
            case MARK -> false;
        };
    }

    /** A null in a key is its default, whatever becomes of others. */
    private @Nullable Object rawKey(SinkRecord record, Event event, @Nullable Struct row, RecordPlan.Column column) {
        return column.origin() == RecordPlan.Origin.VALUE_FIELD && row != null
                ? row.get(column.field())
                : raw(record, event, row, column);
    }

    private @Nullable Object valueOf(Struct row, RecordPlan.Column column) {
        return replaceNullWithDefault ? row.get(column.field()) : row.getWithoutDefault(column.field());
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
