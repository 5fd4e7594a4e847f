// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of Amazon S3, or of a store that speaks its protocol. */
public final class S3ObjectStore implements ObjectStore {
    private static final Logger log = LoggerFactory.getLogger(S3ObjectStore.class);
    private static final String CONTENT_TYPE = "application/vnd.apache.parquet";
    private static final String ANY = "*";
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int NOT_IMPLEMENTED = 501;

    private final S3Client client;
    private final S3Settings settings;
    private final String bucket;
    private @Nullable Conditions conditions;

    private S3ObjectStore(S3Client client, S3Settings settings) {
        this.client = client;
        this.settings = settings;
        this.bucket = settings.bucket();
    }

    /** Which requests the store refuses when the object exists. */
    private record Conditions(boolean put, boolean complete) {}

    /**
     * Connects and finds out what the bucket can do. A store that cannot be reached for now is asked again when it is needed: Connect
     * never starts a task again that failed to start.
     *
     * @throws ConnectException naming the cause if the bucket cannot be used
     */
    public static S3ObjectStore open(S3Settings settings) {
        S3ObjectStore store = new S3ObjectStore(S3Clients.create(settings), settings);
        try {
            store.verifyReachable();
            store.conditions();
            return store;
        } catch (RetriableException e) {
            log.warn(
                    "The task starts without its store, and will try again when it has something to write: {}",
                    e.getMessage());
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private void verifyReachable() {
        call(
                "list",
                settings.probeKey(),
                () -> client.listObjectsV2(request ->
                        request.bucket(bucket).prefix(settings.probeKey()).maxKeys(1)));
    }

    private Conditions conditions() {
        Conditions known = conditions;
        if (known == null) {
            known = switch (settings.conditionalWrites()) {
                case ON -> new Conditions(true, true);
                case OFF -> new Conditions(false, false);
                case AUTO -> probed(settings.probeKey());
            };
            conditions = known;
        }
        return known;
    }

    private Conditions probed(String probeKey) {
        boolean put = honoursExclusivePut(probeKey);
        boolean complete = put && honoursExclusiveComplete(probeKey);
        if (!put || !complete) {
            log.warn(
                    "The store behind bucket '{}' does not honour If-None-Match on {}. Files are looked for before they are"
                            + " created instead. Delivery stays exactly once after a crash; but a task that its worker has"
                            + " given up on and that is still running may duplicate a file in the moment between the two.",
                    bucket,
                    put ? "CompleteMultipartUpload" : "PutObject");
        }
        return new Conditions(put, complete);
    }

    private boolean honoursExclusivePut(String key) {
        Content probe = probe();
        return supported(() -> {
            // The first may create it, and on later starts does not; the second must be refused.
            put(key, probe, Map.of(), ANY);
            return put(key, probe, Map.of(), ANY) == Creation.EXISTS;
        });
    }

    private boolean honoursExclusiveComplete(String key) {
        Upload upload = startUpload(key, Map.of());
        try {
            Part part = uploadPart(upload, 1, probe());
            return supported(() -> complete(upload, List.of(part), ANY) == Creation.EXISTS);
        } finally {
            abortQuietly(upload);
        }
    }

    private static boolean supported(Supplier<Boolean> probe) {
        try {
            return probe.get();
        } catch (ConnectException e) {
            if (e.getCause() instanceof S3Exception cause && cause.statusCode() == NOT_IMPLEMENTED) {
                return false;
            }
            throw e;
        }
    }

    private static Content probe() {
        ByteChunks one = new ByteChunks();
        one.append('?');
        return one;
    }

    @Override
    public List<String> list(String prefix) {
        return call(
                "list",
                prefix,
                () ->
                        client
                                .listObjectsV2Paginator(
                                        request -> request.bucket(bucket).prefix(prefix))
                                .contents()
                                .stream()
                                .map(S3Object::key)
                                .toList());
    }

    @Override
    public Optional<Map<String, String>> metadata(String key) {
        return call("head", key, () -> {
            try {
                return Optional.of(
                        client.headObject(request -> request.bucket(bucket).key(key))
                                .metadata());
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public Creation createExclusive(String key, Content content, Map<String, String> userMetadata) {
        if (conditions().put()) {
            return put(key, content, userMetadata, ANY);
        }
        return metadata(key).isPresent() ? Creation.EXISTS : put(key, content, userMetadata, null);
    }

    private Creation put(
            String key, Content content, Map<String, String> userMetadata, @Nullable String unlessMatching) {
        return creation(
                "put",
                key,
                () -> client.putObject(
                        request -> request.bucket(bucket)
                                .key(key)
                                .contentType(CONTENT_TYPE)
                                .metadata(userMetadata)
                                .ifNoneMatch(unlessMatching),
                        body(content)));
    }

    @Override
    public Upload startUpload(String key, Map<String, String> userMetadata) {
        return call(
                "start an upload of",
                key,
                () -> new Upload(
                        key,
                        client.createMultipartUpload(request -> request.bucket(bucket)
                                        .key(key)
                                        .contentType(CONTENT_TYPE)
                                        .metadata(userMetadata))
                                .uploadId()));
    }

    @Override
    public Part uploadPart(Upload upload, int number, Content content) {
        return call(
                "upload part " + number + " of",
                upload.key(),
                () -> new Part(
                        number,
                        client.uploadPart(
                                        request -> request.bucket(bucket)
                                                .key(upload.key())
                                                .uploadId(upload.id())
                                                .partNumber(number),
                                        body(content))
                                .eTag()));
    }

    @Override
    public Creation completeExclusive(Upload upload, List<Part> parts) {
        if (conditions().complete()) {
            return complete(upload, parts, ANY);
        }
        return metadata(upload.key()).isPresent() ? Creation.EXISTS : complete(upload, parts, null);
    }

    private Creation complete(Upload upload, List<Part> parts, @Nullable String unlessMatching) {
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.etag())
                        .build())
                .toList();
        return creation(
                "complete the upload of",
                upload.key(),
                () -> client.completeMultipartUpload(request -> request.bucket(bucket)
                        .key(upload.key())
                        .uploadId(upload.id())
                        .ifNoneMatch(unlessMatching)
                        .multipartUpload(multipart -> multipart.parts(completed))));
    }

    @Override
    public void abort(Upload upload) {
        call(
                "abort the upload of",
                upload.key(),
                () -> client.abortMultipartUpload(
                        request -> request.bucket(bucket).key(upload.key()).uploadId(upload.id())));
    }

    @Override
    public void close() {
        client.close();
    }

    private void abortQuietly(Upload upload) {
        try {
            abort(upload);
        } catch (ConnectException e) {
            // A completed upload is gone, and one that stays behind holds a single byte.
            log.debug("Could not abort the probe's upload", e);
        }
    }

    private static RequestBody body(Content content) {
        return RequestBody.fromContentProvider(content::open, content.length(), CONTENT_TYPE);
    }

    private Creation creation(String verb, String key, Supplier<?> request) {
        return call(verb, key, () -> {
            try {
                Object unused = request.get();
                return Creation.CREATED;
            } catch (S3Exception e) {
                if (e.statusCode() == PRECONDITION_FAILED) {
                    return Creation.EXISTS;
                }
                if (e.statusCode() == NOT_FOUND && "NoSuchUpload".equals(errorCode(e))) {
                    // The client repeats a completion whose reply was lost, and the first one has used the upload up.
                    if (metadata(key).isPresent()) {
                        return Creation.EXISTS;
                    }
                    throw retriable(verb, key, e);
                }
                throw e;
            }
        });
    }

    private <T> T call(String verb, String key, Supplier<T> request) {
        try {
            return request.get();
        } catch (S3Exception e) {
            // A completion may answer 200 and then an error: the status was sent before the work was done.
            boolean passing = e.statusCode() / 100 == 2
                    || e.statusCode() == CONFLICT
                    || e.statusCode() == TOO_MANY_REQUESTS
                    || (e.statusCode() >= 500 && e.statusCode() != NOT_IMPLEMENTED)
                    || e.isThrottlingException()
                    || "RequestTimeout".equals(errorCode(e))
                    || "ExpiredToken".equals(errorCode(e));
            if (passing) {
                throw retriable(verb, key, e);
            }
            throw new ConnectException(
                    "cannot " + verb + " '" + key + "' in bucket '" + bucket + "': " + explained(e), e);
        } catch (SdkClientException e) {
            // No answer: no connection, a time-out, a name that does not resolve, or no credentials yet.
            throw retriable(verb, key, e);
        }
    }

    private RetriableException retriable(String verb, String key, SdkException cause) {
        return new RetriableException(
                "could not " + verb + " '" + key + "' in bucket '" + bucket + "' for now: " + cause.getMessage()
                        + ". If this lasts, check store.url, s3.region and the credentials",
                cause);
    }

    private static String explained(S3Exception e) {
        return switch (e.statusCode()) {
            case 403 ->
                "access is denied (" + errorCode(e) + "). Check aws.access.key.id and aws.secret.access.key, or the"
                        + " role of the worker, and its rights: s3:ListBucket, s3:GetObject, s3:PutObject,"
                        + " s3:AbortMultipartUpload";
            case 301, 307, 400 ->
                "the request was refused (" + errorCode(e) + "). Check s3.region, store.url and"
                        + " s3.path.style.access.enabled";
            case NOT_FOUND -> errorCode(e) + ". Create the bucket, or correct s3.bucket.name, s3.region or store.url";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String errorCode(S3Exception e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code == null ? "HTTP " + e.statusCode() : code;
    }
}
