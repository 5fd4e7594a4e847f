// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * MariaDB 11.4 with a row-based binary log, so that it can be a source of changes as well as a target. It runs on Linux on x86-64.
 *
 * <p>Its data are in a temporary directory that goes with it. The superuser {@value #SUPERUSER} needs no password; everybody else does.
 */
public final class MariaDbServer implements AutoCloseable {
    public static final String SUPERUSER = "root";

    private static final Duration TIME_TO_START = Duration.ofSeconds(60);
    private static final String READY = "ready for connections";

    /** The tables in which a server keeps users and rights; its own installer does the same, and brings help texts and time zones along. */
    private static final List<String> SYSTEM_TABLES =
            List.of("mariadb_system_tables.sql", "mariadb_performance_tables.sql", "mariadb_system_tables_data.sql");

    private final ServerProcess process;
    private final Path home;
    private final int port;

    private MariaDbServer(ServerProcess process, Path home, int port) {
        this.process = process;
        this.home = home;
        this.port = port;
    }

    /**
     * @param directory made if absent; where the log file is
     * @param options of {@code mariadbd}, over those that are set here
     * @throws ServerFailedException if it does not come up
     */
    public static MariaDbServer start(Path directory, String... options) {
        Path home;
        try {
            Files.createDirectories(directory);
            home = Files.createTempDirectory("devstack-mariadb-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the directories of MariaDB", e);
        }
        try {
            return start(home, directory.resolve("mariadb.log"), List.of(options));
        } catch (RuntimeException e) {
            try {
                FileTree.delete(home);
            } catch (RuntimeException notDeleted) {
                e.addSuppressed(notDeleted);
            }
            throw e;
        }
    }

    private static MariaDbServer start(Path home, Path log, List<String> options) {
        Path programs = ServerFiles.programs("mariadb");
        Path server = executable(programs.resolve("bin").resolve("mariadbd"));
        List<String> common = List.of(
                server.toString(),
                "--no-defaults",
                // It refuses to run as root by oversight, not on purpose.
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + programs,
                "--lc-messages-dir=" + programs.resolve("share"),
                "--datadir=" + createDirectory(home.resolve("data")),
                "--log-warnings=1");
        Path script = systemTables(programs.resolve("share"), home.resolve("system-tables.sql"));
        ServerProcess.start("mariadbd --bootstrap", readingFrom(script, common), home, log, "TERM")
                .awaitSuccess(TIME_TO_START);
        int port = FreePorts.next();
        List<String> line = new ArrayList<>(common);
        line.addAll(serving(home, port));
        line.addAll(options);
        ServerProcess process = ServerProcess.start("MariaDB", line, home, log, "TERM");
        process.awaitReady(TIME_TO_START, () -> process.hasLogged(READY));
        return new MariaDbServer(process, home, port);
    }

    /** Its programs come from an archive that need not keep what may be run. */
    private static Path executable(Path program) {
        if (!Files.isExecutable(program) && !program.toFile().setExecutable(true)) {
            throw new ServerFailedException("MariaDB's program " + program + " cannot be run, nor made executable");
        }
        return program;
    }

    private static Path createDirectory(Path directory) {
        try {
            return Files.createDirectory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + directory, e);
        }
    }

    private static Path systemTables(Path share, Path script) {
        try {
            StringBuilder statements = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
            for (String part : SYSTEM_TABLES) {
                statements.append(Files.readString(share.resolve(part)));
            }
            return Files.writeString(script, statements);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write MariaDB's system tables to " + script, e);
        }
    }

    private static List<String> readingFrom(Path script, List<String> options) {
        List<String> line = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" --bootstrap < \"$0\"", script.toString()));
        line.addAll(options);
        return line;
    }

    private static List<String> serving(Path home, int port) {
        return List.of(
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + home.resolve("socket"),
                "--pid-file=" + home.resolve("pid"),
                "--skip-name-resolve",
                "--max-connections=300",
                "--character-set-server=utf8mb4",
                "--default-time-zone=+00:00",
                "--server-id=1",
                "--log-bin=binlog",
                "--binlog-format=ROW",
                "--binlog-row-image=FULL",
                "--innodb-buffer-pool-size=64M",
                // It survives its own crash without, and no data here are to survive the machine's.
                "--innodb-flush-log-at-trx-commit=2");
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** For MariaDB's driver, without user or password. */
    public String jdbcUrl(String database) {
        return "jdbc:mariadb://" + host() + ":" + port() + "/" + database;
    }

    /** A new connection of the superuser; an empty name is for no database. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, "");
    }

    /** Creates an empty database. */
    public void createDatabase(String database) {
        execute("CREATE DATABASE " + quoted(database, '`'));
    }

    /** Creates a user that may log in, and do anything in one database. */
    public void createUser(String user, String password, String database) {
        String account = quoted(user, '\'') + "@'%'";
        execute("CREATE USER " + account + " IDENTIFIED BY " + quoted(password, '\''));
        execute("GRANT ALL ON " + quoted(database, '`') + ".* TO " + account);
    }

    /** The server's log file. */
    public Path log() {
        return process.log();
    }

    long pid() {
        return process.pid();
    }

    Path home() {
        return home;
    }

    @Override
    public void close() {
        process.close();
        FileTree.delete(home);
    }

    private void execute(String statement) {
        try (Connection connection = connect("");
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("MariaDB refused a statement of devstack: " + e.getMessage(), e);
        }
    }

    private static String quoted(String text, char quote) {
        String mark = String.valueOf(quote);
        // A backslash means itself in a name.
        String escaped = quote == '\'' ? text.replace("\\", "\\\\") : text;
        return mark + escaped.replace(mark, mark + mark) + mark;
    }
}
