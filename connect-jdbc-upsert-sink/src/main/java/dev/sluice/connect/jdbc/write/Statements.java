// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.Row;
import dev.sluice.connect.jdbc.change.RowGroup;
import dev.sluice.connect.jdbc.change.Shape;
import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.sql.ArrayStatement;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.RowStatement;
import dev.sluice.connect.jdbc.sql.TableInfo;
import dev.sluice.connect.jdbc.sql.UpdateElseInsert;
import dev.sluice.connect.jdbc.sql.WriteStatement;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the statement of a group of rows: with an array a column, or row by row ({@link RowStatements}). */
final class Statements {
    /** The driver writes arrays into one buffer, which has an end. */
    private static final long MAX_ARRAY_BYTES = 32L << 20;

    private final Dialect dialect;
    private final RowStatements rowStatements;

    Statements(Dialect dialect) {
        this.dialect = dialect;
        this.rowStatements = new RowStatements(dialect);
    }

    /** @param tables has every table of the groups */
    void run(Connection connection, Map<TableId, TableInfo> tables, List<RowGroup> groups) throws RefusedException {
        for (RowGroup group : groups) {
            try {
                run(
                        connection,
                        Objects.requireNonNull(tables.get(group.table()), "a table that was not made ready"),
                        group);
            } catch (SQLException e) {
                throw new RefusedException(group.table(), e);
            }
        }
    }

    void run(Connection connection, TableInfo table, RowGroup given) throws SQLException {
        RowGroup group = withoutComputed(table, given);
        WriteStatement statement =
                dialect.write(group.action(), table, group.shape()).orElse(null);
        if (statement instanceof ArrayStatement arrays) {
            for (List<Row> part : Parts.of(group.rows(), Integer.MAX_VALUE, MAX_ARRAY_BYTES)) {
                run(connection, arrays, part);
            }
        } else if (statement instanceof RowStatement rows && group.action() == RowGroup.Action.TRUNCATE) {
            LongRunning.run(connection, () -> rowStatements.run(connection, rows, group.rows()));
        } else if (statement instanceof RowStatement rows) {
            rowStatements.run(connection, rows, group.rows());
        } else if (statement instanceof UpdateElseInsert both && group.action() == RowGroup.Action.UPSERT) {
            rowStatements.runTogether(connection, both, group.rows());
        } else if (statement instanceof UpdateElseInsert both) {
            rowStatements.run(connection, both, group.rows());
        }
    }

    /** The database computes those columns itself, and takes no value for them. */
    private static RowGroup withoutComputed(TableInfo table, RowGroup group) {
        Set<Integer> computed = new HashSet<>();
        List<Shape.Column> columns = group.shape().columns();
        for (int i = group.shape().key().size(); i < columns.size(); i++) {
            if (table.column(columns.get(i).name()).computed()) {
                computed.add(i);
            }
        }
        return computed.isEmpty()
                ? group
                : new RowGroup(
                        group.table(),
                        group.action(),
                        group.shape().without(computed),
                        group.rows().stream().map(row -> row.without(computed)).toList());
    }

    private void run(Connection connection, ArrayStatement statement, List<Row> rows) throws SQLException {
        List<Array> arrays = new ArrayList<>();
        // The driver keeps prepared statements by their text, so that preparing again costs a look into a map.
        try (PreparedStatement prepared = connection.prepareStatement(statement.text())) {
            for (ArrayStatement.Parameter parameter : statement.parameters()) {
                Array array = connection.createArrayOf(parameter.elementType(), elements(parameter, rows));
                arrays.add(array);
                prepared.setArray(arrays.size(), array);
            }
            prepared.executeUpdate();
        } finally {
            for (Array array : arrays) {
                array.free();
            }
        }
    }

    private @Nullable Object[] elements(ArrayStatement.Parameter parameter, List<Row> rows) {
        @Nullable Object[] elements = arrayOf(parameter.carrier(), rows.size());
        for (int i = 0; i < elements.length; i++) {
            Object value = rows.get(i).value(parameter.column());
            elements[i] = value == null ? null : element(parameter.carrier(), value);
        }
        return elements;
    }

    /** Of the exact type: the driver then sends the array in binary. */
    private static @Nullable Object[] arrayOf(Carrier carrier, int length) {
        return switch (carrier) {
            case BOOLEAN -> new Boolean[length];
            case INTEGER -> new Long[length];
            case FLOAT -> new Float[length];
            case DOUBLE -> new Double[length];
            case BYTES -> new byte[length][];
            case TEXT -> new String[length];
        };
    }

    private Object element(Carrier carrier, Object value) {
        return switch (carrier) {
            case BOOLEAN, INTEGER, FLOAT, DOUBLE -> value;
            case BYTES -> bytes((ByteBuffer) value);
            case TEXT -> dialect.text(value);
        };
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
