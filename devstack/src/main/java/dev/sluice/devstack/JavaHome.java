// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * An installed Java.
 *
 * @param version its feature release, such as 17
 */
public record JavaHome(Path directory, int version) {
    /** Where installers put them, each in a directory of its own. */
    private static final List<Path> USUAL_PLACES = List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/opt/java"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"));

    /** The one that runs this JVM. */
    public static JavaHome current() {
        return new JavaHome(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** The newest that is installed here, if it is newer than the one that runs this JVM. */
    public static Optional<JavaHome> newer() {
        return newest(System.getenv(), USUAL_PLACES)
                .filter(home -> home.version() > current().version());
    }

    /**
     * @param environment whose variables {@code JAVA_HOME_…} name some, as on the runners of GitHub
     * @param places directories whose children are some
     */
    static Optional<JavaHome> newest(Map<String, String> environment, List<Path> places) {
        List<Path> candidates = new ArrayList<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("JAVA_HOME")) {
                candidates.add(Path.of(value));
            }
        });
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> children = Files.list(place)) {
                    children.flatMap(child -> Stream.of(child, child.resolve("Contents/Home")))
                            .forEach(candidates::add);
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot list " + place, e);
                }
            }
        }
        return candidates.stream()
                .flatMap(candidate -> at(candidate).stream())
                .max(Comparator.comparing(JavaHome::version));
    }

    /** Its {@code java}. */
    Path launcher() {
        return directory.resolve("bin").resolve("java");
    }

    /** What is installed says so in a file {@code release}: {@code JAVA_VERSION="25.0.1"}. */
    private static Optional<JavaHome> at(Path directory) {
        Path release = directory.resolve("release");
        if (!Files.isRegularFile(release)
                || !Files.isExecutable(directory.resolve("bin").resolve("java"))) {
            return Optional.empty();
        }
        var properties = new Properties();
        try (Reader in = Files.newBufferedReader(release)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + release, e);
        }
        String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        try {
            return Optional.of(
                    new JavaHome(directory, Runtime.Version.parse(version).feature()));
        } catch (IllegalArgumentException e) {
            // Java 8 and older, and what is no Java: nothing to run a worker on.
            return Optional.empty();
        }
    }
}
