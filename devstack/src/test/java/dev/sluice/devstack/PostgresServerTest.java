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
import java.util.List;
import java.util.stream.Stream;
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
    void itNeverRunsAsRoot() {
        List<ProcessHandle> processes = processesOf(postgres);

        // PostgreSQL's helpers come and go; of one that has gone since, nobody can say whose it was.
        assertThat(processes).hasSizeGreaterThan(1).allSatisfy(process -> assertThat(
                        process.info().user().orElse("nobody's any more"))
                .isNotEqualTo("root"));
        assertThat(processes.get(0).info().user()).as("the postmaster's user").isPresent();
    }

    @Test
    void aStopLeavesNothingBehindAndItsNeighbourAlone(@TempDir Path other) throws SQLException {
        PostgresServer second = PostgresServer.start(other);
        List<ProcessHandle> processes = processesOf(second);
        Path data = dataDirectory(second);
        assertThat(data).exists();

        // A client that stays does not keep it.
        try (Connection client = second.connect(PostgresServer.SUPERUSER)) {
            assertThat(client.isValid(0)).isTrue();
            second.close();
        }

        assertThat(processes).hasSizeGreaterThan(1).noneMatch(ProcessHandle::isAlive);
        assertThat(data.getParent()).doesNotExist();
        assertThat(second.log()).content().contains("database system is shut down");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> second.connect(PostgresServer.SUPERUSER).close())
                .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("08001"));
        assertThat(dataDirectory(postgres)).exists();
    }

    @Test
    void aSecondCloseDoesNothing(@TempDir Path other) {
        PostgresServer server = PostgresServer.start(other);
        server.close();

        assertThatNoException().isThrownBy(server::close);
    }

    @Test
    void aSettingOfTheCallerGoesBeforeOurs(@TempDir Path other) throws SQLException {
        try (PostgresServer durable = PostgresServer.start(other, "fsync=on")) {
            assertThat(setting(durable, "fsync")).isEqualTo("on");
            assertThat(setting(postgres, "fsync")).isEqualTo("off");
        }
    }

    private static List<ProcessHandle> processesOf(PostgresServer server) {
        ProcessHandle postmaster = ProcessHandle.of(server.pid()).orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    }

    private static Path dataDirectory(PostgresServer server) throws SQLException {
        return Path.of(setting(server, "data_directory"));
    }

    private static String setting(PostgresServer server, String name) throws SQLException {
        try (Connection connection = server.connect(PostgresServer.SUPERUSER);
                Statement sql = connection.createStatement();
                ResultSet setting = sql.executeQuery("SHOW " + name)) {
            setting.next();
            return setting.getString(1);
        }
    }

    private static void logIn(String user, String password) throws SQLException {
        DriverManager.getConnection(postgres.jdbcUrl("warehouse"), user, password)
                .close();
    }
}
