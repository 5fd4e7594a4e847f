// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.fence;

import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.sql.ColumnDefinition;
import dev.sluice.connect.jdbc.sql.DatabaseError;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.FailureKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statements on the table of offsets, in SQL that every database takes. */
public final class OffsetTableText {
    private static final Logger log = LoggerFactory.getLogger(OffsetTableText.class);

    private static final String CONNECTOR = "connector";
    private static final String TOPIC = "topic";
    private static final String PARTITION = "topic_partition";
    private static final String NEXT = "next_offset";
    private static final String EPOCH = "epoch";

    private final Dialect dialect;
    private final TableId id;
    private boolean known;

    public OffsetTableText(Dialect dialect, TableId id) {
        this.dialect = dialect;
        this.id = id;
    }

    TableId id() {
        return id;
    }

    private String table() {
        return dialect.quoted(id);
    }

    private String name(String column) {
        return dialect.quoted(dialect.storedName(column));
    }

    private String where() {
        return " WHERE " + name(CONNECTOR) + " = ? AND " + name(TOPIC) + " = ? AND " + name(PARTITION) + " = ?";
    }

    String raiseEpoch() {
        return "UPDATE " + table() + " SET " + name(EPOCH) + " = " + name(EPOCH) + " + 1" + where();
    }

    /** Changes nothing, and has the row to itself until the transaction ends. */
    String touch() {
        return "UPDATE " + table() + " SET " + name(EPOCH) + " = " + name(EPOCH) + where();
    }

    String read() {
        return "SELECT " + name(EPOCH) + ", " + name(NEXT) + " FROM " + table() + where();
    }

    String insert() {
        return "INSERT INTO " + table() + " (" + name(CONNECTOR) + ", " + name(TOPIC) + ", " + name(PARTITION) + ", "
                + name(EPOCH) + ") VALUES (?, ?, ?, 0)";
    }

    String advance(boolean hasOffset) {
        return set() + " AND " + name(EPOCH) + " = ? AND " + name(NEXT) + (hasOffset ? " = ?" : " IS NULL");
    }

    String set() {
        return "UPDATE " + table() + " SET " + name(NEXT) + " = ?" + where();
    }

    /** For every partition of the connector. */
    String resetAll() {
        return "UPDATE " + table() + " SET " + name(NEXT) + " = NULL, " + name(EPOCH) + " = " + name(EPOCH)
                + " + 1 WHERE " + name(CONNECTOR) + " = ?";
    }

    boolean isDuplicate(SQLException e) {
        return kind(e) == FailureKind.DATA;
    }

    private FailureKind kind(SQLException e) {
        return dialect.errors().classify(error(e));
    }

    private static DatabaseError error(SQLException e) {
        return new DatabaseError(e.getSQLState(), e.getErrorCode());
    }

    void createIfMissing(Connection connection) throws SQLException {
        if (known || exists(connection)) {
            known = true;
            return;
        }
        List<String> create = dialect.definitions()
                .createTable(
                        id,
                        List.of(
                                keyColumn(CONNECTOR, Schema.STRING_SCHEMA),
                                keyColumn(TOPIC, Schema.STRING_SCHEMA),
                                keyColumn(PARTITION, Schema.INT32_SCHEMA),
                                column(NEXT, false),
                                column(EPOCH, true)),
                        List.of(
                                dialect.storedName(CONNECTOR),
                                dialect.storedName(TOPIC),
                                dialect.storedName(PARTITION)));
        try (Statement statement = connection.createStatement()) {
            for (String text : create) {
                statement.execute(text);
            }
            log.info("Created table {} for the offsets of exactly.once.enabled", table());
        } catch (SQLException e) {
            if (kind(e) == FailureKind.TRANSIENT) {
                throw e;
            }
            if (!dialect.errors().isAlreadyThere(error(e))) {
                throw new ConnectException(
                        "the table of offsets " + table() + " could not be created (" + error(e) + "): "
                                + dialect.errors().meaning(error(e))
                                + ". Create it, or name another one in exactly.once.table. The"
                                + " statement was: " + create,
                        e);
            }
        }
        known = true;
    }

    private boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM " + table() + " WHERE 1 = 0")) {
            query.executeQuery().close();
            return true;
        } catch (SQLException e) {
            if (kind(e) == FailureKind.TRANSIENT) {
                throw e;
            }
            return false;
        }
    }

    private ColumnDefinition keyColumn(String name, Schema schema) {
        return new ColumnDefinition(
                dialect.storedName(name),
                dialect.keyType(dialect.mapping(schema).columnType()),
                true,
                null,
                null);
    }

    private ColumnDefinition column(String name, boolean notNull) {
        return new ColumnDefinition(
                dialect.storedName(name), dialect.mapping(Schema.INT64_SCHEMA).columnType(), notNull, null, null);
    }
}
