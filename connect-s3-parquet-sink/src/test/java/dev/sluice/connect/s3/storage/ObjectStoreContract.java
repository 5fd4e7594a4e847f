// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.storage.ObjectStore.Creation;
import dev.sluice.connect.s3.storage.ObjectStore.Part;
import dev.sluice.connect.s3.storage.ObjectStore.Upload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the sink relies on in every store. */
abstract class ObjectStoreContract {
    private static final int MIN_PART = 5 << 20;
    private static final Map<String, String> FIRST = Map.of("sluice-tag", "first");
    private static final Map<String, String> SECOND = Map.of("sluice-tag", "second");

    private ObjectStore store;

    /** A store on an empty bucket. */
    abstract ObjectStore open();

    /** The bytes of an object, read some other way than through the store. */
    abstract byte[] read(String key);

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void anObjectHasTheContentAndTheMetadataItWasCreatedWith() {
        assertThat(store.createExclusive("topics/a+0+1.parquet", content(1000), FIRST))
                .isEqualTo(Creation.CREATED);

        assertThat(read("topics/a+0+1.parquet")).isEqualTo(bytes(1000));
        assertThat(store.read("topics/a+0+1.parquet")).hasValue(bytes(1000));
        assertThat(tag("topics/a+0+1.parquet")).isEqualTo("first");
    }

    @Test
    void anObjectIsNeverOverwritten() {
        store.createExclusive("a", content(10), FIRST);

        assertThat(store.createExclusive("a", content(20), SECOND)).isEqualTo(Creation.EXISTS);

        assertThat(read("a")).isEqualTo(bytes(10));
        assertThat(tag("a")).isEqualTo("first");
    }

    @Test
    void anObjectThatIsNotThereHasNoMetadata() {
        assertThat(store.metadata("nothing")).isEmpty();
        assertThat(store.read("nothing")).isEmpty();
    }

    @Test
    void listsHoldWhatBeginsWithThePrefix() {
        store.createExclusive("t/hour=01/a+1+5.parquet", content(1), FIRST);
        store.createExclusive("t/hour=01/a+1+9.parquet", content(1), FIRST);
        store.createExclusive("t/hour=01/a+10+7.parquet", content(1), FIRST);
        store.createExclusive("t/hour=02/a+1+5.parquet", content(1), FIRST);

        assertThat(store.list("t/hour=01/a+1+", null).keys())
                .containsExactlyInAnyOrder("t/hour=01/a+1+5.parquet", "t/hour=01/a+1+9.parquet");
        assertThat(store.list("u/", null).keys()).isEmpty();
    }

    @Test
    void anUploadIsVisibleOnceItIsComplete() {
        Upload upload = store.startUpload("large", FIRST);
        Part one = store.uploadPart(upload, 1, content(MIN_PART));
        Part two = store.uploadPart(upload, 2, content(7));
        assertThat(store.metadata("large")).isEmpty();
        assertThat(store.list("large", null).keys()).isEmpty();

        assertThat(store.completeExclusive(upload, List.of(one, two))).isEqualTo(Creation.CREATED);

        assertThat(read("large")).hasSize(MIN_PART + 7).endsWith(bytes(7));
        assertThat(tag("large")).isEqualTo("first");
    }

    @Test
    void anUploadDoesNotOverwriteEither() {
        Upload upload = store.startUpload("large", SECOND);
        Part part = store.uploadPart(upload, 1, content(20));
        store.createExclusive("large", content(10), FIRST);

        assertThat(store.completeExclusive(upload, List.of(part))).isEqualTo(Creation.EXISTS);

        assertThat(read("large")).isEqualTo(bytes(10));
    }

    @Test
    void anAbortedUploadLeavesNothing() {
        Upload upload = store.startUpload("large", FIRST);
        Part unused = store.uploadPart(upload, 1, content(20));

        store.abort(upload);

        assertThat(store.list("large", null).keys()).isEmpty();
    }

    private String tag(String key) {
        return store.metadata(key).orElseThrow().get("sluice-tag");
    }

    static Content content(int length) {
        ByteChunks chunks = new ByteChunks();
        chunks.append(bytes(length), 0, length);
        return chunks;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }
}
