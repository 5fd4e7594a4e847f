// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The topic with which the records of one envelope schema go on. */
@FunctionalInterface
interface TopicRoute {
    /**
     * @param image the row before a delete, after any other change; null where the event has none
     * @throws DataException where what the name depends on is not there
     */
    String topicOf(ConnectRecord<?> record, Struct envelope, @Nullable Struct image);

    static TopicRoute of(RouteSettings settings, Envelope envelope) {
        if (!settings.byField().isEmpty()) {
            return byField(settings.byField(), envelope);
        }
        List<TopicTemplate.Part> parts = settings.template().parts();
        return parts.isEmpty() ? (record, value, image) -> record.topic() : byTemplate(parts, envelope);
    }

    private static TopicRoute byField(String name, Envelope envelope) {
        requireText(name, envelope.row());
        return (record, value, image) -> {
            Struct holder = image;
            if (holder == null) {
                Operation operation = envelope.operation(value);
                if (operation != Operation.DELETE) {
                    return record.topic();
                }
                // The key is all that is known of the row, and the wrong topic would keep the row alive in the right
                // one.
                holder = record.key() instanceof Struct key && key.schema().field(name) != null ? key : null;
                if (holder == null) {
                    throw new DataException("field '" + name
                            + "', which route.by.field names, is unknown: the delete has no 'before', and"
                            + " its key has no such field. Let the source send whole rows (REPLICA IDENTITY FULL)");
                }
            }
            requireText(name, holder.schema());
            String topic = (String) holder.getWithoutDefault(name);
            return topic == null || topic.isBlank() ? record.topic() : topic;
        };
    }

    private static void requireText(String name, Schema row) {
        Field field = row.field(name);
        if (field == null || field.schema().type() != Schema.Type.STRING) {
            throw new DataException("field '" + name + "', which route.by.field names, is not a STRING of the row '"
                    + Schemas.nameOf(row) + "'");
        }
    }

    private static TopicRoute byTemplate(List<TopicTemplate.Part> parts, Envelope envelope) {
        List<TopicRoute> joined = new ArrayList<>();
        for (TopicTemplate.Part part : parts) {
            joined.add(part.isReference() ? reference(part.text(), envelope) : (record, value, image) -> part.text());
        }
        TopicRoute[] readers = joined.toArray(TopicRoute[]::new);
        return (record, value, image) -> {
            StringBuilder topic = new StringBuilder();
            for (TopicRoute reader : readers) {
                topic.append(reader.topicOf(record, value, image));
            }
            return topic.toString();
        };
    }

    private static TopicRoute reference(String reference, Envelope envelope) {
        if (reference.equals(TopicTemplate.TOPIC)) {
            return (record, value, image) -> record.topic();
        }
        List<MetadataValue> found =
                MetadataValue.resolve(new MetadataField(reference, reference), envelope, Flattener.KEEPING, false);
        if (found.isEmpty()) {
            throw new DataException("the envelope '" + Schemas.nameOf(envelope.schema()) + "' has no field '"
                    + reference + "', which route.topic names");
        }
        MetadataValue source = found.get(0);
        return (record, value, image) -> {
            Object part = source.read(record, value);
            if (part == null) {
                throw new DataException("field '" + reference + "', which route.topic names, is null");
            }
            return part.toString();
        };
    }
}
