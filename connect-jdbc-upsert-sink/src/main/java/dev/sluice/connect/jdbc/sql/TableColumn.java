// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import org.jspecify.annotations.Nullable;

/**
 * A column as the database has it.
 *
 * @param type the database's name for the type, without length or scale; in PostgreSQL what a value is cast to
 * @param size the length of a text or bit string, or the precision of a decimal; null for none
 * @param scale digits after the point, of a decimal or of seconds; null for none
 * @param texts how its collation compares
 * @param notNull takes no null
 * @param required a new row must give it a value: it is NOT NULL and has no default
 * @param alwaysGenerated an identity column that takes a given value only when told to
 * @param computed from other columns, and never given
 */
public record TableColumn(
        String name,
        String type,
        @Nullable Integer size,
        @Nullable Integer scale,
        TextComparison texts,
        boolean notNull,
        boolean required,
        boolean alwaysGenerated,
        boolean computed) {

    /** The type with its length or precision, as a user would write it. */
    public String declaredType() {
        if (size == null) {
            return scale == null ? type : type + "(" + scale + ")";
        }
        return scale == null ? type + "(" + size + ")" : type + "(" + size + "," + scale + ")";
    }
}
