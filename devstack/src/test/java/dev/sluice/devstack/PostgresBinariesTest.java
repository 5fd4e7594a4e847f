// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {
    @TempDir
    private static Path parent;

    private static UserPrincipal us;

    @BeforeAll
    static void findOutWhoWeAre() throws IOException {
        us = Files.getOwner(parent);
    }

    @Test
    void everyUserMayRunThem() throws IOException {
        Path programs = PostgresBinaries.unpacked(parent, us);

        assertThat(Stream.of(programs, programs.resolve("bin"), programs.resolve("bin/postgres")))
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rwxr-xr-x"));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(programs.resolve("share/postgresql/postgres.bki"))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void theyAreUnpackedOnce() throws IOException {
        Path program = PostgresBinaries.unpacked(parent, us).resolve("bin/postgres");
        FileTime longAgo = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(program, longAgo);

        PostgresBinaries.unpacked(parent, us);

        assertThat(Files.getLastModifiedTime(program)).isEqualTo(longAgo);
        try (Stream<Path> files = Files.list(parent)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whatAnybodyTookAwayComesBack() throws IOException {
        Path taken = PostgresBinaries.unpacked(parent, us).resolve("share/postgresql/postgres.bki");
        Files.delete(taken);

        PostgresBinaries.unpacked(parent, us);

        assertThat(taken).isNotEmptyFile();
        try (Stream<Path> files = Files.list(parent)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void programsThatAreNotOursAreNotRun(@TempDir Path other) throws IOException {
        Path planted = PostgresBinaries.unpacked(other, us);
        Path elsewhere = Files.move(planted, other.resolve("planted"));
        Files.createSymbolicLink(planted, elsewhere);

        assertThatExceptionOfType(ServerFailedException.class)
                .isThrownBy(() -> PostgresBinaries.unpacked(other, us))
                .withMessageStartingWith(planted + " is not a directory of " + us.getName());
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,    amd64,   false, postgres-linux-x86_64.txz",
        "Linux,    amd64,   true,  postgres-linux-x86_64-alpine_linux.txz",
        "Linux,    aarch64, false, postgres-linux-arm_64.txz",
        "Mac OS X, x86_64,  false, postgres-darwin-x86_64.txz",
        "Mac OS X, aarch64, false, postgres-darwin-arm_64.txz"
    })
    void eachMachineHasItsArchive(String system, String architecture, boolean alpine, String archive) {
        assertThat(PostgresBinaries.archive(system, architecture, alpine)).isEqualTo(archive);
    }
}
