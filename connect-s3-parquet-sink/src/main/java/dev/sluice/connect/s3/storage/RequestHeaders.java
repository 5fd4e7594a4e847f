// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import dev.sluice.connect.s3.storage.NewObjects.Encryption.CustomerKey;
import dev.sluice.connect.s3.storage.NewObjects.Encryption.Kms;
import dev.sluice.connect.s3.storage.NewObjects.Encryption.Managed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Puts into requests what {@link NewObjects} asks for. Null is the SDK's word for a header that is not sent. */
final class RequestHeaders {
    private static final String AES256 = "AES256";

    private final @Nullable String algorithm;
    private final @Nullable String kmsKeyId;
    private final @Nullable String customerAlgorithm;
    private final @Nullable String customerKey;
    private final @Nullable String customerKeyMd5;
    private final @Nullable String acl;
    private final @Nullable String storageClass;

    RequestHeaders(NewObjects objects) {
        NewObjects.Encryption encryption = objects.encryption();
        if (encryption instanceof Managed managed) {
            algorithm = managed.algorithm();
        } else {
            algorithm = encryption instanceof Kms kms ? kms.algorithm() : null;
        }
        kmsKeyId = encryption instanceof Kms kms && !kms.keyId().isEmpty() ? kms.keyId() : null;
        customerKey =
                encryption instanceof CustomerKey customer ? customer.key().value() : null;
        customerKeyMd5 = customerKey == null ? null : md5(customerKey);
        customerAlgorithm = customerKey == null ? null : AES256;
        acl = objects.acl();
        storageClass = objects.storageClass();
    }

    void create(PutObjectRequest.Builder request, Map<String, String> tags) {
        request.serverSideEncryption(algorithm)
                .ssekmsKeyId(kmsKeyId)
                .sseCustomerAlgorithm(customerAlgorithm)
                .sseCustomerKey(customerKey)
                .sseCustomerKeyMD5(customerKeyMd5)
                .acl(acl)
                .storageClass(storageClass);
        if (!tags.isEmpty()) {
            request.tagging(tagging(tags));
        }
    }

    void create(CreateMultipartUploadRequest.Builder request, Map<String, String> tags) {
        request.serverSideEncryption(algorithm)
                .ssekmsKeyId(kmsKeyId)
                .sseCustomerAlgorithm(customerAlgorithm)
                .sseCustomerKey(customerKey)
                .sseCustomerKeyMD5(customerKeyMd5)
                .acl(acl)
                .storageClass(storageClass);
        if (!tags.isEmpty()) {
            request.tagging(tagging(tags));
        }
    }

    void write(UploadPartRequest.Builder request) {
        request.sseCustomerAlgorithm(customerAlgorithm)
                .sseCustomerKey(customerKey)
                .sseCustomerKeyMD5(customerKeyMd5);
    }

    void complete(CompleteMultipartUploadRequest.Builder request) {
        request.sseCustomerAlgorithm(customerAlgorithm)
                .sseCustomerKey(customerKey)
                .sseCustomerKeyMD5(customerKeyMd5);
    }

    void read(GetObjectRequest.Builder request) {
        request.sseCustomerAlgorithm(customerAlgorithm)
                .sseCustomerKey(customerKey)
                .sseCustomerKeyMD5(customerKeyMd5);
    }

    void read(HeadObjectRequest.Builder request) {
        request.sseCustomerAlgorithm(customerAlgorithm)
                .sseCustomerKey(customerKey)
                .sseCustomerKeyMD5(customerKeyMd5);
    }

    private static Tagging tagging(Map<String, String> tags) {
        return Tagging.builder()
                .tagSet(tags.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    private static String md5(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(Base64.getDecoder().decode(key));
            return new String(Base64.getEncoder().encode(digest), StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }
}
