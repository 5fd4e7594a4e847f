// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.List;
import java.util.Optional;

/** How columns that exist are changed. */
public interface Alterations {

    /** To which types. */
    Widening widening();

    /** Keeps others from changing the table; until the transaction ends, or until {@link #unlock}. Empty where that is not needed. */
    default Optional<String> lock(TableId table) {
        return Optional.empty();
    }

    /** Empty where the end of the transaction does it. */
    default Optional<String> unlock() {
        return Optional.empty();
    }

    /**
     * What the database says of the column, where a column is changed by stating it anew as a whole: the second column of one row. Empty where a change says
     * what changes and nothing else.
     */
    default Optional<Query> declaration(TableId table, TableColumn column) {
        return Optional.empty();
    }

    /**
     * The statements that make the change.
     *
     * @param declaration the answer to {@link #declaration}; empty where nothing is asked
     * @return empty where this column of this table cannot be changed so
     */
    List<String> statements(TableId table, ColumnChange change, String declaration);
}
