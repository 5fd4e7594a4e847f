// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.ColumnMapping;
import dev.sluice.connect.jdbc.change.RowGroup;
import dev.sluice.connect.jdbc.change.Shape;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;

/** What one kind of database wants to hear. Pure text and pure decisions; the connection is someone else's. */
public interface Dialect extends Quoting {

    /** The name under which the database stores a table or column that is called {@code name} in Kafka. */
    String storedName(String name);

    /** True where {@code A} and {@code a} are one column, however they are quoted. */
    default boolean ignoresCaseOfColumns() {
        return false;
    }

    /** Whether a name is that of this column. */
    default Predicate<String> isColumn(String name) {
        return ignoresCaseOfColumns() ? name::equalsIgnoreCase : name::equals;
    }

    /** @throws org.apache.kafka.connect.errors.DataException if no column can hold values of the schema */
    ColumnMapping mapping(Schema schema);

    /** The type of a key column whose values would else have this type: some databases do not index every type. */
    default String keyType(String columnType) {
        return columnType;
    }

    /** The text from which the database reads a value, in whatever carrier it comes. */
    String text(Object carried);

    /**
     * The statement that writes rows of this shape; empty where there is nothing to do.
     *
     * @param table has every column of the shape
     */
    Optional<WriteStatement> write(RowGroup.Action action, TableInfo table, Shape shape);

    /**
     * True where a key value stays what it is in this column, so that no other value of its class means the same row.
     *
     * @param value a carrier, or a decimal without trailing zeros
     */
    boolean tellsApart(TableColumn column, Object value);

    Session session();

    Catalogue catalogue();

    Definitions definitions();

    Errors errors();

    /** Locks that end with the session, by which a task that has lost its partitions is kept from writing; empty where there are none. */
    default Optional<SessionLocks> sessionLocks() {
        return Optional.empty();
    }
}
