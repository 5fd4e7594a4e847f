// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Ends a process when this JVM is gone, also when this JVM was killed and could end nothing itself.
 *
 * <p>A shell that waits for its standard input to end: the operating system closes that pipe together with us. It ignores an
 * interrupt from the terminal, which we and the server get as well and answer in our own time.
 */
final class Watchdog implements AutoCloseable {
    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    static Watchdog over(long pid) {
        try {
            return new Watchdog(
                    new ProcessBuilder("sh", "-c", "trap '' INT HUP TERM; read -r _; kill -9 " + pid + " 2>/dev/null")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the watchdog of process " + pid, e);
        }
    }

    /** Stands down. To be called before the process ends: later, its number may be another's. */
    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
