// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.Carrier;
import java.util.List;

/**
 * A statement whose text grows with the number of rows, up to a limit; with a limit of one, the driver gets all rows as a batch.
 *
 * @param row is repeated for each row, with {@code separator} between
 * @param parameters of one row, in the order of the question marks
 * @param maxRows how many rows one statement takes
 */
public record RowStatement(
        String head, String row, String separator, String tail, List<Parameter> parameters, int maxRows)
        implements WriteStatement {
    public RowStatement {
        parameters = List.copyOf(parameters);
        if (maxRows < 1) {
            throw new IllegalArgumentException("a statement for " + maxRows + " rows");
        }
    }

    /**
     * @param column the index in the row of the value
     * @param carrier how the value is sent; {@link Carrier#TEXT} takes the text of any value
     * @param largeObject whether a text or bytes are sent as a large object, which some databases tell from a text
     */
    public record Parameter(int column, Carrier carrier, boolean largeObject) {}

    /** The same for another verb. */
    RowStatement withHead(String other) {
        return new RowStatement(other, row, separator, tail, parameters, maxRows);
    }

    public String text(int rows) {
        StringBuilder text = new StringBuilder(head);
        for (int i = 0; i < rows; i++) {
            text.append(i == 0 ? "" : separator).append(row);
        }
        return text.append(tail).toString();
    }
}
