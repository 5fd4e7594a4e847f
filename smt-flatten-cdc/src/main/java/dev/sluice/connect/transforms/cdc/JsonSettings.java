// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.SemanticType;
import java.util.List;
import org.apache.kafka.connect.data.Schema;

/**
 * Which texts are JSON, and what becomes of them.
 *
 * @param fields their paths
 * @param byType whether those are that Debezium calls JSON
 */
public record JsonSettings(List<FieldPath> fields, boolean byType, JsonMode mode, JsonSchemaMode schema) {
    /** Leaves all texts as they are. */
    static final JsonSettings OFF = new JsonSettings(List.of(), false, JsonMode.STRING, JsonSchemaMode.GROW);

    public JsonSettings {
        fields = List.copyOf(fields);
    }

    boolean isOn() {
        return mode != JsonMode.STRING && (byType || !fields.isEmpty());
    }

    /** Whether the column of this leaf holds JSON. */
    boolean names(Flattener.Leaf leaf) {
        return isOn()
                && leaf.schema().type() == Schema.Type.STRING
                && leaf.source().type() == Schema.Type.STRING
                && ((byType && SemanticType.of(leaf.source()) == SemanticType.JSON)
                        || names(leaf.path().stream().map(Step::name).toList()));
    }

    /** @param way the names that lead to a field, from the row on */
    boolean names(List<String> way) {
        return fields.stream().anyMatch(path -> path.names().equals(way));
    }
}
