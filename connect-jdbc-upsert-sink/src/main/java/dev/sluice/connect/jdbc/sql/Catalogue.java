// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;

/** How a kind of database is asked what its tables look like. */
public interface Catalogue {

    /** A row a column, in order, with the components of {@link TableColumn} in theirs. No row where there is no such table. */
    Query columns(TableId table);

    /** One row with one boolean: {@link TableInfo#deletesCascade}. */
    Query deletesCascade(TableId table);

    /** A row for each column of each unique index that holds for all rows: the index's name, the column's name. */
    Query uniqueIndexes(TableId table);
}
