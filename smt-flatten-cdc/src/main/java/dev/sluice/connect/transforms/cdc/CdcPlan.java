// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.UnavailableValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything about one envelope schema that is the same for all its records, so that a record costs no look-up by name.
 *
 * <p>Rows have one schema whatever the operation: a sink that groups by schema is not interrupted by deletes. The one exception is a delete
 * of which nothing but the key is known, where the schema requires more than the key.
 */
final class CdcPlan implements UnwrapPlan<Struct> {
    private static final Logger log = LoggerFactory.getLogger(CdcPlan.class);

    private static final String FIELDS = "add.fields";

    private final Envelope envelope;
    private final Flattener flattener;
    private final List<Flattener.Leaf> leaves;
    private final List<MetadataValue> headers;
    private final TopicRoute route;
    private final FieldDrops drops;
    private final UnavailableValue unavailable;
    private final JsonSettings json;
    private final JsonExpander expander;
    private final RowPlan.Layout layout;
    private final RowPlan fromAfter;
    private final RowPlan fromBefore;
    private @Nullable Schema keySchema;
    private @Nullable RowPlan fromKey;

    /** @throws DataException if the values cannot be laid out as columns */
    CdcPlan(Envelope envelope, CdcSettings settings, FieldDrops drops, JsonExpander expander) {
        this.envelope = envelope;
        this.drops = drops;
        this.json = settings.json();
        this.expander = expander;
        this.unavailable = new UnavailableValue(settings.unavailable().placeholder());
        this.flattener = new Flattener(settings.flattening(), new TypeConversions(settings.types(), unavailable));
        this.leaves = flattener.leavesOf(envelope.row());
        this.headers = metadata("add.headers", settings.metadata().headers(), Flattener.KEEPING, settings);
        this.route = TopicRoute.of(settings.routes(), envelope);
        this.layout = new RowPlan.Layout(
                envelope.row(),
                false,
                metadata(FIELDS, settings.metadata().fields(), flattener, settings),
                settings.deletes().mode().marksRows() ? settings.deletes().mark() : null,
                settings.flattening().naming(),
                settings.unavailable().mode());
        this.fromAfter = rowFrom(envelope.row(), settings);
        this.fromBefore =
                envelope.beforeRow().equals(envelope.row()) ? fromAfter : rowFrom(envelope.beforeRow(), settings);
    }

    @Override
    public Operation operation(Struct value) {
        return envelope.operation(value);
    }

    @Override
    public Row upserted(ConnectRecord<?> record, Struct value, Set<String> dropped) {
        Struct after = envelope.after(value);
        if (after == null) {
            throw new DataException("field 'after' is null, though 'op' says that there is a row");
        }
        Struct before = fromBefore == fromAfter ? envelope.before(value) : null;
        return row(fromAfter.without(dropped, drops), after, before, value, record, false);
    }

    @Override
    public Row deleted(ConnectRecord<?> record, Struct value, Set<String> dropped) {
        Struct before = envelope.before(value);
        if (before != null) {
            return row(fromBefore.without(dropped, drops), before, null, value, record, true);
        }
        Struct key = record.key() instanceof Struct struct ? struct : null;
        RowPlan plan = planFromKey(key == null ? null : key.schema());
        return row(plan.without(dropped, drops), key, null, value, record, true);
    }

    private Row row(
            RowPlan plan,
            @Nullable Struct image,
            @Nullable Struct before,
            Struct value,
            ConnectRecord<?> record,
            boolean deleted) {
        return expander.expand(record.topic(), plan.row(image, before, value, record, deleted), plan.jsonPlaces());
    }

    @Override
    public String topic(ConnectRecord<?> record, Struct value) {
        Struct after = envelope.after(value);
        return route.topicOf(record, value, after == null ? envelope.before(value) : after);
    }

    @Override
    public void setHeaders(Headers target, ConnectRecord<?> record, Struct value) {
        for (MetadataValue header : headers) {
            target.remove(header.outputName());
            target.add(header.outputName(), header.read(record, value), header.schema());
        }
    }

