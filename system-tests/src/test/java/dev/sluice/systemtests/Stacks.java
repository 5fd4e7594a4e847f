// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import dev.sluice.devstack.DevStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the servers of a test live: below {@code target/}, so that logs and data are there when a test has failed. */
final class Stacks {
    private Stacks() {}

    static DevStack named(String name) throws IOException {
        return DevStack.in(Files.createTempDirectory(Path.of("target").toAbsolutePath(), name + "-"));
    }
}
