// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;

/** The key with which a record goes on: its own, or what flattening and dropping leave of it. */
final class RecordKeys {
    private final boolean flattens;
    private final FieldDrops drops;
    private final PartRows rows;

    RecordKeys(CdcSettings settings, FieldDrops drops) {
        this.flattens = settings.flattening().key();
        this.drops = drops;
        this.rows = new PartRows(
                new PartSettings(
                        flattens ? settings.flattening() : FlattenSettings.NONE,
                        TypeSettings.KEEP,
                        JsonSettings.OFF,
                        false,
                        settings.unavailable().placeholder(),
                        settings.schemaCacheSize()),
                drops);
    }

    SchemaAndValue of(ConnectRecord<?> record, Set<String> dropped) {
        Set<String> fromKey = drops.fromKey() ? dropped : Set.of();
        if (flattens || !fromKey.isEmpty()) {
            if (record.key() instanceof Struct key) {
                Row row = rows.of(record, key, fromKey, Set.of());
                return new SchemaAndValue(row.schema(), row.value());
            }
            if (record.key() instanceof Map<?, ?> key) {
                return new SchemaAndValue(null, rows.of(key, fromKey, Set.of()).value());
            }
        }
        return new SchemaAndValue(record.keySchema(), record.key());
    }
}
