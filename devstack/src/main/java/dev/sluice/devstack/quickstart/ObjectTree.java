// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Parquet files of a bucket as they lie on disk: counted, drawn, copied. */
final class ObjectTree {
    private static final String SUFFIX = ".parquet";

    private final Path bucket;

    ObjectTree(Path bucket) {
        this.bucket = bucket;
    }

    /** How many files there are, and their bytes together. */
    record Totals(long files, long bytes) {}

    Totals totals() throws IOException {
        long files = 0;
        long bytes = 0;
        for (Path file : files()) {
            files++;
            bytes += size(file);
        }
        return new Totals(files, bytes);
    }

    /** A line for each directory and file, indented by depth; of many files in one directory the first few. */
    List<String> draw(int filesShown) throws IOException {
        List<String> lines = new ArrayList<>();
        drawInto(lines, bucket, "  ", filesShown);
        return lines;
    }

    /** Copies every file below {@code target}, keeping the paths. */
    void copyTo(Path target) throws IOException {
        for (Path file : files()) {
            Path copy = target.resolve(bucket.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(bucket)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(bucket)) {
            return walk.filter(path -> path.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static void drawInto(List<String> lines, Path directory, String indent, int filesShown) throws IOException {
        int files = 0;
        for (Path child : children(directory)) {
            String name = child.getFileName().toString();
            if (Files.isDirectory(child)) {
                // A directory with nothing in it but another one needs no line of its own.
                Path last = child;
                while (children(last).size() == 1
                        && Files.isDirectory(children(last).get(0))) {
                    last = children(last).get(0);
                }
                lines.add(indent + directory.relativize(last) + "/");
                drawInto(lines, last, indent + "  ", filesShown);
            } else if (++files <= filesShown) {
                lines.add(Screen.pad(indent + name, 78) + Screen.bytes(size(child)));
            }
        }
        if (files > filesShown) {
            lines.add(indent + "… " + (files - filesShown) + " more");
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> list = Files.list(directory)) {
            return list.filter(ObjectTree::holdsFiles).sorted().toList();
        }
    }

    /** Stores know no directories; what is left of one on disk when its last object is deleted does not count. */
    private static boolean holdsFiles(Path path) {
        if (!Files.isDirectory(path)) {
            return path.toString().endsWith(SUFFIX);
        }
        try (Stream<Path> walk = Files.walk(path)) {
            return walk.anyMatch(file -> file.toString().endsWith(SUFFIX));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + path, e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            // The server may replace its temporary files while we look.
            return 0;
        }
    }
}
