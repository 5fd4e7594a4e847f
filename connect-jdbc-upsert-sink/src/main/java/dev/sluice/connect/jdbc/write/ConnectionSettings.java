// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.credentials.JdbcCredentialsProvider;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the database.
 *
 * @param user empty to let the URL or the driver say
 * @param driverProperties handed to the driver as they are
 * @param attempts how often a connection is tried before the batch is given back to the worker
 * @param provider null for user and password as they stand here
 */
public record ConnectionSettings(
        String url,
        String user,
        Password password,
        Map<String, String> driverProperties,
        int attempts,
        Duration backoff,
        @Nullable Provider provider) {

    /**
     * Who says as whom to connect, in the place of user and password.
     *
     * @param type the class named in {@code jdbc.credentials.provider.class}
     * @param options what it is configured with
     */
    public record Provider(Class<? extends JdbcCredentialsProvider> type, Map<String, String> options) {

        JdbcCredentialsProvider create() {
            try {
                JdbcCredentialsProvider provider = type.getDeclaredConstructor().newInstance();
                provider.configure(options);
                return provider;
            } catch (ReflectiveOperationException e) {
                throw new ConfigException("jdbc.credentials.provider.class: " + type.getName()
                        + " cannot be made by a public constructor without parameters");
            }
        }

        /** The options may hold secrets. */
        @Override
        public String toString() {
            return type.getName();
        }
    }

    /** The URL and the driver's properties may hold secrets. */
    @Override
    public String toString() {
        return "connection of user " + user;
    }
}
