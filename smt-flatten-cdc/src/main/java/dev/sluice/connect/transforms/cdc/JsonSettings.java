// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.SemanticType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * Which texts are JSON, and what becomes of them.
 *
 * @param fields their paths
 * @param byType whether those are that Debezium calls JSON
 */
public record JsonSettings(List<FieldPath> fields, boolean byType, JsonMode mode, JsonSchema schema) {
    /** Leaves all texts as they are. */
    public static final JsonSettings OFF =
            new JsonSettings(List.of(), false, JsonMode.STRING, new JsonSchema(JsonSchemaMode.GROW, Map.of()));

    public JsonSettings {
        fields = List.copyOf(fields);
    }

    boolean isOn() {
        return mode != JsonMode.STRING && (byType || !fields.isEmpty());
    }

    /** The ways to JSON inside the column of this leaf, from the column on: an empty one where it is JSON itself, several in a struct that is kept. */
    List<List<String>> placesIn(Flattener.Leaf leaf) {
        List<List<String>> places = new ArrayList<>();
        if (isOn()) {
            collect(leaf.source(), leaf.schema(), leaf.way(), leaf.way().size(), List.of(), places);
        }
        return places;
    }

    /** @param around the structs on the way: in one that contains itself the way would have no end */
    private void collect(
            Schema source, Schema column, List<String> way, int from, List<Schema> around, List<List<String>> places) {
        if (source.type() != column.type()) {
            return;
        }
        if (source.type() == Schema.Type.STRING && (isByType(source) || names(way))) {
            places.add(way.subList(from, way.size()));
        } else if (source.type() == Schema.Type.STRUCT
                && !SemanticType.of(source).isCompositeValue()
                && around.stream().noneMatch(struct -> struct == source)) {
            List<Schema> within = with(around, source);
            for (Field field : source.fields()) {
                Schema converted = column.field(field.name()).schema();
                collect(field.schema(), converted, with(way, field.name()), from, within, places);
            }
        }
    }

    private static <T> List<T> with(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    private boolean isByType(Schema source) {
        return byType && SemanticType.of(source) == SemanticType.JSON;
    }

    /** @param way the names that lead to a field, from the row on */
    boolean names(List<String> way) {
        return fields.stream().anyMatch(path -> path.names().equals(way));
    }

    /** Whether there may be JSON inside the map at the end of this way. */
    boolean areInside(List<String> way) {
        return isOn() && fields.stream().anyMatch(path -> path.isInside(way));
    }
}
