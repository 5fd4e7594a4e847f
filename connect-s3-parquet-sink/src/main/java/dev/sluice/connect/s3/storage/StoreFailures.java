// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.util.Locale;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.sts.model.StsException;

/** What an answer of the store, or none, means: whether time heals it, and if not, what is to be done. */
final class StoreFailures {
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;
    static final int TOO_MANY_REQUESTS = 429;
    static final int NOT_IMPLEMENTED = 501;

    private final String bucket;

    StoreFailures(String bucket) {
        this.bucket = bucket;
    }

    /** Where the trouble lies. */
    enum Trouble {
        /** Time heals it: the store is too busy, or cannot do it right now. */
        PASSING,
        /** Nobody answered. */
        UNREACHABLE,
        /** There are no credentials to ask with. */
        NO_CREDENTIALS,
        /** The store does not know who asks. */
        CREDENTIALS,
        /** The store knows who asks and does not let it. */
        RIGHTS,
        /** The object has been moved to where it cannot be read from. */
        ARCHIVED,
        BUCKET,
        REGION,
        /** A key that is too long, a request that the store does not know, and so on. */
        REQUEST
    }

    static Trouble trouble(SdkException e) {
        if (e instanceof SdkServiceException answer) {
            return trouble(answer);
        }
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        boolean credentials = e instanceof SdkClientException
                && !(e instanceof ApiCallTimeoutException)
                && !message.contains("unable to execute http request")
                && (message.contains("unable to load credentials")
                        || message.contains("profile")
                        || message.contains("access key must be specified"));
        return credentials ? Trouble.NO_CREDENTIALS : Trouble.UNREACHABLE;
    }

    private static Trouble trouble(SdkServiceException e) {
        int status = e.statusCode();
        // A completion may answer 200 and then an error: the status was sent before the work was done.
        if (status / 100 == 2
                || status == CONFLICT
                || status == TOO_MANY_REQUESTS
                || (status >= 500 && status != NOT_IMPLEMENTED)
                || e.isThrottlingException()) {
            return Trouble.PASSING;
        }
        if (e instanceof StsException) {
            return Trouble.CREDENTIALS;
        }
        return switch (errorCode(e)) {
            case "RequestTimeout", "ExpiredToken", "ExpiredTokenException", "IncompleteBody" -> Trouble.PASSING;
            case "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "InvalidToken",
                    "InvalidClientTokenId",
                    "UnrecognizedClientException",
                    "AuthorizationQueryParametersError" -> Trouble.CREDENTIALS;
            case "InvalidObjectState" -> Trouble.ARCHIVED;
            case "NoSuchBucket", "InvalidBucketName" -> Trouble.BUCKET;
            case "PermanentRedirect",
                    "TemporaryRedirect",
                    "Redirect",
                    "AuthorizationHeaderMalformed",
                    "IllegalLocationConstraintException" -> Trouble.REGION;
            default -> byStatus(status);
        };
    }

    private static Trouble byStatus(int status) {
        return switch (status) {
            case 401, FORBIDDEN -> Trouble.RIGHTS;
            case 301, 302, 307, 308 -> Trouble.REGION;
            case NOT_FOUND -> Trouble.BUCKET;
            default -> Trouble.REQUEST;
        };
    }

    /** As the task throws it. */
    ConnectException toConnect(String verb, String key, SdkException e) {
        return switch (trouble(e)) {
            case PASSING, UNREACHABLE, NO_CREDENTIALS -> retriable(verb, key, e);
            case CREDENTIALS, RIGHTS, ARCHIVED, BUCKET, REGION, REQUEST ->
                new ConnectException(
                        "cannot " + verb + " '" + key + "' in bucket '" + bucket + "': " + explained(e), e);
        };
    }

    RetriableException retriable(String verb, String key, SdkException e) {
        return new RetriableException(
                "could not " + verb + " '" + key + "' in bucket '" + bucket + "' for now: " + explained(e), e);
    }

    UploadGoneException uploadGone(String verb, String key, SdkException e) {
        return new UploadGoneException(
                "could not " + verb + " '" + key + "' in bucket '" + bucket
                        + "': the store has ended the upload, as a lifecycle rule of the bucket does. It is begun anew",
                e);
    }

    /** What is wrong, and what to do. */
    static String explained(SdkException e) {
        return switch (trouble(e)) {
            case PASSING -> "the store answered " + answer(e) + ", which mostly passes";
            case UNREACHABLE ->
                e.getMessage() + ". If this lasts, check store.url, s3.region, s3.proxy.url and the network";
            case NO_CREDENTIALS ->
                "there are no credentials. Set aws.access.key.id and aws.secret.access.key, aws.profile, or"
                        + " s3.credentials.provider.class; or give the worker credentials where the AWS SDK looks for"
                        + " them: environment, web identity, profile, container, instance";
            case CREDENTIALS ->
                "the store refuses the credentials (" + answer(e) + "). Check aws.access.key.id and"
                        + " aws.secret.access.key, aws.profile, or s3.credentials.provider.class and its role";
            case RIGHTS ->
                "access is denied (" + answer(e) + "). Check aws.access.key.id and aws.secret.access.key, or the"
                        + " role of the worker, and its rights: s3:ListBucket on the bucket; s3:GetObject, s3:PutObject and"
                        + " s3:AbortMultipartUpload on its objects; where they are used, s3:PutObjectAcl,"
                        + " s3:PutObjectTagging, kms:GenerateDataKey and kms:Decrypt";
            case ARCHIVED ->
                "the object is archived (" + answer(e)
                        + "), probably by a lifecycle rule of the bucket. Restore it, and"
                        + " keep the rule from the objects below _sluice in topics.dir";
            case BUCKET ->
                "there is no such bucket (" + answer(e) + "). Create the bucket, or correct s3.bucket.name, s3.region"
                        + " or store.url";
            case REGION -> "the bucket is in another region (" + answer(e) + "). Correct s3.region, or store.url";
            case REQUEST ->
                "the request was refused (" + answer(e) + ": " + e.getMessage() + "). Check s3.region, store.url,"
                        + " s3.path.style.access.enabled and the settings of encryption, access control and storage class";
        };
    }

    private static String answer(SdkException e) {
        if (e instanceof SdkServiceException answer) {
            String code = errorCode(answer);
            return code.isEmpty() ? "HTTP " + answer.statusCode() : "HTTP " + answer.statusCode() + " " + code;
        }
        return "nothing";
    }

    static boolean isCode(SdkServiceException e, String code) {
        return errorCode(e).equals(code);
    }

    private static String errorCode(SdkServiceException e) {
        @Nullable String code = e instanceof AwsServiceException aws && aws.awsErrorDetails() != null
                ? aws.awsErrorDetails().errorCode()
                : null;
        return code == null ? "" : code;
    }
}
