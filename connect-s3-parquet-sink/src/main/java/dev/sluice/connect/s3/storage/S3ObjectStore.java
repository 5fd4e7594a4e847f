// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of Amazon S3, or of a store that speaks its protocol. */
public final class S3ObjectStore implements ObjectStore {
    private static final Logger log = LoggerFactory.getLogger(S3ObjectStore.class);
    private static final String ANY = "*";
    private static final String NO_SUCH_UPLOAD = "NoSuchUpload";

    private final S3Client client;
    private final AwsCredentialsProvider credentials;
    private final S3Settings settings;
    private final RequestTimes times;
    private final String bucket;
    private final RequestHeaders headers;
    private final StoreFailures failures;
    private final OptionalTags tags;
    private @Nullable Conditions conditions;

    private S3ObjectStore(
            S3Client client, AwsCredentialsProvider credentials, S3Settings settings, RequestTimes times) {
        this.client = client;
        this.credentials = credentials;
        this.settings = settings;
        this.times = times;
        this.bucket = settings.bucket();
        this.headers = new RequestHeaders(settings.objects());
        this.failures = new StoreFailures(settings.bucket());
        this.tags = new OptionalTags(settings.bucket(), settings.objects().tags());
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
        return open(settings, RequestTimes.USUAL);
    }

