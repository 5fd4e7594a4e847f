// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.Row;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.Query;
import dev.sluice.connect.jdbc.sql.RowStatement;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a row that the server would not take for its size before it is sent: a driver closes the connection on the way, which looks
 * like an outage.
 */
record LargeRows(Dialect dialect) {
    /** The server is not asked about rows below; even at three bytes a character they are below the limits that servers have. */
    private static final long SURE = 256L << 10;

    /** For the rest of the packet, and what stands around each value. */
    private static final int AROUND = 64;

    /** ER_NET_PACKET_TOO_LARGE of MySQL and MariaDB, the only ones that say their limit. */
    private static final int TOO_LARGE = 1153;

    /** @throws SQLException as the server answers a packet that is too large */
    void check(Connection connection, RowStatement statement, List<Row> rows) throws SQLException {
        Optional<Query> query = dialect.catalogue().maxStatementBytes();
        if (query.isEmpty() || rows.stream().noneMatch(row -> row.approximateBytes() > SURE)) {
            return;
        }
        long limit =
                Queries.rows(connection, query.get(), row -> row.getLong(1)).get(0);
        for (Row row : rows) {
            if (row.approximateBytes() > SURE && bytes(statement, row) >= limit) {
                throw new SQLException("the row is larger than the server takes", "22001", TOO_LARGE);
            }
        }
    }

    private long bytes(RowStatement statement, Row row) {
        long bytes = (long) statement.text(1).length() + AROUND;
        for (RowStatement.Parameter parameter : statement.parameters()) {
            bytes += AROUND + bytes(row.value(parameter.column()));
        }
        return bytes;
    }

    /** As the driver sends it within the statement, quotes escaped. */
    private long bytes(@Nullable Object value) {
        if (value instanceof ByteBuffer buffer) {
            long bytes = 0;
            for (int i = buffer.position(); i < buffer.limit(); i++) {
                bytes += isEscaped(buffer.get(i)) ? 2 : 1;
            }
            return bytes;
        }
        if (!(value instanceof String text)) {
            return 0;
        }
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += isEscaped(c) ? 2 : 1;
            } else {
                // Each half of a surrogate pair makes two of the four bytes.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return bytes;
    }

    private static boolean isEscaped(int c) {
        return c == 0 || c == '\'' || c == '"' || c == '\\';
    }
}
