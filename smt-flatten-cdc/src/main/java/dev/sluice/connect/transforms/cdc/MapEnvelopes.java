// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Envelopes without a schema: maps, as the JSON converter makes them with {@code schemas.enable=false}. */
public final class MapEnvelopes {
    private static final String SCHEMA = "schema";
    private static final String PAYLOAD = "payload";

    private MapEnvelopes() {}

    /** What a message holds that was written with its schema and read as if it had none; any other value itself. */
    public static @Nullable Object payload(@Nullable Object value) {
        return value instanceof Map<?, ?> map
                        && map.size() == 2
                        && map.containsKey(SCHEMA)
                        && map.containsKey(PAYLOAD)
                        && isMapOrNull(map.get(SCHEMA))
                ? map.get(PAYLOAD)
                : value;
    }

    /** An operation, and rows that are maps where they are not null; or a logical message. */
    static boolean isOne(Map<?, ?> value) {
        boolean change = value.containsKey("before")
                && value.containsKey("after")
                && isMapOrNull(value.get("before"))
                && isMapOrNull(value.get("after"));
        return value.get("op") instanceof String op
                && (change || (op.equals("m") && value.get("message") instanceof Map));
    }

    static Operation operation(Map<?, ?> envelope) {
        return Operation.of(envelope.get("op"));
    }

    static @Nullable Map<?, ?> before(Map<?, ?> envelope) {
        return (Map<?, ?>) envelope.get("before");
    }

    static @Nullable Map<?, ?> after(Map<?, ?> envelope) {
        return envelope.containsKey("after") ? (Map<?, ?>) envelope.get("after") : (Map<?, ?>) envelope.get("message");
    }

    /** The value to which Debezium's short names lead; see {@link Envelope#find}. Null where there is none. */
    static @Nullable Object read(Map<?, ?> envelope, String reference) {
        if (reference.indexOf('.') >= 0 || Envelope.OF_THE_ENVELOPE.contains(reference)) {
            return at(envelope, List.of(reference.split("\\.")));
        }
        if (Envelope.OF_THE_TRANSACTION.contains(reference)) {
            return at(envelope, List.of("transaction", reference));
        }
        return envelope.get("source") instanceof Map<?, ?> source && source.containsKey(reference)
                ? source.get(reference)
                : envelope.get(reference);
    }

    private static @Nullable Object at(Map<?, ?> from, List<String> names) {
        Object value = from;
        for (String name : names) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    private static boolean isMapOrNull(@Nullable Object value) {
        return value == null || value instanceof Map;
    }
}
