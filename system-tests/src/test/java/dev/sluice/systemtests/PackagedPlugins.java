// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import java.nio.file.Path;

/** What the module packaging has built. */
final class PackagedPlugins {
    private PackagedPlugins() {}

    /** A directory for {@code plugin.path}. */
    static Path path() {
        return Path.of(System.getProperty("plugin.path")).normalize();
    }

    /** The root of the project. */
    static Path project() {
        return path().resolve("../../..").normalize();
    }

    static String version() {
        return System.getProperty("project.version");
    }
}
