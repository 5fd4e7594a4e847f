// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.credentials;

import java.util.Map;
import org.apache.kafka.common.Configurable;

/**
 * Fetches credentials that change, such as tokens that expire. Its class is public, has a public constructor without parameters, lies in
 * the plugin's folder, and is named in {@code jdbc.credentials.provider.class}.
 */
public interface JdbcCredentialsProvider extends Configurable {
    /**
     * Called once, before the first question.
     *
     * @param options the connector's keys below {@code jdbc.credentials.provider.}, without that prefix
     */
    @Override
    void configure(Map<String, ?> options);

    /**
     * Asked for each new connection, on the task's thread.
     *
     * @throws org.apache.kafka.connect.errors.RetriableException if a later try may succeed
     * @throws org.apache.kafka.connect.errors.ConnectException if none will; the task stops
     */
    JdbcCredentials credentials();
}
