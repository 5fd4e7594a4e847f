// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Looks whether a bucket can be reached with the settings of a configuration, without writing anything. */
public final class BucketCheck {
    private BucketCheck() {}

    /** Which part of the configuration is at fault. */
    public enum Fault {
        ENDPOINT,
        REGION,
        CREDENTIALS,
        BUCKET
    }

    /** What is wrong with the settings, and what to do. */
    public record Problem(Fault fault, String message) {}

    /**
     * Lists one name.
     *
     * @param limit how long it may take
     * @return empty if it succeeds, or if the store is only too busy to answer
     */
    public static Optional<Problem> problem(S3Settings settings, Duration limit) {
        AwsCredentialsProvider credentials = CredentialProviders.create(settings.credentials(), settings.connection());
        try (S3Client client = S3Clients.asking(settings.connection(), credentials, limit)) {
            Object unused = credentials.resolveCredentials();
            unused = client.listObjectsV2(request -> request.bucket(settings.bucket())
                    .prefix(settings.probeKey())
                    .maxKeys(1));
            return Optional.empty();
        } catch (SdkException e) {
            return problem(settings.bucket(), e);
        } finally {
            CredentialProviders.closeQuietly(credentials);
        }
    }

    private static Optional<Problem> problem(String bucket, SdkException e) {
        return switch (StoreFailures.trouble(e)) {
            case PASSING -> Optional.empty();
            case UNREACHABLE -> found(Fault.ENDPOINT, bucket, e);
            case NO_CREDENTIALS, CREDENTIALS, RIGHTS -> found(Fault.CREDENTIALS, bucket, e);
            case BUCKET -> found(Fault.BUCKET, bucket, e);
            case REGION -> found(Fault.REGION, bucket, e);
            case ARCHIVED, REQUEST -> found(Fault.ENDPOINT, bucket, e);
        };
    }

    private static Optional<Problem> found(Fault fault, String bucket, SdkException e) {
        return Optional.of(
                new Problem(fault, "bucket '" + bucket + "' cannot be reached: " + StoreFailures.explained(e)));
    }
}
