// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;

/**
 * The types of what Debezium's connectors say about a change. A column for it is there, and null, in the rows of a connector that does not
 * say it: so topics of several connectors, or with transactions and without, have one schema.
 */
final class KnownFields {
    private static final Map<String, Schema> TYPES = types();

    private KnownFields() {}

    /** @param reference {@code name}, {@code source.name} or {@code transaction.name} */
    static Optional<Schema> typeOf(String reference) {
        boolean ofTransaction = reference.startsWith("transaction.");
        String name = reference.substring(
                reference.startsWith("source.") ? "source.".length() : ofTransaction ? "transaction.".length() : 0);
        return ofTransaction && !Envelope.OF_THE_TRANSACTION.contains(name)
                ? Optional.empty()
                : Optional.ofNullable(TYPES.get(name));
    }

    private static Map<String, Schema> types() {
        Map<String, Schema> types = new HashMap<>();
        List.of("ts_ms", "ts_us", "ts_ns", "total_order", "data_collection_order")
                .forEach(name -> types.put(name, Schema.OPTIONAL_INT64_SCHEMA));
        List.of("op", "id", "version", "connector", "name", "db", "sequence", "schema", "table", "collection")
                .forEach(name -> types.put(name, Schema.OPTIONAL_STRING_SCHEMA));
        // MySQL and MariaDB, SQL Server, Oracle
        List.of("file", "gtid", "query", "change_lsn", "commit_lsn", "scn", "commit_scn", "user_name", "rs_id")
                .forEach(name -> types.put(name, Schema.OPTIONAL_STRING_SCHEMA));
        List.of("xmin", "server_id", "pos", "thread", "event_serial_no")
                .forEach(name -> types.put(name, Schema.OPTIONAL_INT64_SCHEMA));
        types.put("row", Schema.OPTIONAL_INT32_SCHEMA);
        return Map.copyOf(types);
    }
}
