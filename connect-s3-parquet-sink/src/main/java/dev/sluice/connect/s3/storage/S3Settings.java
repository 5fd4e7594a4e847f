// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.net.URI;
import java.time.Duration;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * How the store is reached.
 *
 * @param endpoint null for AWS
 * @param accessKeyId empty for the SDK's default chain
 * @param retries how often a request is repeated before the error leaves the client
 * @param retryBackoff the pause before the first repetition; it doubles from there
 * @param probeKey the object with which conditional writes are tried; it is made once and stays
 */
public record S3Settings(
        String bucket,
        String region,
        @Nullable URI endpoint,
        boolean pathStyle,
        String accessKeyId,
        Password secretAccessKey,
        int retries,
        Duration retryBackoff,
        ConditionalWrites conditionalWrites,
        String probeKey) {}
