// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.UnavailableValue;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** Unwraps envelopes without a schema into maps. Without a schema there is nothing to plan: each record is looked at as it is. */
final class MapPlan implements UnwrapPlan<Map<?, ?>> {
    private final CdcSettings settings;
    private final UnavailableValue unavailable;

    MapPlan(CdcSettings settings) {
        this.settings = settings;
        this.unavailable = new UnavailableValue(settings.unavailable().placeholder());
    }

    @Override
    public Operation operation(Map<?, ?> envelope) {
        return MapEnvelopes.operation(envelope);
    }

    @Override
    public Row upserted(ConnectRecord<?> record, Map<?, ?> envelope, Set<String> dropped) {
        Map<?, ?> after = MapEnvelopes.after(envelope);
        if (after == null) {
            throw new DataException("field 'after' is null, though 'op' says that there is a row");
        }
        return row(record, envelope, after, MapEnvelopes.before(envelope), dropped, false);
    }

    @Override
    public Row deleted(ConnectRecord<?> record, Map<?, ?> envelope, Set<String> dropped) {
        Map<?, ?> before = MapEnvelopes.before(envelope);
        return row(record, envelope, before == null ? keyOf(record) : before, null, dropped, true);
    }

    @Override
    public void setHeaders(Headers target, ConnectRecord<?> record, Map<?, ?> envelope) {
        for (MetadataField header : settings.metadata().headers()) {
            target.remove(header.outputName());
            target.add(header.outputName(), MapRow.copy(read(header.reference(), record, envelope)), null);
        }
    }

    @Override
    public String topic(ConnectRecord<?> record, Map<?, ?> envelope) {
        String field = settings.routes().byField();
        if (!field.isEmpty()) {
            return topicByField(field, record, envelope);
        }
        if (settings.routes().template().parts().isEmpty()) {
            return record.topic();
        }
        StringBuilder topic = new StringBuilder();
        for (TopicTemplate.Part part : settings.routes().template().parts()) {
            topic.append(part.isReference() ? reference(part.text(), record, envelope) : part.text());
        }
        return topic.toString();
    }

    private Row row(
            ConnectRecord<?> record,
            Map<?, ?> envelope,
            Map<?, ?> image,
            @Nullable Map<?, ?> before,
            Set<String> dropped,
            boolean deleted) {
        MapRow row = new MapRow(
                settings.flattening(),
                settings.json(),
                unavailable,
                settings.unavailable().mode(),
                dropped,
                Set.of());
        row.addAll(image, before);
        if (settings.deletes().mode().marksRows()) {
            DeletedMark mark = settings.deletes().mark();
            row.add(mark.name(), mark.value(deleted));
        }
        for (MetadataField field : settings.metadata().fields()) {
            row.add(field.outputName(), read(field.reference(), record, envelope));
        }
        return row.build();
    }

    private @Nullable Object read(String reference, ConnectRecord<?> record, Map<?, ?> envelope) {
        Optional<KafkaField> kafka = KafkaField.of(reference);
        if (kafka.isEmpty()) {
            return switch (reference) {
                case EventOrder.REFERENCE ->
                    envelope.get("source") instanceof Map<?, ?> source ? EventOrder.read(source) : null;
                case ChangedFields.REFERENCE ->
                    ChangedFields.read(MapEnvelopes.before(envelope), MapEnvelopes.after(envelope), unavailable);
                default -> MapEnvelopes.read(envelope, reference);
            };
        }
        Object value = kafka.get().read(record);
        // Without a schema that says "timestamp", a Date is nothing that a converter could write.
        return value instanceof Date date ? (Object) date.getTime() : value;
    }

    private static Map<?, ?> keyOf(ConnectRecord<?> record) {
        return MapEnvelopes.payload(record.key()) instanceof Map<?, ?> key ? key : Map.of();
    }

    private static String topicByField(String field, ConnectRecord<?> record, Map<?, ?> envelope) {
        Map<?, ?> image = MapEnvelopes.after(envelope);
        if (image == null) {
            image = MapEnvelopes.before(envelope);
        }
        if (image == null) {
            if (MapEnvelopes.operation(envelope) != Operation.DELETE) {
                return record.topic();
            }
            image = keyOf(record);
        }
        Object topic = image.get(field);
        if (!image.containsKey(field) || !(topic == null || topic instanceof String)) {
            throw new DataException("field '" + field + "', which route.by.field names, is not a text of the row");
        }
        return topic == null || ((String) topic).isBlank() ? record.topic() : (String) topic;
    }

    private String reference(String reference, ConnectRecord<?> record, Map<?, ?> envelope) {
        Object part = reference.equals(TopicTemplate.TOPIC) ? record.topic() : read(reference, record, envelope);
        if (part == null || part instanceof Map) {
            throw new DataException("field '" + reference + "', which route.topic names, is null or not one value");
        }
        return part.toString();
    }
}
