// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A server in a process of its own, its output in a log file.
 *
 * <p>It dies with this JVM however that ends (see {@link Watchdog}).
 */
final class ServerProcess implements AutoCloseable {
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(30);
    private static final int LOG_LINES_SHOWN = 40;

    private final String name;
    private final Path log;
    private final String stopSignal;
    private final Process process;
    private final Watchdog watchdog;

    private ServerProcess(String name, Path log, String stopSignal, Process process, Watchdog watchdog) {
        this.name = name;
        this.log = log;
        this.stopSignal = stopSignal;
        this.process = process;
        this.watchdog = watchdog;
    }

    /** @param directory made if absent; the working directory, and where the log file is */
    static ServerProcess start(JavaCommand command, Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + directory, e);
        }
        return start(command.name(), command.line(), directory, directory.resolve(command.name() + ".log"), "TERM");
    }

    /**
     * @param name what errors call the process
     * @param log appended to
     * @param stopSignal what asks the server to end, without {@code SIG}
     */
    static ServerProcess start(String name, List<String> line, Path workingDirectory, Path log, String stopSignal) {
        try {
            Process process = new ProcessBuilder(line)
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            try {
                return new ServerProcess(name, log, stopSignal, process, Watchdog.over(process.pid()));
            } catch (RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + " in " + workingDirectory, e);
        }
    }

    /**
     * Returns once the server is ready.
     *
     * @throws ServerFailedException if it dies first, or is not ready in time; it is dead then
     */
    void awaitReady(Duration limit, BooleanSupplier ready) {
        boolean settled;
        try {
            settled = Poll.until(limit, () -> !process.isAlive() || ready.getAsBoolean());
        } catch (RuntimeException e) {
            kill();
            throw e;
        }
        if (!process.isAlive()) {
            watchdog.close();
            throw failure("ended with exit code " + process.exitValue() + " before it was ready");
        }
        if (!settled) {
            kill();
            throw failure("was not ready after " + limit.toSeconds() + " s");
        }
    }

    /**
     * Waits for the process to end by itself, as a tool does.
     *
     * @throws ServerFailedException if it fails, or takes longer
     */
    void awaitSuccess(Duration limit) {
        boolean ended = endedWithin(limit);
        kill();
        if (!ended) {
            throw failure("had not ended after " + limit.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw failure("ended with exit code " + process.exitValue());
        }
    }

    /** Whether the server has written this to its log. */
    boolean hasLogged(String text) {
        return readLog().contains(text);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return log;
    }

    /** Asks the server to end and returns when it is gone; one that will not go within half a minute is killed. */
    void stop() {
        watchdog.close();
        signal(stopSignal);
        if (!endedWithin(TIME_TO_STOP)) {
            kill();
        }
    }

    /** SIGKILL: no time for last words. Returns when it is gone. */
    void kill() {
        watchdog.close();
        process.destroyForcibly();
        if (!endedWithin(TIME_TO_STOP)) {
            throw new IllegalStateException(name + " (process " + process.pid() + ") survived SIGKILL");
        }
    }

    /** SIGSTOP: alive, connected and silent, like a JVM in a very long pause. */
    void suspend() {
        signal("STOP");
    }

    /** SIGCONT: goes on after {@link #suspend}, unaware of the time that passed. */
    void resume() {
        signal("CONT");
    }

    /** Ends it, gently where it can hear us. */
    @Override
    public void close() {
        if (process.isAlive()) {
            // A suspended process would take the signal only when it goes on.
            resume();
            stop();
        } else {
            watchdog.close();
        }
    }

    private void signal(String signal) {
        try {
            // The shell's own: small images have no program of that name.
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (kill.waitFor() != 0 && process.isAlive()) {
                throw new IllegalStateException("cannot send SIG" + signal + " to " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send SIG" + signal + " to " + name, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private boolean endedWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted(e);
        }
    }

    private IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for " + name, e);
    }

    private ServerFailedException failure(String what) {
        List<String> lines = readLog().lines().toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
        return new ServerFailedException(name + " " + what + ". The end of " + log + ":\n" + String.join("\n", last));
    }

    private String readLog() {
        try {
            // Not Files.readString: a log may hold anything.
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }
}
