// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What Debezium sends about itself and about the database, rather than about a row. */
public enum ControlKind {
    HEARTBEAT("Heartbeat", Set.of("ts_ms")),
    SCHEMA_CHANGE("SchemaChangeValue", Set.of("source", "databaseName", "ddl", "tableChanges")),
    TRANSACTION("TransactionMetadataValue", Set.of("status", "id", "event_count", "data_collections")),
    NOTIFICATION("Notification", Set.of("id", "aggregate_type", "type", "additional_data"));

    private static final String SCHEMAS = "io.debezium.";

    private final String schema;

    // Set.of makes sets that cannot change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<String> fields;

    /**
     * @param schema the last part of its schema's name
     * @param fields what a record without a schema is known by
     */
    ControlKind(String schema, Set<String> fields) {
        this.schema = schema;
        this.fields = fields;
    }

    /** As users write it: {@code schema-change}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(ControlKind::word).toList();
    }

    /** Whether a record with this value is one of the kind; also a map that holds a schema and the payload. */
    public boolean matches(@Nullable Object value) {
        if (value instanceof Struct struct) {
            return matches(struct.schema());
        }
        // One field is little to go by: only a record that has no other is a heartbeat.
        return MapEnvelopes.payload(value) instanceof Map<?, ?> map
                && map.keySet().containsAll(fields)
                && (this != HEARTBEAT || map.size() == fields.size());
    }

    private boolean matches(Schema of) {
        String name = of.name();
        return name != null && name.startsWith(SCHEMAS) && name.endsWith("." + schema);
    }

    /** Whether records with this schema are of any kind. */
    static boolean isOne(Schema schema) {
        return Arrays.stream(values()).anyMatch(kind -> kind.matches(schema));
    }

    /** Whether a record with this map for its value is of any kind. */
    static boolean isOne(Map<?, ?> value) {
        return Arrays.stream(values()).anyMatch(kind -> kind.matches(value));
    }
}
