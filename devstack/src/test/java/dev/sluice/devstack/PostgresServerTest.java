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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    @TempDir
    private static Path directory;

    private static PostgresServer postgres;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start(directory);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void aCommittedChangeCanBeDecodedAtOnce() throws SQLException {
        postgres.createDatabase("shop");
        try (Connection connection = postgres.connect("shop");
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE orders (id int PRIMARY KEY)");
            sql.execute("CREATE PUBLICATION all_tables FOR ALL TABLES");
            sql.execute("SELECT pg_create_logical_replication_slot('changes', 'pgoutput')");

            sql.execute("INSERT INTO orders VALUES (1)");

            try (ResultSet changes = sql.executeQuery("""
                    SELECT count(*) FROM pg_logical_slot_peek_binary_changes(
                        'changes', NULL, NULL, 'proto_version', '1', 'publication_names', 'all_tables')
                    """)) {
                changes.next();
                assertThat(changes.getInt(1)).isPositive();
            }
        }
    }

    @Test
    void aUserLogsInWithItsPasswordOnly() {
        postgres.createDatabase("warehouse");
        postgres.createUser("o'sink", "it's secret");

        assertThatNoException().isThrownBy(() -> logIn("o'sink", "it's secret"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> logIn("o'sink", "guessed"))
                .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void afterAStopNobodyListens(@TempDir Path other) {
        PostgresServer second = PostgresServer.start(other);
        assertThatNoException()
                .isThrownBy(() -> second.connect(PostgresServer.SUPERUSER).close());

        second.close();

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> second.connect(PostgresServer.SUPERUSER).close())
                .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("08001"));
        assertThat(other.resolve("data/postmaster.pid")).doesNotExist();
    }

    private static void logIn(String user, String password) throws SQLException {
        DriverManager.getConnection(postgres.jdbcUrl("warehouse"), user, password)
                .close();
    }
}
