// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.Row;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.RowStatement;
import dev.sluice.connect.jdbc.sql.UpdateElseInsert;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds rows value by value: as many to a statement as it takes, or all of them to a batch. */
record RowStatements(Dialect dialect, LargeRows largeRows) {
    /** Even at three bytes a character it fits what MySQL and MariaDB take by default, 16 MB and more. */
    private static final long MAX_BYTES = 4L << 20;

    RowStatements(Dialect dialect) {
        this(dialect, new LargeRows(dialect));
    }

    void run(Connection connection, RowStatement statement, List<Row> rows) throws SQLException {
        largeRows.check(connection, statement, rows);
        if (statement.maxRows() == 1) {
            for (List<Row> part : Parts.of(rows, Integer.MAX_VALUE, MAX_BYTES)) {
                runBatch(connection, statement, part);
            }
            return;
        }
        for (List<Row> part : Parts.of(rows, statement.maxRows(), MAX_BYTES)) {
            try (PreparedStatement prepared = connection.prepareStatement(statement.text(part.size()))) {
                int next = 1;
                for (Row row : part) {
                    next = bind(prepared, statement, row, next);
                }
                prepared.executeUpdate();
            }
        }
    }

    /** @return for each row how many it met, or {@link Statement#SUCCESS_NO_INFO} */
    private int[] runBatch(Connection connection, RowStatement statement, List<Row> rows) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement.text(1))) {
            for (Row row : rows) {
                bind(prepared, statement, row, 1);
                prepared.addBatch();
            }
            return prepared.executeBatch();
        }
    }

    /** All updates at once, and then the rows that met none; only where no two rows are the same one. */
    void runTogether(Connection connection, UpdateElseInsert both, List<Row> rows) throws SQLException {
        largeRows.check(connection, both.update(), rows);
        List<Row> missing = new ArrayList<>();
        List<Row> unclear = new ArrayList<>();
        for (List<Row> part : Parts.of(rows, Integer.MAX_VALUE, MAX_BYTES)) {
            int[] counts = runBatch(connection, both.update(), part);
            for (int i = 0; i < part.size(); i++) {
                if (counts[i] == 0) {
                    missing.add(part.get(i));
                } else if (counts[i] == Statement.SUCCESS_NO_INFO) {
                    unclear.add(part.get(i));
                }
            }
        }
        run(connection, both.insert(), missing);
        run(connection, both, unclear);
    }

    /** A row by itself each: the same one may come again, and some drivers count for single statements alone. */
    void run(Connection connection, UpdateElseInsert both, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        largeRows.check(connection, both.update(), rows);
        largeRows.check(connection, both.insert(), rows);
        try (PreparedStatement update =
                        connection.prepareStatement(both.update().text(1));
                PreparedStatement insert =
                        connection.prepareStatement(both.insert().text(1))) {
            for (Row row : rows) {
                bind(update, both.update(), row, 1);
                if (update.executeUpdate() == 0) {
                    bind(insert, both.insert(), row, 1);
                    insert.executeUpdate();
                }
            }
        }
    }

    private int bind(PreparedStatement prepared, RowStatement statement, Row row, int first) throws SQLException {
        int next = first;
        for (RowStatement.Parameter parameter : statement.parameters()) {
            bind(prepared, next++, parameter, row.value(parameter.column()));
        }
        return next;
    }

    private void bind(PreparedStatement prepared, int index, RowStatement.Parameter parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            prepared.setNull(index, sqlType(parameter));
            return;
        }
        if (parameter.largeObject()) {
            bindLarge(prepared, index, parameter, value);
            return;
        }
        switch (parameter.carrier()) {
            case BOOLEAN -> prepared.setBoolean(index, (Boolean) value);
            case INTEGER -> prepared.setLong(index, (Long) value);
            case FLOAT -> prepared.setFloat(index, (Float) value);
            case DOUBLE -> prepared.setDouble(index, (Double) value);
            case BYTES -> prepared.setBytes(index, Statements.bytes((ByteBuffer) value));
            case TEXT -> prepared.setString(index, dialect.text(value));
        }
    }

    /** Where a parameter stands in a SELECT, Oracle takes a long text or long bytes in no other way. */
    private void bindLarge(PreparedStatement prepared, int index, RowStatement.Parameter parameter, Object value)
            throws SQLException {
        if (parameter.carrier() == Carrier.BYTES) {
            prepared.setBlob(index, new ByteArrayInputStream(Statements.bytes((ByteBuffer) value)));
        } else {
            prepared.setClob(index, new StringReader(dialect.text(value)));
        }
    }

    private static int sqlType(RowStatement.Parameter parameter) {
        if (parameter.largeObject()) {
            return parameter.carrier() == Carrier.BYTES ? Types.BLOB : Types.CLOB;
        }
        return switch (parameter.carrier()) {
            case BOOLEAN -> Types.BOOLEAN;
            case INTEGER -> Types.BIGINT;
            case FLOAT -> Types.REAL;
            case DOUBLE -> Types.DOUBLE;
            case BYTES -> Types.VARBINARY;
            case TEXT -> Types.VARCHAR;
        };
    }
}
