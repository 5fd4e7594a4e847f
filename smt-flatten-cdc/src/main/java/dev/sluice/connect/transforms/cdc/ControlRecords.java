// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;

/** What Debezium writes about itself: heartbeats, schema changes, the bounds of transactions, notifications. */
final class ControlRecords {
    private static final String DEBEZIUM = "io.debezium.";
    private static final List<String> NAMES =
            List.of(".Heartbeat", ".SchemaChangeValue", ".TransactionMetadataValue", ".Notification");
    private static final List<Set<String>> LAYOUTS = List.of(
            Set.of("ts_ms"),
            Set.of("source", "databaseName", "ddl", "tableChanges"),
            Set.of("status", "id", "event_count", "data_collections"),
            Set.of("id", "aggregate_type", "type", "additional_data"));

    private ControlRecords() {}

    static boolean isOne(Schema schema) {
        String name = schema.name();
        return name != null && name.startsWith(DEBEZIUM) && NAMES.stream().anyMatch(name::endsWith);
    }

    /** Without a schema only its fields tell it. */
    static boolean isOne(Map<?, ?> value) {
        return LAYOUTS.stream()
                .anyMatch(layout -> value.keySet().containsAll(layout) && (layout.size() > 1 || value.size() == 1));
    }
}
