// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.rotation.CloseCause;
import dev.sluice.connect.s3.storage.ByteChunks;
import dev.sluice.connect.s3.storage.InMemoryObjectStore;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Bucket;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Fault;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Faults;
import dev.sluice.connect.s3.write.FilePublisher.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePublisherTest {
    private static final int PART_SIZE = 100;
    private static final String KEY = "topics/orders+0+0.parquet";

    private final Bucket bucket = new Bucket();
    private final List<String> calls = new ArrayList<>();

    @Test
    void aFileUpToThePartSizeIsOneRequest() {
        assertThat(publisher(Faults.NONE).publish(file(PART_SIZE, "tag"))).isEqualTo(Outcome.PUBLISHED);

        assertThat(calls).containsExactly("createExclusive");
    }

    @Test
    void aLargerFileGoesInPartsAndArrivesWhole() {
        assertThat(publisher(Faults.NONE).publish(file(2 * PART_SIZE + 1, "tag")))
                .isEqualTo(Outcome.PUBLISHED);

        assertThat(calls).containsExactly("startUpload", "uploadPart", "uploadPart", "uploadPart", "completeExclusive");
        assertThat(bucket.objects().get(KEY).bytes()).isEqualTo(bytes(2 * PART_SIZE + 1));
        assertThat(FileMetadata.parse(bucket.objects().get(KEY).metadata())
                        .orElseThrow()
                        .tag())
                .isEqualTo("tag");
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 250})
    void anotherWritersObjectIsAConflictAndStaysAsItIs(int length) {
        publisher(Faults.NONE).publish(file(10, "theirs"));

        assertThat(publisher(Faults.NONE).publish(file(length, "ours"))).isEqualTo(Outcome.CONFLICT);

        assertThat(bucket.objects().get(KEY).bytes()).hasSize(10);
        assertThat(bucket.openUploads()).isZero();
    }

    @Test
    void anObjectWithoutMetadataIsAConflictToo() {
        bucket.put(KEY, new byte[1], Map.of());

        assertThat(publisher(Faults.NONE).publish(file(50, "ours"))).isEqualTo(Outcome.CONFLICT);
    }

    @ParameterizedTest
    @CsvSource({"50,createExclusive", "250,completeExclusive"})
    void anOwnFileWhoseReplyWasLostIsRecognised(int length, String lost) {
        FinishedFile file = file(length, "ours");
        assertThatExceptionOfType(RetriableException.class)
                .isThrownBy(() -> publisher((method, key) -> method.equals(lost) ? Fault.REPLY_LOST : Fault.NONE)
                        .publish(file));

        assertThat(publisher(Faults.NONE).publish(file)).isEqualTo(Outcome.PUBLISHED);

        assertThat(bucket.objects()).hasSize(1);
        assertThat(bucket.openUploads()).isZero();
    }

    @Test
    void aFailedPartLeavesNoUploadBehind() {
        assertThatExceptionOfType(RetriableException.class)
                .isThrownBy(() -> publisher((method, key) -> method.equals("uploadPart") ? Fault.FAILS : Fault.NONE)
                        .publish(file(250, "ours")));

        assertThat(bucket.openUploads()).isZero();
        assertThat(bucket.objects()).isEmpty();
    }

    private FilePublisher publisher(Faults faults) {
        Faults recording = (method, key) -> {
            calls.add(method);
            return faults.next(method, key);
        };
        return new FilePublisher(new InMemoryObjectStore(bucket, recording), PART_SIZE);
    }

    private static FinishedFile file(int length, String tag) {
        var chunks = new ByteChunks();
        chunks.append(bytes(length), 0, length);
        return new FinishedFile(
                KEY,
                0,
                chunks,
                new FileMetadata(1, 1, 0L, 0L, new FileMetadata.Origin("sink", "layout"), "0f1e", tag),
                CloseCause.RECORDS);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
