// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;

/** The key with which a record goes on: its own, or what flattening and dropping leave of it. */
final class RecordKeys {
    private final FlattenSettings flattening;
    private final FieldDrops drops;
    private final UnavailableValue unavailable;
    private final PlanCache<RowPlan> plans;

    RecordKeys(CdcSettings settings, FieldDrops drops) {
        this.flattening = settings.flattening().key() ? settings.flattening() : FlattenSettings.NONE;
        this.drops = drops;
        this.unavailable = new UnavailableValue(settings.unavailable().placeholder());
        this.plans = new PlanCache<>(settings.schemaCacheSize(), this::plan);
    }

    SchemaAndValue of(ConnectRecord<?> record, Set<String> dropped) {
        Set<String> fromKey = drops.fromKey() ? dropped : Set.of();
        if (flattening.key() || !fromKey.isEmpty()) {
            if (record.key() instanceof Struct key) {
                Row row = plans.planFor(key.schema()).without(fromKey, drops).row(key, null, key, record, false);
                return new SchemaAndValue(row.schema(), row.value());
            }
            if (record.key() instanceof Map<?, ?> key) {
                MapRow row = new MapRow(flattening, JsonSettings.OFF, unavailable, UnavailableMode.KEEP, fromKey);
                row.addAll(key, null);
                return new SchemaAndValue(null, row.build().value());
            }
        }
        return new SchemaAndValue(record.keySchema(), record.key());
    }

    private RowPlan plan(Schema key) {
        List<RowPlan.Source> sources = new Flattener(flattening, TypeConversions.NONE)
                .leavesOf(key).stream()
                        .map(leaf -> RowPlan.Source.of(leaf, unavailable))
                        .toList();
        return RowPlan.of(new RowPlan.Layout(key, List.of(), null, flattening.naming(), UnavailableMode.KEEP), sources);
    }
}
