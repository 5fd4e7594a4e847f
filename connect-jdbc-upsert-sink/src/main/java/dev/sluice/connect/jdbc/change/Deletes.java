// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which records delete, and how.
 *
 * @param enabled whether any may
 * @param softColumn true in rows that are deleted, with {@link DeleteMode#SOFT}
 * @param field the field of a value that says whether its row is deleted; null for none
 * @param truncateEnabled whether records may empty their table
 */
public record Deletes(
        boolean enabled,
        DeleteMode mode,
        String softColumn,
        @Nullable String field,
        boolean truncateEnabled) {

    /** With the column's name as the database stores it. */
    public Deletes named(UnaryOperator<String> storedName) {
        return new Deletes(enabled, mode, storedName.apply(softColumn), field, truncateEnabled);
    }

    /** The column that a row has besides those of its record; null for none. */
    public @Nullable String columnOfDeleted() {
        return mode == DeleteMode.SOFT ? softColumn : null;
    }
}
