// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.Row;
import dev.sluice.connect.jdbc.change.Shape;
import dev.sluice.connect.jdbc.sql.DatabaseKind;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import dev.sluice.connect.jdbc.sql.RowStatement;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How values reach a statement that gives rows one by one. */
class RowStatementsTest {
    private static final Shape SHAPE = new Shape(
            List.of(
                    new Shape.Column("id", Carrier.INTEGER),
                    new Shape.Column("c", Carrier.TEXT),
                    new Shape.Column("b", Carrier.BYTES)),
            1);

    @Test
    void largeObjectsArriveWhole() throws SQLException {
        String text = "ä😀".repeat(50_000);
        byte[] bytes = new byte[100_000];
        bytes[99_999] = 7;
        RowStatement insert = new RowStatement(
                "INSERT INTO t VALUES ",
                "(?, ?, ?)",
                ", ",
                "",
                List.of(
                        new RowStatement.Parameter(0, Carrier.INTEGER, false),
                        new RowStatement.Parameter(1, Carrier.TEXT, true),
                        new RowStatement.Parameter(2, Carrier.BYTES, true)),
                10);
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:large");
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE t (id bigint PRIMARY KEY, c clob, b blob)");

            new RowStatements(DatabaseKind.H2.dialect(IdentifierQuoting.ALWAYS, true))
                    .run(
                            connection,
                            insert,
                            List.of(new Row(SHAPE, 1L, text, ByteBuffer.wrap(bytes)), new Row(SHAPE, 2L, null, null)));

            try (ResultSet rows = sql.executeQuery("SELECT c, b FROM t ORDER BY id")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo(text);
                assertThat(rows.getBytes(2)).isEqualTo(bytes);
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isNull();
                assertThat(rows.getBytes(2)).isNull();
            }
        }
    }
}
