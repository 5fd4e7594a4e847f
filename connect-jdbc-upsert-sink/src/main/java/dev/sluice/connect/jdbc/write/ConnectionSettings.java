// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;

/**
 * How to reach the database.
 *
 * @param user empty to let the URL or the driver say
 * @param driverProperties handed to the driver as they are
 * @param attempts how often a connection is tried before the batch is given back to the worker
 */
public record ConnectionSettings(
        String url,
        String user,
        Password password,
        Map<String, String> driverProperties,
        int attempts,
        Duration backoff) {

    /** The URL and the driver's properties may hold secrets. */
    @Override
    public String toString() {
        return "connection of user " + user;
    }
}
