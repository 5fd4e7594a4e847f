// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a column is to change.
 *
 * @param column as the table has it
 * @param type its new type, one that {@link Widening} answered; null to keep the one it has
 * @param dropNotNull whether it may be null from now on
 */
public record ColumnChange(TableColumn column, @Nullable String type, boolean dropNotNull) {

    /** Where each change is a statement of its own. */
    List<String> statements(UnaryOperator<String> toType, String dropping) {
        List<String> statements = new ArrayList<>();
        if (type != null) {
            statements.add(toType.apply(type));
        }
        if (dropNotNull) {
            statements.add(dropping);
        }
        return List.copyOf(statements);
    }
}
