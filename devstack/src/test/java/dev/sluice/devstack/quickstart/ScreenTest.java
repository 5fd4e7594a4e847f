// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void aFileGetsNoControlSequences() {
        Screen screen = Screen.plain(out);

        screen.title("Title");
        screen.begin("a server");
        screen.done("a server", "127.0.0.1:1", Duration.ofMillis(1_500));
        screen.check(false, "people", "differs");
        screen.progress(List.of("one " + screen.bar(0.5)));
        screen.lastProgress(List.of("two"));

        assertThat(text())
                .doesNotContain("\033", "\r")
                .containsSubsequence("Title", "✔ a server", "1.5 s", "✘ people", "differs", "one ", "two");
    }

    @Test
    void aFileGetsProgressOnceInAWhileOnly() {
        Screen screen = Screen.plain(out);

        screen.progress(List.of("first"));
        screen.progress(List.of("second"));

        assertThat(text()).contains("first").doesNotContain("second");
    }

    @Test
    void aTerminalDrawsTheBlockOverTheOneBefore() {
        Screen screen = Screen.terminal(out, 80);

        screen.progress(List.of("a", "b"));
        screen.progress(List.of("c", "d"));

        String newline = System.lineSeparator();
        assertThat(text()).isEqualTo("a" + newline + "b" + newline + "\033[2A\033[Jc" + newline + "d" + newline);
    }

    @Test
    void aLineOfTheBlockNeverWraps() {
        Screen screen = Screen.terminal(out, 5);

        screen.progress(List.of(screen.bold("1234") + screen.dim("5678")));

        assertThat(text()).isEqualTo("\033[1m1234\033[0m\033[2m5\033[0m" + System.lineSeparator());
    }

    @Test
    void bytesAreShownInTheUnitThatFits() {
        assertThat(Screen.bytes(1_023)).isEqualTo("1023 B");
        assertThat(Screen.bytes(1_536)).isEqualTo("1.5 KiB");
        assertThat(Screen.bytes(5 * 1_048_576)).isEqualTo("5.0 MiB");
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
