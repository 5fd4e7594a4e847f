// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the build has put the servers: below {@code devstack/servers}, found from where this class was loaded
 * ({@code devstack/target/…}), or from the system property {@value #PROPERTY}.
 */
final class ServerFiles {
    static final String PROPERTY = "sluice.devstack.servers";

    private ServerFiles() {}

    /** A server's jars, as {@code java -cp} takes them. */
    static String classPath(String server) {
        return existing(root().resolve(server).resolve("target").resolve("lib"))
                .resolve("*")
                .toString();
    }

    /** A directory for {@code plugin.path}. */
    static Path plugins(String server) {
        return existing(root().resolve(server).resolve("target").resolve("plugin-path"));
    }

    /** The directory of programs that run by themselves. */
    static Path programs(String server) {
        return existing(root().resolve(server).resolve("target").resolve("programs"));
    }

    /** All jars that lie beside an application's own, as {@code java -cp} takes them. */
    static String application(String server) {
        return existing(root().resolve(server).resolve("target").resolve("application"))
                .resolve("*")
                .toString();
    }

    private static Path root() {
        String configured = System.getProperty(PROPERTY);
        // Absolute, because servers run in directories of their own.
        return configured == null ? besideTheBuild() : Path.of(configured).toAbsolutePath();
    }

    private static Path besideTheBuild() {
        try {
            Path loadedFrom = Path.of(ServerFiles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // devstack/target/classes or devstack/target/devstack-VERSION.jar
            Path module = Objects.requireNonNull(loadedFrom.toAbsolutePath().getParent())
                    .getParent();
            return Objects.requireNonNull(module).resolve("servers");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where devstack was loaded from", e);
        }
    }

    private static Path existing(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalStateException(directory + " is missing. Build it with 'mvn -Dquick package', or let -D"
                    + PROPERTY + " point to a built devstack/servers");
        }
        return directory;
    }
}