    static S3ObjectStore open(S3Settings settings, RequestTimes times) {
        AwsCredentialsProvider credentials = CredentialProviders.create(settings.credentials(), settings.connection());
        S3ObjectStore store =
                new S3ObjectStore(S3Clients.create(settings.connection(), credentials), credentials, settings, times);
        try {
            store.verifyCredentials();
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

    /** Without credentials nothing can ever be written, and the SDK would take that for an outage. */
    private void verifyCredentials() {
        try {
            Object unused = credentials.resolveCredentials();
        } catch (SdkException e) {
            if (StoreFailures.trouble(e) == StoreFailures.Trouble.NO_CREDENTIALS) {
                throw new ConnectException("cannot write to bucket '" + bucket + "': " + StoreFailures.explained(e), e);
            }
            throw failures.toConnect("get credentials for", "", e);
        }
    }

    private void verifyReachable() {
        call(
                "list",
                settings.probeKey(),
                () -> client.listObjectsV2(request -> request.bucket(bucket)
                        .prefix(settings.probeKey())
                        .maxKeys(1)
                        .overrideConfiguration(times.forWaiting())));
    }

    /** Several threads upload, and one of them finds out. The task's own thread may be it, or wait for it. */
    private synchronized Conditions conditions() {
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
        Upload upload = startUpload(key, Map.of(), times.forWaiting());
        try {
            Part part = uploadPart(upload, 1, probe());
            return supported(() -> complete(upload, List.of(part), ANY, times.forWaiting()) == Creation.EXISTS);
        } finally {
            abortQuietly(upload);
        }
    }

    private static boolean supported(Supplier<Boolean> probe) {
        try {
            return probe.get();
        } catch (ConnectException e) {
            if (e.getCause() instanceof S3Exception cause && cause.statusCode() == StoreFailures.NOT_IMPLEMENTED) {
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
    public Page list(String prefix, @Nullable String token) {
        return call("list", prefix, () -> {
            ListObjectsV2Response answer = client.listObjectsV2(request -> request.bucket(bucket)
                    .prefix(prefix)
                    .continuationToken(token)
                    .overrideConfiguration(times.forWaiting()));
            return new Page(
                    answer.contents().stream().map(S3Object::key).toList(),
                    Boolean.TRUE.equals(answer.isTruncated()) ? answer.nextContinuationToken() : null);
        });
    }

    @Override
    public Optional<Map<String, String>> metadata(String key) {
        return found("head", key, () -> client.headObject(request ->
                        headers.read(request.bucket(bucket).key(key).overrideConfiguration(times.forWaiting())))
                .metadata());
    }

    @Override
    public Optional<byte[]> read(String key) {
        return found("get", key, () -> client.getObject(
                        request ->
                                headers.read(request.bucket(bucket).key(key).overrideConfiguration(times.forWaiting())),
                        ResponseTransformer.toBytes())
                .asByteArray());
    }

    private <T> Optional<T> found(String verb, String key, Supplier<T> request) {
        return call(verb, key, () -> {
            try {
                return Optional.of(request.get());
            } catch (S3Exception e) {
                if (e.statusCode() == StoreFailures.NOT_FOUND && !StoreFailures.isCode(e, "NoSuchBucket")) {
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
                () -> tags.with(
                        key,
                        userMetadata,
                        tagged -> client.putObject(
                                request -> headers.create(
                                        request.bucket(bucket)
                                                .key(key)
                                                .contentType(settings.objects().contentType())
                                                .metadata(userMetadata)
                                                .ifNoneMatch(unlessMatching)
                                                .overrideConfiguration(times.forSending(content.length())),
                                        tagged),
                                body(content))));
    }

    @Override
    public Upload startUpload(String key, Map<String, String> userMetadata) {
        return startUpload(key, userMetadata, times.forPlain());
    }

    private Upload startUpload(
            String key, Map<String, String> userMetadata, Consumer<AwsRequestOverrideConfiguration.Builder> limit) {
        return call(
                "start an upload of",
                key,
                () -> new Upload(
                        key,
                        tags.with(
                                        key,
                                        userMetadata,
                                        tagged -> client.createMultipartUpload(request -> headers.create(
                                                request.bucket(bucket)
                                                        .key(key)
                                                        .contentType(settings.objects()
                                                                .contentType())
                                                        .metadata(userMetadata)
                                                        .overrideConfiguration(limit),
                                                tagged)))
                                .uploadId()));
    }

    @Override
    public Part uploadPart(Upload upload, int number, Content content) {
        String verb = "upload part " + number + " of";
        return call(verb, upload.key(), () -> {
            try {
                return new Part(
                        number,
                        client.uploadPart(
                                        request -> headers.write(request.bucket(bucket)
                                                .key(upload.key())
                                                .uploadId(upload.id())
                                                .partNumber(number)
                                                .overrideConfiguration(times.forSending(content.length()))),
                                        body(content))
                                .eTag());
            } catch (S3Exception e) {
                if (StoreFailures.isCode(e, NO_SUCH_UPLOAD)) {
                    throw failures.uploadGone(verb, upload.key(), e);
                }
                throw e;
            }
        });
    }

    @Override
    public Creation completeExclusive(Upload upload, List<Part> parts) {
        if (conditions().complete()) {
            return complete(upload, parts, ANY, times.forCompleting());
        }
        return metadata(upload.key()).isPresent()
                ? Creation.EXISTS
                : complete(upload, parts, null, times.forCompleting());
    }

    private Creation complete(
            Upload upload,
            List<Part> parts,
            @Nullable String unlessMatching,
            Consumer<AwsRequestOverrideConfiguration.Builder> limit) {
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.etag())
                        .build())
                .toList();
        return creation(
                "complete the upload of",
                upload.key(),
                () -> client.completeMultipartUpload(request -> headers.complete(request.bucket(bucket)
                        .key(upload.key())
                        .uploadId(upload.id())
                        .ifNoneMatch(unlessMatching)
                        .multipartUpload(multipart -> multipart.parts(completed))
                        .overrideConfiguration(limit))));
    }

    @Override
    public void abort(Upload upload) {
        abort(upload, times.forPlain());
    }

    private void abort(Upload upload, Consumer<AwsRequestOverrideConfiguration.Builder> limit) {
        call(
                "abort the upload of",
                upload.key(),
                () -> client.abortMultipartUpload(request -> request.bucket(bucket)
                        .key(upload.key())
                        .uploadId(upload.id())
                        .overrideConfiguration(limit)));
    }

    @Override
    public void close() {
        client.close();
        CredentialProviders.closeQuietly(credentials);
    }

    private void abortQuietly(Upload upload) {
        try {
            abort(upload, times.forWaiting());
        } catch (ConnectException e) {
            // A completed upload is gone, and one that stays behind holds a single byte.
            log.debug("Could not abort the probe's upload", e);
        }
    }

    private RequestBody body(Content content) {
        return RequestBody.fromContentProvider(
                content::open, content.length(), settings.objects().contentType());
    }

    private Creation creation(String verb, String key, Supplier<?> request) {
        return call(verb, key, () -> {
            try {
                Object unused = request.get();
                return Creation.CREATED;
            } catch (S3Exception e) {
                if (e.statusCode() == StoreFailures.PRECONDITION_FAILED) {
                    return Creation.EXISTS;
                }
                if (e.statusCode() == StoreFailures.NOT_FOUND && StoreFailures.isCode(e, NO_SUCH_UPLOAD)) {
                    // The client repeats a completion whose reply was lost, and the first one has used the upload up.
                    if (metadata(key).isPresent()) {
                        return Creation.EXISTS;
                    }
                    throw failures.retriable(verb, key, e);
                }
                throw e;
            }
        });
    }

    private <T> T call(String verb, String key, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw failures.toConnect(verb, key, e);
        }
    }
}
