// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields become columns, under which names, and which columns there are besides.
 *
 * @param included the fields of the value to write; all, when empty; key columns are always written
 * @param excluded the fields of the value not to write
 * @param renamed columns by fields, where they are called otherwise
 * @param extras columns that come of something else than fields
 * @param timestamps fields that are timestamps though their schemas do not say so
 * @param guard the field by which a row is not overwritten by an older event; null for none
 */
public record FieldSelection(
        Set<String> included,
        Set<String> excluded,
        Map<String, String> renamed,
        List<Extra> extras,
        TimestampFields timestamps,
        @Nullable String guard) {

    public FieldSelection {
        included = Set.copyOf(included);
        excluded = Set.copyOf(excluded);
        renamed = Map.copyOf(renamed);
        extras = List.copyOf(extras);
    }

    /** Every field under its own name. */
    public static FieldSelection everything() {
        return new FieldSelection(Set.of(), Set.of(), Map.of(), List.of(), TimestampFields.none(), null);
    }

    /** @param source the name of a header, or what of the record's coordinates it is */
    public record Extra(RecordPlan.Origin origin, String source, String column) {}

    boolean writes(String field) {
        return (included.isEmpty() || included.contains(field)) && !excluded.contains(field);
    }

    String column(String field) {
        return renamed.getOrDefault(field, field);
    }
}
