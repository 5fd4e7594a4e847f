// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.List;

/** Statements that make tables and change them, each outside of any transaction, since most databases would end it. */
public interface Definitions {

    /** @param keyColumns the primary key; empty for none */
    List<String> createTable(TableId table, List<ColumnDefinition> columns, List<String> keyColumns);

    /** Columns that exist already are left as they are, or answered with an error that {@link Errors#isAlreadyThere} knows. */
    List<String> addColumns(TableId table, List<ColumnDefinition> columns);
}
