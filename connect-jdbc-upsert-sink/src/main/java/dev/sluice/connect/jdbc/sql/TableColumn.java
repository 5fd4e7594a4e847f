// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

/**
 * A column as the database has it.
 *
 * @param type the name under which a value is cast to the column's type, without length or scale
 * @param modifier length, precision or scale as the database's catalogue encodes them; negative where there is none
 * @param exactText texts that differ are different to the column's collation as well
 * @param required a new row must give it a value: it is NOT NULL and has no default
 * @param alwaysGenerated an identity column that takes a given value only when told to
 * @param computed from other columns, and never given
 */
public record TableColumn(
        String name,
        String type,
        int modifier,
        boolean exactText,
        boolean required,
        boolean alwaysGenerated,
        boolean computed) {}
