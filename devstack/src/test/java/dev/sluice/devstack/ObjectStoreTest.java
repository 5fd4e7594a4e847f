// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ObjectStoreTest {
    private static ObjectStore store;
    private static S3Client client;

    @BeforeAll
    static void start(@TempDir Path directory) {
        store = ObjectStore.start(directory);
        store.createBucket("lake");
        client = clientWith(store.secretKey());
    }

    @AfterAll
    static void stop() {
        client.close();
        store.close();
    }

    @Test
    void anObjectIsAFileInTheBucketsDirectory() {
        put("2026/november", "twenty", null);

        assertThat(store.bucketDirectory("lake").resolve("2026/november")).hasContent("twenty");
        assertThat(client.getObjectAsBytes(get -> get.bucket("lake").key("2026/november"))
                        .asUtf8String())
                .isEqualTo("twenty");
    }

    @Test
    void anObjectIsNotOverwrittenWhenTheWriterForbidsIt() {
        put("once", "first", "*");

        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(() -> put("once", "second", "*"))
                .satisfies(refusal -> assertThat(refusal.statusCode()).isEqualTo(412));
        assertThat(store.bucketDirectory("lake").resolve("once")).hasContent("first");
    }

    @Test
    void aWrongSecretIsRefused() {
        try (S3Client stranger = clientWith("guessed")) {
            assertThatExceptionOfType(S3Exception.class)
                    .isThrownBy(stranger::listBuckets)
                    .satisfies(refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }

    private static void put(String key, String content, String ifNoneMatch) {
        var request = PutObjectRequest.builder()
                .bucket("lake")
                .key(key)
                .ifNoneMatch(ifNoneMatch)
                .build();
        client.putObject(request, RequestBody.fromString(content));
    }

    private static S3Client clientWith(String secret) {
        return S3Client.builder()
                .endpointOverride(store.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(store.accessKey(), secret)))
                .build();
    }
}
