// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * PostgreSQL 17 with logical decoding, so that it can be a source of changes as well as a target.
 *
 * <p>The superuser {@value #SUPERUSER} needs no password; everybody else does.
 */
public final class PostgresServer implements AutoCloseable {
    public static final String SUPERUSER = "postgres";

    private static final Duration TIME_TO_START = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;
    private final Watchdog watchdog;
    private final Path log;

    private PostgresServer(EmbeddedPostgres server, Watchdog watchdog, Path log) {
        this.server = server;
        this.watchdog = watchdog;
        this.log = log;
    }

    /** @param directory its own; a cluster that is in it from earlier is replaced by a new one */
    public static PostgresServer start(Path directory) {
        Path data = directory.resolve("data");
        Path log = directory.resolve("postgres.log");
        try {
            Files.createDirectories(data);
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setPort(FreePorts.next())
                    .setDataDirectory(data)
                    .setDataDirectoryCustomizer(cluster -> requirePasswords(cluster.toPath()))
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("wal_level", "logical")
                    .setServerConfig("max_wal_senders", "16")
                    .setServerConfig("max_replication_slots", "16")
                    // The library turns it off; decoding reads flushed WAL only, and would then see nothing for a
                    // while.
                    .setServerConfig("synchronous_commit", "on")
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setPGStartupWait(TIME_TO_START)
                    .setRegisterShutdownHook(false)
                    .start();
            return new PostgresServer(server, Watchdog.over(pid(data)), log);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start; its log is " + log, e);
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return server.getPort();
    }

    /** Without user or password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    /** A new connection of the superuser. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, "");
    }

    /** Creates an empty database. */
    public void createDatabase(String database) {
        execute("CREATE DATABASE " + quoted(database, '"'));
    }

    /** Creates a user that may log in. */
    public void createUser(String user, String password) {
        execute("CREATE USER " + quoted(user, '"') + " PASSWORD " + quoted(password, '\''));
    }

    /** The server's log file. */
    public Path log() {
        return log;
    }

    @Override
    public void close() {
        watchdog.close();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop; its log is " + log, e);
        }
    }

    private void execute(String statement) {
        try (Connection connection = connect("postgres");
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refused a statement of devstack: " + e.getMessage(), e);
        }
    }

    private static String quoted(String text, char quote) {
        String mark = String.valueOf(quote);
        return mark + text.replace(mark, mark + mark) + mark;
    }

    /** The library's clusters trust everybody, and a test of wrong credentials would pass. */
    private static void requirePasswords(Path cluster) {
        try {
            Files.writeString(cluster.resolve("pg_hba.conf"), """
                    local all         all                     trust
                    host  all         postgres  127.0.0.1/32  trust
                    host  replication postgres  127.0.0.1/32  trust
                    host  all         all       127.0.0.1/32  scram-sha-256
                    host  replication all       127.0.0.1/32  scram-sha-256
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write pg_hba.conf in " + cluster, e);
        }
    }

    private static long pid(Path data) throws IOException {
        return Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    }
}
