// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.predicates;

import dev.sluice.connect.transforms.cdc.MapEnvelopes;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a record says of the change it stands for: an envelope in its {@code op} and {@code source}; a record that was unwrapped already in
 * the headers or fields that {@code add.headers} and {@code add.fields} gave it. Structs and maps alike,
 * and maps that hold a schema and the payload.
 */
final class ChangeEvent {
    private static final String PREFIX = "__";

    private ChangeEvent() {}

    /** The code of the operation; null where the record does not say. */
    static @Nullable Object operation(ConnectRecord<?> record) {
        Object value = MapEnvelopes.payload(record.value());
        return isEnvelope(value) ? child(value, "op") : addition(record, "op");
    }

    /** What {@code source.snapshot} says, {@code "false"} for a change; null where the record does not say. */
    static @Nullable Object snapshot(ConnectRecord<?> record) {
        Object value = MapEnvelopes.payload(record.value());
        return isEnvelope(value) ? child(child(value, "source"), "snapshot") : addition(record, "snapshot");
    }

    /** An envelope, whatever its rows are, or a logical message, which is laid out like one. */
    private static boolean isEnvelope(@Nullable Object value) {
        return has(value, "op")
                && ((has(value, "before") && has(value, "after"))
                        || (has(value, "source") && has(value, "message"))
                        || hasEnvelopeName(value));
    }

    private static boolean hasEnvelopeName(@Nullable Object value) {
        if (!(value instanceof Struct struct)) {
            return false;
        }
        String name = struct.schema().name();
        return name != null && name.endsWith(".Envelope");
    }

    private static @Nullable Object addition(ConnectRecord<?> record, String name) {
        Header header = record.headers().lastWithName(PREFIX + name);
        return header == null ? child(MapEnvelopes.payload(record.value()), PREFIX + name) : header.value();
    }

    private static boolean has(@Nullable Object parent, String name) {
        return parent instanceof Struct struct
                ? struct.schema().field(name) != null
                : parent instanceof Map<?, ?> map && map.containsKey(name);
    }

    private static @Nullable Object child(@Nullable Object parent, String name) {
        if (parent instanceof Struct struct) {
            Schema schema = struct.schema();
            Field field = schema.field(name);
            return field == null ? null : struct.get(field);
        }
        return parent instanceof Map<?, ?> map ? map.get(name) : null;
    }
}
