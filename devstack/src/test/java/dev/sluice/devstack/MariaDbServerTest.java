// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MariaDbServerTest {
    @TempDir
    private static Path directory;

    private static MariaDbServer mariaDb;

    @BeforeAll
    static void start() {
        mariaDb = MariaDbServer.start(directory);
    }

    @AfterAll
    static void stop() {
        mariaDb.close();
    }

    @Test
    void aCommittedRowIsInTheBinaryLogWhole() throws SQLException {
        mariaDb.createDatabase("shop");
        try (Connection connection = mariaDb.connect("shop");
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE orders (id int PRIMARY KEY, note varchar(20)) CHARACTER SET utf8mb4");

            sql.execute("INSERT INTO orders VALUES (1, 'ünïcode')");

            List<String> events = new ArrayList<>();
            try (ResultSet log = sql.executeQuery("SHOW BINLOG EVENTS")) {
                while (log.next()) {
                    events.add(log.getString("Event_type"));
                }
            }
            assertThat(events).contains("Table_map", "Write_rows_v1");
            assertThat(setting(sql, "binlog_row_image")).isEqualTo("FULL");
        }
    }

    @Test
    void aUserLogsInWithItsPasswordOnly() {
        mariaDb.createDatabase("ware`house");
        mariaDb.createUser("o'sink", "it's \\ secret", "ware`house");

        assertThatNoException().isThrownBy(() -> logIn("o'sink", "it's \\ secret"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> logIn("o'sink", "guessed"))
                .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("28000"));
    }

    @Test
    void aStopLeavesNothingBehindAndItsNeighbourAlone(@TempDir Path other) throws SQLException {
        MariaDbServer second = MariaDbServer.start(other);
        ProcessHandle process = ProcessHandle.of(second.pid()).orElseThrow();

        // A client that stays does not keep it.
        try (Connection client = second.connect("")) {
            assertThat(client.isValid(5)).isTrue();
            second.close();
        }

        assertThat(process.isAlive()).isFalse();
        assertThat(second.home()).doesNotExist();
        assertThat(second.log()).content().contains("Shutdown complete");
        assertThatNoException().isThrownBy(second::close);
        try (Connection client = mariaDb.connect("")) {
            assertThat(client.isValid(5)).isTrue();
        }
    }

    private static String setting(Statement sql, String name) throws SQLException {
        try (ResultSet setting = sql.executeQuery("SELECT @@" + name)) {
            setting.next();
            return setting.getString(1);
        }
    }

    private static void logIn(String user, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(mariaDb.jdbcUrl(""), user, password)) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }
}
