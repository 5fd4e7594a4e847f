// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.ColumnMapping;
import dev.sluice.connect.jdbc.change.RowGroup;
import dev.sluice.connect.jdbc.change.Shape;
import dev.sluice.connect.jdbc.change.TableId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** What one kind of database wants to hear. Pure text and pure decisions; the connection is someone else's. */
public interface Dialect {

    /** The name under which the database stores a table or column that is called {@code name} in Kafka. */
    String storedName(String name);

    /** A table for use in a statement. */
    String quoted(TableId table);

    /** A column for use in a statement, or for a message. */
    String quoted(String column);

    /** @throws org.apache.kafka.connect.errors.DataException if no column can hold values of the schema */
    ColumnMapping mapping(Schema schema);

    /** The text from which the database reads a value, in whatever carrier it comes. */
    String text(Object carried);

    /**
     * The statement that writes rows of this shape; empty where there is nothing to do.
     *
     * @param table has every column of the shape
     */
    Optional<ArrayStatement> write(RowGroup.Action action, TableInfo table, Shape shape);

    /** What the driver is told unless the user tells it otherwise. */
    Map<String, String> driverProperties();

    /** Statements that make each session read texts in the same way, whatever the server, the driver and the worker are set to. */
    List<String> sessionSettings();

    /**
     * Reads a table's columns. One parameter, the table as {@link #quoted(TableId)} writes it; a row a column, with the components of
     * {@link TableColumn} in their order. No row where there is no such table.
     */
    String tableColumns();

    /** Reads whether {@link TableInfo#deletesCascade}. One parameter, the table as {@link #quoted(TableId)} writes it; one row. */
    String deletesCascade();

    /**
     * True where a key value stays what it is in this column, so that no other value of its class means the same row.
     *
     * @param value a carrier, or a decimal without trailing zeros
     */
    boolean tellsApart(TableColumn column, Object value);

    /** @param keyColumns the primary key; empty for none */
    String createTable(TableId table, List<ColumnDefinition> columns, List<String> keyColumns);

    /** Columns that exist already are left as they are. */
    String addColumns(TableId table, List<ColumnDefinition> columns);

    /** @param sqlState null where the driver gave none */
    FailureKind classify(@Nullable String sqlState);

    /** True where a statement that makes a table or column failed because another task has just made it. */
    boolean isAlreadyThere(@Nullable String sqlState);

    /** What the state means and what helps, without the values that the server's own message quotes. */
    String meaning(@Nullable String sqlState);

    /** Locks that end with the session, by which a task that has lost its partitions is kept from writing; empty where there are none. */
    default Optional<SessionLocks> sessionLocks() {
        return Optional.empty();
    }
}
