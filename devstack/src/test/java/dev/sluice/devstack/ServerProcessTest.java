// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void stoppingAServerLeavesNoProcess() {
        ServerProcess server = start("serve");
        server.awaitReady(LIMIT, () -> server.hasLogged("ready"));
        assertThat(ProcessHandle.of(server.pid())).isPresent();

        server.close();

        assertThat(ProcessHandle.of(server.pid())).isEmpty();
        assertThat(server.hasLogged("said goodbye")).isTrue();
    }

    @Test
    void aKilledServerHasNoTimeForLastWords() {
        ServerProcess server = start("serve");
        server.awaitReady(LIMIT, () -> server.hasLogged("ready"));

        server.kill();

        assertThat(server.isAlive()).isFalse();
        assertThat(server.hasLogged("said goodbye")).isFalse();
    }

    @Test
    void aSuspendedServerIsStoppedToo() {
        ServerProcess server = start("serve");
        server.awaitReady(LIMIT, () -> server.hasLogged("ready"));
        server.suspend();

        server.close();

        assertThat(server.isAlive()).isFalse();
        assertThat(server.hasLogged("said goodbye")).isTrue();
    }

    @Test
    void aServerThatDiesWhileItStartsFailsWithTheEndOfItsLog() {
        ServerProcess server = start("die");

        assertThatExceptionOfType(ServerFailedException.class)
                .isThrownBy(() -> server.awaitReady(LIMIT, () -> false))
                .withMessageStartingWith("sample ended with exit code 3 before it was ready")
                .withMessageContaining("the disk is full");
    }

    @Test
    void aServerThatIsNotReadyInTimeFailsAndIsEnded() {
        ServerProcess server = start("serve");

        assertThatExceptionOfType(ServerFailedException.class)
                .isThrownBy(() -> server.awaitReady(Duration.ZERO, () -> false))
                .withMessageStartingWith("sample was not ready after 0 s");
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void aServerEndsWhenTheJvmThatStartedItIsKilled() throws IOException {
        ServerProcess parent = start("start another");
        parent.awaitReady(LIMIT, () -> parent.hasLogged("started "));
        Matcher started = Pattern.compile("started (\\d+)").matcher(Files.readString(parent.log()));
        assertThat(started.find()).isTrue();
        ProcessHandle child = ProcessHandle.of(Long.parseLong(started.group(1))).orElseThrow();
        assertThat(child.isAlive()).isTrue();

        parent.kill();

        assertThat(Poll.until(LIMIT, () -> !child.isAlive())).isTrue();
    }

    private ServerProcess start(String behaviour) {
        return ServerProcess.start(SampleServer.command("sample", behaviour, directory), directory);
    }
}
