// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL runs: as we do; where we are root, whom it refuses, as {@value #NOBODY}.
 *
 * <p>As in a plain container: without user namespaces, and with nothing of ours open to that user.
 */
final class PostgresUser {
    private static final String NOBODY = "nobody";

    private final Path home;
    private final UnaryOperator<List<String>> launcher;

    private PostgresUser(Path home, UnaryOperator<List<String>> launcher) {
        this.home = home;
        this.launcher = launcher;
    }

    /**
     * @param home an empty directory of ours, which becomes that user's
     * @throws ServerFailedException if we are root, and cannot start a process as somebody else
     */
    static PostgresUser owning(Path home) {
        try {
            if (ownerOf(home) != 0) {
                return new PostgresUser(home, UnaryOperator.identity());
            }
            Files.setOwner(
                    home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY));
            return nobody(home, ownerOf(home));
        } catch (UserPrincipalNotFoundException e) {
            throw new ServerFailedException(
                    "PostgreSQL refuses to run as root, and there is no user " + NOBODY
                            + " to run it as. Add one, or run this as another user",
                    e);
        } catch (IOException e) {
            throw new ServerFailedException(
                    "PostgreSQL refuses to run as root, and " + home + " cannot be given to " + NOBODY + " ("
                            + e.getMessage() + "). Run this as another user, or with the capability CHOWN",
                    e);
        }
    }

    /** A command line that runs another as this user, in a process that becomes the other. */
    List<String> running(Path program, String... arguments) {
        return launcher.apply(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                .toList());
    }

    /** @throws ServerFailedException if the user cannot run this program, which knows {@code --version} */
    void checkRuns(Path program) {
        Answer answer = Answer.to(running(program, "--version"), home);
        if (answer.exitCode() != 0) {
            throw new ServerFailedException("PostgreSQL's user cannot run " + program + ": " + answer.text()
                    + ". Every directory above it must be open to that user, on a file system that lets programs"
                    + " run. Choose another place with -Djava.io.tmpdir");
        }
    }

    /** Whatever can drop our identity for good, without staying in between. */
    private static PostgresUser nobody(Path home, int uid) {
        // The group's number need not exist, and grants nothing.
        List<Launcher> launchers = List.of(
                Launcher.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"),
                Launcher.of("chroot", "--userspec=" + uid + ":" + uid, "--groups=", "/"),
                // BusyBox's has neither of these; other systems' su stays as our child's parent, and is passed over.
                new Launcher("su", command -> List.of("su", "-s", "/bin/sh", "-c", "exec " + quoted(command), NOBODY)));
        List<String> refusals = new ArrayList<>();
        for (Launcher launcher : launchers) {
            Answer answer = Answer.to(launcher.wrap().apply(List.of("sh", "-c", "echo $(id -u) $$")), home);
            if (answer.text().equals(uid + " " + answer.pid())) {
                return new PostgresUser(home, launcher.wrap());
            }
            refusals.add(launcher.name() + ": " + answer.text());
        }
        throw new ServerFailedException("PostgreSQL refuses to run as root, and nothing could start it as " + NOBODY
                + ". Run this as another user, install setpriv (util-linux), or leave the container the capabilities"
                + " SETUID and SETGID. What was tried:\n" + String.join("\n", refusals));
    }

    private static String quoted(List<String> command) {
        return command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    private static int ownerOf(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid");
    }

    private record Launcher(String name, UnaryOperator<List<String>> wrap) {
        static Launcher of(String... prefix) {
            return new Launcher(prefix[0], command -> Stream.concat(Stream.of(prefix), command.stream())
                    .toList());
        }
    }

    /** What a short command had to say; a missing one exits with 127, as in a shell. */
    private record Answer(long pid, int exitCode, String text) {
        static Answer to(List<String> command, Path workingDirectory) {
            try {
                Process process = new ProcessBuilder(command)
                        .directory(workingDirectory.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .start();
                String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Answer(process.pid(), process.waitFor(), text.strip());
            } catch (IOException e) {
                return new Answer(-1, 127, String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + command.get(0), e);
            }
        }
    }
}
