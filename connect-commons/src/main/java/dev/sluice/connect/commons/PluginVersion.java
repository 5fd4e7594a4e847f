// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of this build, as {@code Versioned.version()} must answer it.
 *
 * <p>Read from a resource of our own: Kafka's {@code AppInfoParser} answers the version of the worker, and Connect compares
 * the answer with {@code connector.plugin.version} (KIP-891).
 */
public final class PluginVersion {
    private static final String CURRENT = read();

    private PluginVersion() {}

    public static String current() {
        return CURRENT;
    }

    private static String read() {
        try (InputStream in = PluginVersion.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException(
                        "version.properties is missing beside " + PluginVersion.class.getName());
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read version.properties", e);
        }
    }
}
