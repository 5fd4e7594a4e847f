// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.Row;
import dev.sluice.connect.jdbc.change.RowGroup;
import dev.sluice.connect.jdbc.sql.ArrayStatement;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.TableInfo;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds the rows of a group as arrays, a column each, and runs its statement. */
final class Statements {
    private final Dialect dialect;

    Statements(Dialect dialect) {
        this.dialect = dialect;
    }

    void run(Connection connection, TableInfo table, RowGroup group) throws SQLException {
        Optional<ArrayStatement> statement = dialect.write(group.action(), table, group.shape());
        if (statement.isPresent()) {
            run(connection, statement.get(), group.rows());
        }
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

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
