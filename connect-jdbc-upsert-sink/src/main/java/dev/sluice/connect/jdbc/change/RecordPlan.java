// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How records of one key schema and one value schema become rows, worked out once for all of them.
 *
 * @param key the key columns; none without a primary key
 * @param others the other columns; for deletes those that a deleted row is marked or guarded by
 * @param keyNames of the key columns, in the order in which a {@link RowKey} has them
 * @param keyOrder the index among the key columns of each of those
 * @param guard the name of the column that guards the row; null for none
 */
public record RecordPlan(
        List<Column> key,
        List<Column> others,
        List<String> keyNames,
        List<Integer> keyOrder,
        Shape fullShape,
        @Nullable String guard) {

    /** Where in a record a column's value stands. */
    public enum Origin {
        TOPIC,
        PARTITION,
        OFFSET,
        TIMESTAMP,
        HEADER,
        /** The whole record key. */
        KEY,
        KEY_FIELD,
        VALUE_FIELD,
        /** Whether the row is deleted. */
        MARK
    }

    /**
     * @param name as the database stores it
     * @param field as the record calls it
     * @param placeholder tells what the source sends in place of a value that it did not read
     */
    public record Column(
            String name,
            Origin origin,
            String field,
            Schema schema,
            ColumnMapping mapping,
            Predicate<Object> placeholder) {
        Shape.Column shaped() {
            return new Shape.Column(name, mapping.carrier());
        }

        /** Connect's words for what the field holds, for messages. */
        public String typeName() {
            return schema.name() == null ? schema.type().toString() : schema.name();
        }
    }

    static RecordPlan of(List<Column> key, List<Column> others, @Nullable String guard) {
        List<Shape.Column> all = columns(key, others).map(Column::shaped).toList();
        List<String> names = key.stream().map(Column::name).toList();
        List<Integer> order = RowKey.inOrderOfNames(names);
        return new RecordPlan(
                List.copyOf(key),
                List.copyOf(others),
                List.copyOf(order.stream().map(names::get).toList()),
                order,
                new Shape(all, key.size(), guard),
                guard);
    }

    public Stream<Column> columns() {
        return columns(key, others);
    }

    /** @param named whether a name is that of the column: not every database tells names apart by their case */
    public Optional<Column> column(Predicate<String> named) {
        return columns().filter(column -> named.test(column.name())).findFirst();
    }

    private static Stream<Column> columns(List<Column> key, List<Column> others) {
        return Stream.concat(key.stream(), others.stream());
    }
}
