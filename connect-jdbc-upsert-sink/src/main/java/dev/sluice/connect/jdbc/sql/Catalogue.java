// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.Optional;

/** How a kind of database is asked what its tables look like. */
public interface Catalogue {

    /** A row a column, in order, with the components of {@link TableColumn} in theirs. No row where there is no such table. */
    Query columns(TableId table);

    /** One row with one boolean: {@link TableInfo#deletesCascade}. */
    Query deletesCascade(TableId table);

    /**
     * A row for each column of each unique index that holds for all rows: the index's name, the column's name. A row without a column where nobody can tell,
     * as of a view.
     */
    Query uniqueIndexes(TableId table);

    /**
     * A row for each column of each index by which an upsert may find a row: the index's name, the column's name, whether it is an
     * auto-increment one; no name for what is not a whole column. Empty for databases whose upsert says which index is meant.
     */
    default Optional<Query> conflictingIndexes(TableId table) {
        return Optional.empty();
    }

    /** A row for each session that has a lock on the table, in words for a person. Empty for databases that do not say it. */
    default Optional<Query> holders(TableId table) {
        return Optional.empty();
    }

    /** One row with one number: how many bytes a statement with its values may have. Empty where there is no such limit. */
    default Optional<Query> maxStatementBytes() {
        return Optional.empty();
    }
}
