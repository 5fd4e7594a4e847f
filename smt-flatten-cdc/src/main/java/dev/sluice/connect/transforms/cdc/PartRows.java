// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.UnavailableValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Flattens, converts and expands what is no envelope: the key of a record, or a value that is a row already. */
final class PartRows {
    private final PartSettings settings;
    private final FieldDrops drops;
    private final UnavailableValue unavailable;
    private final TypeConversions types;
    private final JsonExpander expander;
    private final PlanCache<RowPlan> plans;

    PartRows(PartSettings settings, FieldDrops drops) {
        this.settings = settings;
        this.drops = drops;
        this.unavailable = new UnavailableValue(settings.placeholder());
        this.types = new TypeConversions(settings.types(), unavailable);
        this.expander =
                new JsonExpander(settings.json(), settings.flattening(), unavailable, settings.schemaCacheSize());
        this.plans = new PlanCache<>(settings.schemaCacheSize(), this::plan);
    }

    /**
     * @param dropped the fields that are left out, as far as they may be
     * @param missing the fields of which an earlier transform said that the source did not send them
     */
    Row of(ConnectRecord<?> record, Struct part, Set<String> dropped, Set<String> missing) {
        RowPlan plan = plans.planFor(part.schema()).without(dropped, drops);
        Row row = plan.row(part, null, part, record, false);
        return expander.expand(record.topic(), withMissing(row, plan, missing), plan.jsonPlaces());
    }

    Row of(Map<?, ?> part, Set<String> dropped, Set<String> missing) {
        MapRow row =
                new MapRow(settings.flattening(), settings.json(), unavailable, UnavailableMode.KEEP, dropped, missing);
        row.addAll(part, null);
        return row.build();
    }

    private static Row withMissing(Row row, RowPlan plan, Set<String> missing) {
        if (missing.isEmpty()) {
            return row;
        }
        List<String> all = new ArrayList<>(row.unavailable());
        for (String field : missing) {
            plan.columnsOf(field).stream().filter(name -> !all.contains(name)).forEach(all::add);
        }
        return new Row(row.schema(), row.value(), all);
    }

    private RowPlan plan(Schema part) {
        List<RowPlan.Source> sources = new Flattener(settings.flattening(), types)
                .leavesOf(part).stream()
                        .map(leaf -> RowPlan.Source.of(leaf, unavailable)
                                .at(leaf.path(), settings.replaceNullWithDefault())
                                .holdingJson(settings.json().placesIn(leaf)))
                        .toList();
        return RowPlan.of(RowPlan.Layout.ofPart(part, settings.flattening().naming()), sources);
    }
}
