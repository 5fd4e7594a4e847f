// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The way from a struct to one value inside it, by position: reading looks up no name. */
final class SourcePath {
    private final List<Step> steps;
    private final Step[] readers;

    private SourcePath(List<Step> steps, Step[] readers) {
        this.steps = steps;
        this.readers = readers;
    }

    /** A path on which a null is a null, whatever default its schema has; only where null is no value at all, the default stands in. */
    static SourcePath keepingNulls(List<Step> steps) {
        return new SourcePath(
                List.copyOf(steps),
                steps.stream().map(SourcePath::withoutDefault).toArray(Step[]::new));
    }

    /** A path on which a null means the default of its schema, where that has one. */
    static SourcePath withDefaults(List<Step> steps) {
        return new SourcePath(List.copyOf(steps), steps.toArray(Step[]::new));
    }

    /** The fields of these names, each in the struct that the one before it holds. */
    static Optional<List<Field>> find(Schema struct, List<String> names) {
        Schema within = struct;
        Field[] found = new Field[names.size()];
        for (int i = 0; i < found.length; i++) {
            Field field = within.type() == Schema.Type.STRUCT ? within.field(names.get(i)) : null;
            if (field == null) {
                return Optional.empty();
            }
            found[i] = field;
            within = field.schema();
        }
        return Optional.of(List.of(found));
    }

    /** The way of the same names and indexes in another struct; empty where that has none. */
    static Optional<List<Step>> findLike(List<Step> steps, Schema struct) {
        Schema within = struct;
        List<Step> found = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Member) {
                Field field = within.type() == Schema.Type.STRUCT ? within.field(step.name()) : null;
                if (field == null) {
                    return Optional.empty();
                }
                found.add(new Step.Member(field));
                within = field.schema();
            } else {
                if (within.type() != Schema.Type.ARRAY) {
                    return Optional.empty();
                }
                found.add(step);
                within = within.valueSchema();
            }
        }
        return Optional.of(found);
    }

    /** Null where the value is null, and where any struct on the way to it is. */
    @Nullable Object read(@Nullable Struct from) {
        Object value = from;
        for (Step step : readers) {
            if (value == null) {
                return null;
            }
            value = step.from(value);
        }
        return value;
    }

    /** As error messages name it: {@code address.city}. */
    @Override
    public String toString() {
        return describe(steps);
    }

    static String describe(List<Step> steps) {
        return steps.stream().map(Step::name).collect(Collectors.joining("."));
    }

    /**
     * {@code Struct} reads without defaults only by name. By position it takes the default from the field that it is handed, so this one
     * has none.
     */
    private static Step withoutDefault(Step step) {
        return step instanceof Step.Member member
                        && member.field().schema().isOptional()
                        && member.field().schema().defaultValue() != null
                ? new Step.Member(
                        new Field(member.field().name(), member.field().index(), Schema.OPTIONAL_BYTES_SCHEMA))
                : step;
    }
}
