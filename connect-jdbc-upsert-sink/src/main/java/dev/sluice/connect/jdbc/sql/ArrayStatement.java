// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.Carrier;
import java.util.List;

/**
 * A statement for any number of rows: each parameter is an array with one element a row.
 *
 * @param parameters in the order of the question marks
 */
public record ArrayStatement(String text, List<Parameter> parameters) implements WriteStatement {
    public ArrayStatement {
        parameters = List.copyOf(parameters);
    }

    /**
     * @param column the index in the row of the value
     * @param carrier the Java type of the array's elements; {@link Carrier#TEXT} takes the text of any value
     * @param elementType the database's name for the type of the elements
     */
    public record Parameter(int column, Carrier carrier, String elementType) {}
}
