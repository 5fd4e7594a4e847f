// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import org.jspecify.annotations.Nullable;

/**
 * A column that the sink makes.
 *
 * @param type as the dialect names it
 * @param defaultValue in its carrier, or null for none
 * @param comment what the field's schema says about it, or null
 */
public record ColumnDefinition(
        String name,
        String type,
        boolean notNull,
        @Nullable Object defaultValue,
        @Nullable String comment) {}
