// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Builds the SDK's clients. */
final class S3Clients {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private S3Clients() {}

    static S3Client create(Connection connection, AwsCredentialsProvider credentials) {
        return builder(connection, credentials)
                .overrideConfiguration(override -> override.retryStrategy(retries(connection)))
                .build();
    }

    /** A client that asks once and gives up after {@code limit}. */
    static S3Client asking(Connection connection, AwsCredentialsProvider credentials, Duration limit) {
        return builder(connection, credentials)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(limit)
                        .build())
                .build();
    }

    private static S3ClientBuilder builder(Connection connection, AwsCredentialsProvider credentials) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(connection.region()))
                .forcePathStyle(connection.pathStyle())
                .accelerate(connection.accelerated())
                .credentialsProvider(credentials)
                .httpClientBuilder(http(connection));
        if (connection.endpoint() != null) {
            // The SDK's newer integrity trailers and signed chunks fail on older stores; whole payloads work on every
            // one tried.
            builder.endpointOverride(connection.endpoint())
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .serviceConfiguration(service -> service.chunkedEncodingEnabled(false));
        }
        return builder;
    }

    static SdkHttpClient.Builder<?> http(Connection connection) {
        Apache5HttpClient.Builder http = Apache5HttpClient.builder();
        Connection.Proxy proxy = connection.proxy();
        if (proxy != null) {
            ProxyConfiguration.Builder configuration = ProxyConfiguration.builder()
                    .endpoint(proxy.address())
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariableValues(false);
            if (!proxy.user().isEmpty()) {
                configuration
                        .username(proxy.user())
                        .password(proxy.password().value())
                        .preemptiveBasicAuthenticationEnabled(true);
            }
            http.proxyConfiguration(configuration.build());
        }
        return http;
    }

    private static StandardRetryStrategy retries(Connection connection) {
        BackoffStrategy backoff =
                BackoffStrategy.exponentialDelay(connection.retryBackoff(), longestPause(connection.retryBackoff()));
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(connection.retries() + 1)
                .backoffStrategy(backoff)
                .throttlingBackoffStrategy(backoff)
                .build();
    }

    private static Duration longestPause(Duration first) {
        return first.compareTo(LONGEST_PAUSE) > 0 ? first : LONGEST_PAUSE;
    }
}
