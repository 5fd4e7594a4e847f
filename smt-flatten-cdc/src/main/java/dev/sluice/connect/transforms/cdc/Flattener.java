// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.SemanticType;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** Finds the values that become columns: what is left when nested structs are taken apart, or the fields themselves. */
record Flattener(boolean flatten, String delimiter) {
    /** Takes nothing apart. */
    static final Flattener KEEPING = new Flattener(false, "_");

    /** Deeper than any table; a schema that contains itself has no end. */
    private static final int DEEPEST = 64;

    /**
     * One column to be.
     *
     * @param name the names on its path, joined
     * @param path the fields that lead to it
     * @param schema the schema of the column: optional where the value or anything on the way to it is
     */
    record Leaf(String name, List<Field> path, Schema schema) {
        Leaf {
            path = List.copyOf(path);
        }
    }

    /** The columns of a struct, in the order of its fields. */
    List<Leaf> leavesOf(Schema struct) {
        List<Leaf> leaves = new ArrayList<>();
        for (Field field : struct.fields()) {
            collect(field.name(), List.of(field), false, leaves);
        }
        return leaves;
    }

    /** The columns of the field at the end of a path, which take their names from {@code name}; null is a value of each. */
    List<Leaf> optionalLeavesAt(List<Field> path, String name) {
        List<Leaf> leaves = new ArrayList<>();
        collect(name, path, true, leaves);
        return leaves;
    }

    private void collect(String name, List<Field> path, boolean optional, List<Leaf> leaves) {
        Schema schema = path.get(path.size() - 1).schema();
        if (!isNested(schema)) {
            leaves.add(new Leaf(name, path, optional ? Schemas.optional(schema) : schema));
            return;
        }
        if (path.size() == DEEPEST) {
            throw new DataException("field '" + SourcePath.describe(path) + "' is nested deeper than " + DEEPEST
                    + " structs, or its schema contains itself. Set flatten=false to keep structs as they are");
        }
        for (Field child : schema.fields()) {
            List<Field> childPath = new ArrayList<>(path);
            childPath.add(child);
            collect(name + delimiter + child.name(), childPath, optional || schema.isOptional(), leaves);
        }
    }

    private boolean isNested(Schema schema) {
        return flatten
                && schema.type() == Schema.Type.STRUCT
                && !SemanticType.of(schema).isCompositeValue();
    }
}
