// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.List;
import java.util.Optional;

/** Statements that make tables and change them, each outside of any transaction, since most databases would end it. */
public interface Definitions {

    /** @param keyColumns the primary key; empty for none */
    List<String> createTable(TableId table, List<ColumnDefinition> columns, List<String> keyColumns);

    /** Columns that exist already are left as they are, or answered with an error that {@link Errors#isAlreadyThere} knows. */
    List<String> addColumns(TableId table, List<ColumnDefinition> columns);

    /**
     * Which wider type of the same family lets the column take values of another one; empty where the types are no family, where the column is
     * wide enough, and where this database's columns are not changed by the sink.
     *
     * @param wanted the type that the sink would make
     */
    default Optional<String> widerType(TableColumn column, String wanted) {
        return Optional.empty();
    }

    /** Which type lets the column take texts of so many characters; empty as above. */
    default Optional<String> longerType(TableColumn column, int longest) {
        return Optional.empty();
    }

    /** Keeps others from changing the table until the transaction ends; empty where a change is a transaction by itself. */
    default Optional<String> lock(TableId table) {
        return Optional.empty();
    }

    /** @param type one that {@link #widerType} or {@link #longerType} answered */
    default String setType(TableId table, TableColumn column, String type) {
        throw new IllegalStateException("no type is wider here");
    }

    /** Lets the column be null; empty where this database's columns are not changed by the sink. */
    default Optional<String> dropNotNull(TableId table, TableColumn column) {
        return Optional.empty();
    }
}
