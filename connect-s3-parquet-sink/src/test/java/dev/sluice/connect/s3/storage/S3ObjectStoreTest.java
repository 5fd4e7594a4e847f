// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.s3.storage.ObjectStore.Creation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract on a real S3 server, in a process of its own. */
class S3ObjectStoreTest extends ObjectStoreContract {
    @TempDir
    static Path directory;

    private static dev.sluice.devstack.ObjectStore server;
    private static int buckets;
    private String bucket;

    @BeforeAll
    static void startServer() {
        server = dev.sluice.devstack.ObjectStore.start(directory);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    ObjectStore open() {
        bucket = "bucket-" + buckets++;
        server.createBucket(bucket);
        return S3ObjectStore.open(settings(bucket, ConditionalWrites.AUTO));
    }

    @Override
    byte[] read(String key) {
        try {
            return Files.readAllBytes(server.bucketDirectory(bucket).resolve(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void withoutConditionalWritesAnObjectIsLookedForFirst() {
        try (ObjectStore store = S3ObjectStore.open(settings(bucket, ConditionalWrites.OFF))) {
            assertThat(store.createExclusive("a", content(1), Map.of())).isEqualTo(Creation.CREATED);
            assertThat(store.createExclusive("a", content(2), Map.of())).isEqualTo(Creation.EXISTS);
        }
    }

    @Test
    void theProbeMayBeRepeated() {
        S3ObjectStore.open(settings(bucket, ConditionalWrites.AUTO)).close();

        try (ObjectStore store = S3ObjectStore.open(settings(bucket, ConditionalWrites.ON))) {
            assertThat(store.list("topics/", null).keys()).containsExactly("topics/_sluice/conditional-writes-probe");
        }
    }

    @Test
    void aBucketThatIsNotThereIsNamed() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> S3ObjectStore.open(settings("no-such-bucket", ConditionalWrites.AUTO)))
                .withMessageContaining("'no-such-bucket'")
                .withMessageContaining("Create the bucket");
    }

    @Test
    void aWrongSecretIsToldAndNotShown() {
        S3Settings wrong = settings(bucket, server.endpoint(), "wrong-secret", ConditionalWrites.AUTO);

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> S3ObjectStore.open(wrong))
                .withMessageContaining("aws.secret.access.key")
                .satisfies(e -> assertThat(e).isNotInstanceOf(RetriableException.class))
                .satisfies(e -> assertThat(e.getMessage() + wrong).doesNotContain("wrong-secret"));
    }

    /** Connect never starts a task again that failed to start. */
    @ParameterizedTest
    @EnumSource
    void aStoreThatIsAwayStopsNoTaskFromStartingAndEveryRequestMayBeTriedAgain(ConditionalWrites conditionalWrites) {
        S3Settings deaf = settings(bucket, URI.create("http://127.0.0.1:1"), server.secretKey(), conditionalWrites);

        try (S3ObjectStore store = S3ObjectStore.open(deaf)) {
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> store.list("topics/", null));
            assertThatExceptionOfType(RetriableException.class)
                    .isThrownBy(() -> store.createExclusive("topics/file", content(1), Map.of()));
        }
    }

    private static S3Settings settings(String bucket, ConditionalWrites conditionalWrites) {
        return settings(bucket, server.endpoint(), server.secretKey(), conditionalWrites);
    }

    private static S3Settings settings(
            String bucket, URI endpoint, String secret, ConditionalWrites conditionalWrites) {
        return new S3Settings(
                bucket,
                new Connection("us-east-1", endpoint, true, false, null, 1, Duration.ofMillis(10)),
                new Credentials.Keys(server.accessKey(), new Password(secret)),
                new NewObjects(
                        "application/vnd.apache.parquet",
                        new NewObjects.Encryption.ByBucket(),
                        null,
                        null,
                        NewObjects.Tags.NONE),
                conditionalWrites,
                "topics/_sluice/conditional-writes-probe");
    }
}
