// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.UnavailableValue;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of each record: a row, a tombstone, the record as it was, or nothing.
 *
 * <p>The record that comes in is never changed, nor are its headers: a worker may hand it over again. Used by one task thread.
 */
public final class CdcEngine<R extends ConnectRecord<R>> {
    private final CdcSettings settings;
    private final FieldDrops drops;
    private final PlanCache<Recognised> plans;
    private final MapPlan mapPlan;
    private final RecordKeys keys;

    public CdcEngine(CdcSettings settings) {
        this.settings = settings;
        this.drops = new FieldDrops(settings.drops());
        JsonExpander expander = new JsonExpander(
                settings.json(),
                settings.flattening(),
                new UnavailableValue(settings.unavailable().placeholder()),
                settings.schemaCacheSize());
        this.plans =
                new PlanCache<>(settings.schemaCacheSize(), schema -> Recognised.of(schema, settings, drops, expander));
        this.mapPlan = new MapPlan(settings);
        this.keys = new RecordKeys(settings, drops);
    }

    /**
     * What goes on in place of this record; null where nothing does.
     *
     * @throws DataException if the record is an envelope that cannot be unwrapped; the message names the field and no value
     */
    public @Nullable R apply(R record) {
        Object value = record.value();
        if (value instanceof Struct struct) {
            Recognised schema = plans.planFor(struct.schema());
            return schema.plan() == null ? other(record, schema.control()) : unwrap(record, struct, schema.plan());
        }
        if (value instanceof Map<?, ?> map) {
            return unwrap(record, map);
        }
        return value == null ? tombstone(record) : other(record, false);
    }

    private @Nullable R unwrap(R record, Map<?, ?> value) {
        if (!settings.envelopes().detection().byStructure()) {
            return other(record, false);
        }
        Object payload = MapEnvelopes.payload(value);
        if (payload == null) {
            return tombstone(record);
        }
        if (!(payload instanceof Map<?, ?> map)) {
            return other(record, false);
        }
        return MapEnvelopes.isOne(map) ? unwrap(record, map, mapPlan) : other(record, ControlKind.isOne(map));
    }

    private <E> @Nullable R unwrap(R record, E envelope, UnwrapPlan<E> plan) {
        return switch (plan.operation(envelope)) {
            case CREATE, READ, UPDATE -> upserted(record, envelope, plan);
            case DELETE -> delete(record, envelope, plan);
            case TRUNCATE -> truncate(record, envelope, plan);
            case MESSAGE -> message(record, envelope, plan);
        };
    }

    private @Nullable R other(R record, boolean control) {
        return switch (control
                ? settings.envelopes().control()
                : settings.envelopes().others()) {
            case PASS -> record;
            case DROP -> null;
            case FAIL ->
                throw new DataException(
                        control
                                ? "a record that Debezium wrote about itself (heartbeat, schema change, transaction,"
                                        + " notification) arrived. Set control.records to pass or drop them"
                                : "a record arrived that is no change event. Set non.cdc.records to pass or drop them");
        };
    }

    private <E> @Nullable R message(R record, E envelope, UnwrapPlan<E> plan) {
        return switch (settings.envelopes().messages()) {
            case PASS -> record;
            case DROP -> null;
            case UNWRAP -> upserted(record, envelope, plan);
        };
    }

    private @Nullable R tombstone(R record) {
        if (!settings.deletes().mode().keepsTombstones()) {
            return null;
        }
        R kept = copy(record, record.topic(), drops.of(record), null, null);
        for (MetadataField header : settings.metadata().headers()) {
            // A tombstone has no envelope to read from, but what it stands for is known.
            if (header.reference().equals("op")) {
                setOperation(kept, header.outputName(), Operation.DELETE);
            }
        }
        return kept;
    }

    private <E> @Nullable R delete(R record, E envelope, UnwrapPlan<E> plan) {
        return switch (settings.deletes().mode()) {
            case DROP -> null;
            case TOMBSTONE, DELETE_TO_TOMBSTONE -> withoutValue(record, envelope, plan);
            case REWRITE, REWRITE_WITH_TOMBSTONE -> {
                Set<String> dropped = drops.of(record);
                yield row(record, envelope, plan, plan.deleted(record, envelope, dropped), dropped);
            }
        };
    }

    private <E> R upserted(R record, E envelope, UnwrapPlan<E> plan) {
        Set<String> dropped = drops.of(record);
        return row(record, envelope, plan, plan.upserted(record, envelope, dropped), dropped);
    }

    private <E> @Nullable R truncate(R record, E envelope, UnwrapPlan<E> plan) {
        R truncation =
                switch (settings.deletes().truncates()) {
                    case DROP -> null;
                    case PASS -> {
                        R passed = copy(
                                record, plan.topic(record, envelope), Set.of(), record.valueSchema(), record.value());
                        yield withHeaders(passed, record, envelope, plan);
                    }
                    case REWRITE -> withoutValue(record, envelope, plan);
                    case FAIL ->
                        throw new DataException(
                                "a truncate of the whole table arrived (op 't'). Set truncate.handling.mode to drop"
                                        + " it, to pass it on as it is, or to rewrite it to a null value with the header "
                                        + CdcHeaders.OPERATION);
                };
        if (truncation != null) {
            setOperation(truncation, CdcHeaders.OPERATION, Operation.TRUNCATE);
        }
        return truncation;
    }

    private <E> R row(R record, E envelope, UnwrapPlan<E> plan, Row row, Set<String> dropped) {
        R copy = copy(record, plan.topic(record, envelope), dropped, row.schema(), row.value());
        R unwrapped = withHeaders(copy, record, envelope, plan);
        CdcHeaders.setUnavailable(unwrapped.headers(), row.unavailable());
        return unwrapped;
    }

    /** Without a schema too: to converters a null with a schema is a value, and sinks that group by schema would end a batch at it. */
    private <E> R withoutValue(R record, E envelope, UnwrapPlan<E> plan) {
        R copy = copy(record, plan.topic(record, envelope), drops.of(record), null, null);
        return withHeaders(copy, record, envelope, plan);
    }

    private <E> R withHeaders(R target, R original, E envelope, UnwrapPlan<E> plan) {
        plan.setHeaders(target.headers(), original, envelope);
        return target;
    }

    private static void setOperation(ConnectRecord<?> record, String header, Operation operation) {
        Headers headers = record.headers();
        headers.remove(header);
        headers.add(header, operation.code(), Schema.OPTIONAL_STRING_SCHEMA);
    }

    /** With headers of its own. */
    private R copy(R record, String topic, Set<String> dropped, @Nullable Schema valueSchema, @Nullable Object value) {
        SchemaAndValue key = keys.of(record, dropped);
        return record.newRecord(
                topic, record.kafkaPartition(), key.schema(), key.value(), valueSchema, value, record.timestamp());
    }
}
