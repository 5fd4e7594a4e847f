// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
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
    private final PlanCache<Optional<CdcPlan>> plans;

    public CdcEngine(CdcSettings settings) {
        this.settings = settings;
        this.plans = new PlanCache<>(settings.schemaCacheSize(), schema -> CdcPlan.of(schema, settings));
    }

    /**
     * What goes on in place of this record; null where nothing does.
     *
     * @throws DataException if the record is an envelope that cannot be unwrapped; the message names the field and no value
     */
    public @Nullable R apply(R record) {
        if (record.value() == null) {
            return tombstone(record);
        }
        if (!(record.value() instanceof Struct envelope) || !Envelope.mayBe(envelope.schema())) {
            return record;
        }
        CdcPlan plan = plans.planFor(envelope.schema()).orElse(null);
        return plan == null ? record : unwrap(record, envelope, plan);
    }

    private @Nullable R unwrap(R record, Struct envelope, CdcPlan plan) {
        return switch (plan.operation(envelope)) {
            case CREATE, READ, UPDATE -> row(record, envelope, plan, plan.upserted(record, envelope));
            case DELETE -> delete(record, envelope, plan);
            case TRUNCATE -> truncate(record, envelope, plan);
            case MESSAGE -> record;
        };
    }

    private @Nullable R tombstone(R record) {
        if (!settings.deletes().keepsTombstones()) {
            return null;
        }
        R kept = copy(record, null, null);
        for (MetadataField header : settings.addHeaders()) {
            // A tombstone has no envelope to read from, but what it stands for is known.
            if (header.reference().equals("op")) {
                setOperation(kept, header.outputName(), Operation.DELETE);
            }
        }
        return kept;
    }

    private @Nullable R delete(R record, Struct envelope, CdcPlan plan) {
        return switch (settings.deletes()) {
            case DROP -> null;
            case TOMBSTONE, DELETE_TO_TOMBSTONE -> withoutValue(record, envelope, plan);
            case REWRITE, REWRITE_WITH_TOMBSTONE -> row(record, envelope, plan, plan.deleted(record, envelope));
        };
    }

    private @Nullable R truncate(R record, Struct envelope, CdcPlan plan) {
        R truncation =
                switch (settings.truncates()) {
                    case DROP -> null;
                    case PASS ->
                        withHeaders(copy(record, record.valueSchema(), record.value()), record, envelope, plan);
                    case REWRITE -> withoutValue(record, envelope, plan);
                    case FAIL ->
                        throw new DataException(
                                "a truncate of the whole table arrived (op 't'). Set truncate.handling.mode to drop it, to pass it on as it"
                                        + " is, or to rewrite it to a null value with the header "
                                        + CdcHeaders.OPERATION);
                };
        if (truncation != null) {
            setOperation(truncation, CdcHeaders.OPERATION, Operation.TRUNCATE);
        }
        return truncation;
    }

    private R row(R record, Struct envelope, CdcPlan plan, Struct row) {
        R unwrapped = withHeaders(copy(record, row.schema(), row), record, envelope, plan);
        List<String> unavailable = plan.unavailableColumns(row);
        if (!unavailable.isEmpty()) {
            unwrapped.headers().remove(CdcHeaders.UNAVAILABLE);
            unwrapped.headers().add(CdcHeaders.UNAVAILABLE, unavailable, CdcHeaders.UNAVAILABLE_SCHEMA);
        }
        return unwrapped;
    }

    /** Without a schema too: to converters a null with a schema is a value, and sinks that group by schema would end a batch at it. */
    private R withoutValue(R record, Struct envelope, CdcPlan plan) {
        return withHeaders(copy(record, null, null), record, envelope, plan);
    }

    private static <T extends ConnectRecord<T>> T withHeaders(
            T target, ConnectRecord<?> original, Struct envelope, CdcPlan plan) {
        plan.setHeaders(target.headers(), original, envelope);
        return target;
    }

    private static void setOperation(ConnectRecord<?> record, String header, Operation operation) {
        Headers headers = record.headers();
        headers.remove(header);
        headers.add(header, operation.code(), Schema.OPTIONAL_STRING_SCHEMA);
    }

    /** With headers of its own. */
    private R copy(R record, @Nullable Schema valueSchema, @Nullable Object value) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                valueSchema,
                value,
                record.timestamp());
    }
}
