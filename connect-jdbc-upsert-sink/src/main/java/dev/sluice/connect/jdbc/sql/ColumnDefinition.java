// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import org.jspecify.annotations.Nullable;

/**
 * A column that the sink makes.
 *
 * @param type as the dialect names it
 * @param defaultText the default as text that the database reads as a value of the type, or null for none
 */
public record ColumnDefinition(
        String name, String type, boolean notNull, @Nullable String defaultText) {}
