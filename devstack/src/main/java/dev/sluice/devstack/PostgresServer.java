// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL 17 with logical decoding, so that it can be a source of changes as well as a target.
 *
 * <p>Its data are in a temporary directory that goes with it: where we are root the server runs as another user, who may have
 * no way into a directory of ours.
 *
 * <p>The superuser {@value #SUPERUSER} needs no password; everybody else does.
 */
public final class PostgresServer implements AutoCloseable {
    public static final String SUPERUSER = "postgres";

    private static final Duration TIME_TO_START = Duration.ofSeconds(60);
    private static final int STATUS_LINE = 7;

    private final ServerProcess process;
    private final Path home;
    private final int port;

    private PostgresServer(ServerProcess process, Path home, int port) {
        this.process = process;
        this.home = home;
        this.port = port;
    }

    /**
     * @param directory made if absent; where the log file is
     * @param settings of its configuration, as {@code name=value}; they go before ours
     * @throws ServerFailedException if it does not come up
     */
    public static PostgresServer start(Path directory, String... settings) {
        Path log = directory.resolve("postgres.log");
        Path home;
        try {
            Files.createDirectories(directory);
            home = Files.createTempDirectory("devstack-postgres-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the directories of PostgreSQL", e);
        }
        try {
            return start(home, log, List.of(settings));
        } catch (RuntimeException e) {
            try {
                FileTree.delete(home);
            } catch (RuntimeException notDeleted) {
                e.addSuppressed(notDeleted);
            }
            throw e;
        }
    }

    private static PostgresServer start(Path home, Path log, List<String> settings) {
        Path programs = programs(home).resolve("bin");
        PostgresUser user = PostgresUser.owning(home);
        user.checkRuns(programs.resolve("initdb"));
        Path data = home.resolve("data");
        ServerProcess.start("initdb", user.running(programs.resolve("initdb"), initialisation(data)), home, log, "TERM")
                .awaitSuccess(TIME_TO_START);
        requirePasswords(data);
        int port = FreePorts.next();
        ServerProcess process = ServerProcess.start(
                "PostgreSQL",
                user.running(programs.resolve("postgres"), options(data, port, settings)),
                home,
                log,
                // It ends its clients' sessions; on TERM it would wait for them.
                "INT");
        process.awaitReady(TIME_TO_START, () -> isReady(data));
        return new PostgresServer(process, home, port);
    }

    private static Path programs(Path home) {
        try {
            return PostgresBinaries.unpacked(Path.of(System.getProperty("java.io.tmpdir")), Files.getOwner(home));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the owner of " + home, e);
        }
    }

    private static String[] initialisation(Path data) {
        return new String[] {
            "--pgdata=" + data,
            "--username=" + SUPERUSER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions"
        };
    }

    private static String[] options(Path data, int port, List<String> settings) {
        List<String> ours = List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "max_connections=300",
                "timezone=UTC",
                "wal_level=logical",
                "max_wal_senders=16",
                "max_replication_slots=16",
                // It survives its own crash without, and no data here are to survive the machine's.
                "fsync=off");
        return Stream.concat(
                        Stream.of("-D", data.toString()),
                        // Of two values of one setting the server takes the latter.
                        Stream.concat(ours.stream(), settings.stream()).flatMap(setting -> Stream.of("-c", setting)))
                .toArray(String[]::new);
    }

    /** As its own start tool tells: by a line of the file that it keeps while it runs. */
    private static boolean isReady(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read whether PostgreSQL is ready", e);
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
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
        return process.log();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
        FileTree.delete(home);
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

    /** A new cluster trusts everybody, and a test of wrong credentials would pass. */
    private static void requirePasswords(Path cluster) {
        try {
            Files.writeString(cluster.resolve("pg_hba.conf"), """
                    host  all         postgres  127.0.0.1/32  trust
                    host  replication postgres  127.0.0.1/32  trust
                    host  all         all       127.0.0.1/32  scram-sha-256
                    host  replication all       127.0.0.1/32  scram-sha-256
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write pg_hba.conf in " + cluster, e);
        }
    }
}
