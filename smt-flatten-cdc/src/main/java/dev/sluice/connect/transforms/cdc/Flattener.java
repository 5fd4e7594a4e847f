// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.SemanticType;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** Finds the values that become columns: what is left when nested structs are taken apart, or the fields themselves. */
record Flattener(FlattenSettings settings, TypeConversions types) {
    /** Takes nothing apart. */
    static final Flattener KEEPING = new Flattener(FlattenSettings.NONE, TypeConversions.NONE);

    /** Deeper than any table; a schema that contains itself has no end. */
    private static final int DEEPEST = 64;

    /**
     * One column to be.
     *
     * @param name the names on its path, joined
     * @param path the steps that lead to it
     * @param source the schema of the value at the end of the path
     * @param schema the schema of the column: optional where the value or anything on the way to it is
     * @param conversion from the one to the other
     */
    record Leaf(String name, List<Step> path, Schema source, Schema schema, Conversion conversion) {
        Leaf {
            path = List.copyOf(path);
        }

        /** The names on its path. */
        List<String> way() {
            return path.stream().map(Step::name).toList();
        }
    }

    /** The columns of a struct, in the order of its fields. */
    List<Leaf> leavesOf(Schema struct) {
        List<Leaf> leaves = new ArrayList<>();
        for (Field field : struct.fields()) {
            collect(field.name(), List.of(new Step.Member(field)), field.schema(), false, leaves);
        }
        return leaves.stream().map(this::asColumn).toList();
    }

    /** The columns of the field at the end of a path, which take their names from {@code name}; null is a value of each. */
    List<Leaf> optionalLeavesAt(List<Field> path, String name) {
        List<Leaf> leaves = new ArrayList<>();
        collect(name, Step.members(path), path.get(path.size() - 1).schema(), true, leaves);
        return leaves;
    }

    private Leaf asColumn(Leaf leaf) {
        Schema schema = settings.stripDefaults() ? Schemas.withoutDefault(leaf.schema()) : leaf.schema();
        return new Leaf(settings.naming().column(leaf.name()), leaf.path(), leaf.source(), schema, leaf.conversion());
    }

    private void collect(String name, List<Step> path, Schema schema, boolean optional, List<Leaf> leaves) {
        if (SemanticType.of(schema).isCompositeValue()) {
            leaves.add(leaf(name, path, schema, optional));
        } else if (schema.type() == Schema.Type.STRUCT) {
            collectStruct(name, path, schema, optional, leaves);
        } else if (schema.type() == Schema.Type.ARRAY && settings.arrays() == ArrayMode.INDEX) {
            collectElements(name, path, schema, leaves);
        } else if (isJson(schema)) {
            leaves.add(jsonLeaf(name, path, schema, optional));
        } else {
            leaves.add(leaf(name, path, schema, optional));
        }
    }

    private void collectStruct(String name, List<Step> path, Schema schema, boolean optional, List<Leaf> leaves) {
        if (!settings.takesApart(path.stream().map(Step::name).toList())) {
            leaves.add(leaf(name, path, schema, optional));
            return;
        }
        requireEnd(path);
        for (Field child : schema.fields()) {
            String childName = name + settings.naming().delimiter() + child.name();
            collect(
                    childName,
                    then(path, new Step.Member(child)),
                    child.schema(),
                    optional || schema.isOptional(),
                    leaves);
        }
    }

    private void collectElements(String name, List<Step> path, Schema array, List<Leaf> leaves) {
        requireEnd(path);
        for (int i = 0; i <= settings.maxIndex(); i++) {
            collect(
                    name + settings.naming().delimiter() + i,
                    then(path, new Step.Element(i, i == settings.maxIndex())),
                    array.valueSchema(),
                    true,
                    leaves);
        }
    }

    private boolean isJson(Schema schema) {
        return (schema.type() == Schema.Type.ARRAY && settings.arrays() == ArrayMode.JSON)
                || (schema.type() == Schema.Type.MAP && settings.maps() == MapMode.JSON);
    }

    private Leaf jsonLeaf(String name, List<Step> path, Schema source, boolean optional) {
        Converted converted = types.of(source).orElseGet(() -> Converted.not(source));
        Schema schema = JsonText.schema(optional || converted.schema().isOptional());
        return new Leaf(name, path, source, schema, value -> {
            Object parts = converted.conversion().convert(value);
            return parts == null ? null : JsonText.of(converted.schema(), parts);
        });
    }

    private Leaf leaf(String name, List<Step> path, Schema source, boolean optional) {
        Converted converted = types.of(source).orElseGet(() -> Converted.not(source));
        Schema schema = optional ? Schemas.optional(converted.schema()) : converted.schema();
        return new Leaf(name, path, source, schema, converted.conversion());
    }

    private static List<Step> then(List<Step> path, Step step) {
        List<Step> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static void requireEnd(List<Step> path) {
        if (path.size() == DEEPEST) {
            throw new DataException("field '" + SourcePath.describe(path) + "' is nested deeper than " + DEEPEST
                    + " structs, or its schema contains itself. List it in flatten.exclude, or set flatten.max.depth");
        }
    }
}