    private List<MetadataValue> metadata(
            String option, List<MetadataField> wanted, Flattener flattener, CdcSettings settings) {
        List<MetadataValue> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (MetadataField field : wanted) {
            List<MetadataValue> values = derived(field)
                    .map(List::of)
                    .orElseGet(
                            () -> MetadataValue.resolve(field, envelope, flattener, settings.replaceNullWithDefault()));
            found.addAll(values);
            Optional<Schema> known = KnownFields.typeOf(field.reference());
            if (values.isEmpty() && known.isPresent() && option.equals(FIELDS)) {
                found.add(
                        new MetadataValue(field.outputName(), field.reference(), known.get(), (record, value) -> null));
                continue;
            }
            if (values.isEmpty()) {
                missing.add(field.reference());
            }
        }
        if (!missing.isEmpty()) {
            log.warn(
                    "{}: the envelope '{}' has no field {}; its records go without",
                    option,
                    Schemas.nameOf(envelope.schema()),
                    String.join(", ", missing));
        }
        return List.copyOf(found);
    }

    /** What the envelope says only in several fields together. */
    private Optional<MetadataValue> derived(MetadataField wanted) {
        return switch (wanted.reference()) {
            case EventOrder.REFERENCE ->
                EventOrder.of(envelope)
                        .map(order -> new MetadataValue(
                                wanted.outputName(),
                                EventOrder.REFERENCE,
                                Schema.OPTIONAL_STRING_SCHEMA,
                                (record, value) -> order.read(value)));
            case ChangedFields.REFERENCE -> {
                ChangedFields changed = ChangedFields.of(envelope, unavailable);
                yield Optional.of(new MetadataValue(
                        wanted.outputName(),
                        ChangedFields.REFERENCE,
                        ChangedFields.SCHEMA,
                        (record, value) -> changed.read(value)));
            }
            default -> Optional.empty();
        };
    }

    private RowPlan rowFrom(Schema image, CdcSettings settings) {
        List<RowPlan.Source> sources = new ArrayList<>();
        for (Flattener.Leaf leaf : leaves) {
            Optional<List<Step>> path = SourcePath.findLike(leaf.path(), image);
            RowPlan.Source source = path.isEmpty()
                    ? RowPlan.Source.absent(leaf)
                    : RowPlan.Source.of(leaf, unavailable).at(path.get(), settings.replaceNullWithDefault());
            sources.add(source.holdingJson(json.placesIn(leaf)));
        }
        return RowPlan.of(layout, sources);
    }

    private RowPlan planFromKey(@Nullable Schema key) {
        if (fromKey == null || !Objects.equals(key, keySchema)) {
            fromKey = rowFromKey(key);
            keySchema = key;
        }
        return fromKey;
    }

    private RowPlan rowFromKey(@Nullable Schema key) {
        Map<String, Flattener.Leaf> keyLeaves = new HashMap<>();
        if (key != null) {
            flattener.leavesOf(key).forEach(leaf -> keyLeaves.put(SourcePath.describe(leaf.path()), leaf));
        }
        List<RowPlan.Source> sources = new ArrayList<>();
        for (Flattener.Leaf leaf : leaves) {
            Flattener.Leaf inKey = keyLeaves.get(SourcePath.describe(leaf.path()));
            if (inKey != null && isLike(inKey.schema(), leaf.schema())) {
                sources.add(RowPlan.Source.ofKey(leaf, inKey, unavailable).holdingJson(json.placesIn(leaf)));
            } else if (inKey != null && inKey.schema().type() == leaf.schema().type()) {
                // Read as the row's type it would be another value, or none: days are no milliseconds.
                sources.add(RowPlan.Source.ofKeyAsItIs(leaf, inKey, unavailable));
            } else {
                sources.add(RowPlan.Source.absent(leaf).holdingJson(json.placesIn(leaf)));
            }
        }
        return RowPlan.of(layout, sources);
    }

    /** Whether a value of the one is the same value under the other. */
    private static boolean isLike(Schema key, Schema row) {
        return key.type() == row.type()
                && Objects.equals(key.name(), row.name())
                && Objects.equals(scale(key), scale(row));
    }

    /** Of a decimal, whose bytes mean nothing without it. */
    private static @Nullable String scale(Schema schema) {
        return schema.parameters() == null ? null : schema.parameters().get(Decimal.SCALE_FIELD);
    }
}
