// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.net.URI;
import java.time.Duration;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * The way to the store.
 *
 * @param endpoint null for AWS
 * @param pathStyle whether the bucket stands in the path of requests, not in the host name
 * @param accelerated whether requests go to the nearest edge of Amazon's network
 * @param proxy null for none
 * @param retries how often a request is repeated before the error leaves the client
 * @param retryBackoff the pause before the first repetition; it doubles from there
 */
public record Connection(
        String region,
        @Nullable URI endpoint,
        boolean pathStyle,
        boolean accelerated,
        @Nullable Proxy proxy,
        int retries,
        Duration retryBackoff) {

    /** @param user empty for none */
    public record Proxy(URI address, String user, Password password) {}
}
