// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.List;
import java.util.Optional;

/** Statements that make tables and columns, outside of the batch's transaction, since most databases would end it. */
public interface Definitions {

    /** @param keyColumns the primary key; empty for none */
    List<String> createTable(TableId table, List<ColumnDefinition> columns, List<String> keyColumns);

    /** Columns that exist already are left as they are, or answered with an error that {@link Errors#isAlreadyThere} knows. */
    List<String> addColumns(TableId table, List<ColumnDefinition> columns);

    /** Empty where none of them waits for long. */
    default Optional<Patience> patience() {
        return Optional.empty();
    }

    /** How columns that exist are changed. */
    Alterations alterations();
}
