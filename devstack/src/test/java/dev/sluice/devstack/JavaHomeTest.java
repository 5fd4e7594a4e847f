// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaHomeTest {
    @TempDir
    private Path directory;

    @Test
    void theNewestOfAllPlacesIsFound() throws IOException {
        Path place = directory.resolve("jvm");
        installed(place.resolve("a"), "17.0.15");
        Path newest = installed(place.resolve("b/Contents/Home"), "25.0.1");
        installed(place.resolve("c"), "1.8.0_402");
        Path named = installed(directory.resolve("runner"), "21");

        assertThat(JavaHome.newest(Map.of("JAVA_HOME_21_X64", named.toString()), List.of(place)))
                .contains(new JavaHome(newest, 25));
        assertThat(JavaHome.newest(Map.of("JAVA_HOME_21_X64", named.toString()), List.of()))
                .contains(new JavaHome(named, 21));
    }

    @Test
    void whatIsNotAJavaIsPassedOver() throws IOException {
        Files.createDirectories(directory.resolve("empty"));
        Files.writeString(directory.resolve("README"), "");

        assertThat(JavaHome.newest(
                        Map.of("JAVA_HOME", directory.resolve("gone").toString()),
                        List.of(directory, directory.resolve("none"))))
                .isEmpty();
    }

    private static Path installed(Path home, String version) throws IOException {
        Path java = home.resolve("bin/java");
        Files.createDirectories(home.resolve("bin"));
        Files.createFile(java, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
