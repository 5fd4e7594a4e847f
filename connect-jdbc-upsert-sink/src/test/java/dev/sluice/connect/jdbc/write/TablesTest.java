// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.jdbc.change.InsertMode;
import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.sql.DatabaseKind;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import dev.sluice.connect.jdbc.sql.TableColumn;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long what a table looks like is taken for what it looks like. */
class TablesTest {
    private static final String URL = "jdbc:h2:mem:tables";
    private static final TableId ID = new TableId(null, "t");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final Tables tables = new Tables(
            DatabaseKind.H2.dialect(IdentifierQuoting.ALWAYS, true), InsertMode.UPSERT, false, false, nanos::get);
    private Connection connection;

    @BeforeEach
    void createTable() throws SQLException {
        connection = DriverManager.getConnection(URL);
        execute("CREATE TABLE \"t\" (\"a\" int)");
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        connection.close();
    }

    private void execute(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private List<String> columns(Connection reader) throws SQLException {
        return tables.ready(reader, ID, List.of(), List.of()).orElseThrow().columns().stream()
                .map(TableColumn::name)
                .toList();
    }

    @Test
    void aTableIsReadAgainAfterFiveMinutesHoweverOftenItIsWrittenMeanwhile() throws SQLException {
        assertThat(columns(connection)).containsExactly("a");
        execute("ALTER TABLE \"t\" ADD \"b\" int");
        for (int minute = 0; minute < 5; minute++) {
            assertThat(columns(connection)).containsExactly("a");
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        }
        assertThat(columns(connection)).containsExactly("a");
        nanos.incrementAndGet();
        assertThat(columns(connection)).containsExactly("a", "b");
    }

    @Test
    void aTableIsReadAgainOverANewConnection() throws SQLException {
        assertThat(columns(connection)).containsExactly("a");
        execute("ALTER TABLE \"t\" ADD \"b\" int");
        assertThat(columns(connection)).containsExactly("a");
        try (Connection other = DriverManager.getConnection(URL)) {
            assertThat(columns(other)).containsExactly("a", "b");
        }
    }
}
