// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** A server's configuration file. */
final class PropertiesFile {
    private PropertiesFile() {}

    /** Writes the file, with the directories above it. */
    static void write(Path file, Map<String, String> values) {
        var properties = new Properties();
        properties.putAll(values);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (Writer out = Files.newBufferedWriter(file)) {
                properties.store(out, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
