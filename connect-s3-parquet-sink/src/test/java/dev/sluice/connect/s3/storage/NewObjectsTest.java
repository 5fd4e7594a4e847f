// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.storage.NewObjects.Encryption;
import dev.sluice.connect.s3.storage.NewObjects.Tags;
import dev.sluice.connect.s3.storage.ObjectStore.Creation;
import dev.sluice.connect.s3.storage.ObjectStore.Part;
import dev.sluice.connect.s3.storage.ObjectStore.Upload;
import dev.sluice.connect.s3.storage.ScriptedStore.Answer;
import dev.sluice.connect.s3.storage.ScriptedStore.Operation;
import dev.sluice.connect.s3.storage.ScriptedStore.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the requests that create objects. */
class NewObjectsTest {
    private static final String KEY = "topics/orders/partition=0/orders+0+0000000008.snappy.parquet";
    private static final String CUSTOMER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String CUSTOMER_KEY_MD5 = "KYvwGXoFFJ42a2u2GDWhwQ==";
    private static final Map<String, String> METADATA = new FileMetadata(
                    12, 4, 1L, 2L, new FileMetadata.Origin("sink", "layout"), "schema", "tag")
            .toUserMetadata();

    private final ScriptedStore script = new ScriptedStore();
    private S3ObjectStore store;

    @BeforeEach
    void plain() {
        open(Settings.PLAIN);
    }

    @AfterEach
    void close() {
        store.close();
        script.close();
    }

    @Test
    void nothingIsSaidThatWasNotAskedFor() {
        writeBoth();

        for (Request request : created()) {
            assertThat(headersBeginningWith(request, "x-amz-"))
                    .isSubsetOf("x-amz-content-sha256", "x-amz-date", "x-amz-meta-sluice-tag")
                    .contains("x-amz-meta-sluice-tag");
        }
    }

    /** MinIO and Ceph of some years ago refuse the SDK's trailers and signed chunks. */
    @Test
    void anEndpointGetsNoChecksumTrailersAndNoChunks() {
        writeBoth();

        assertThat(script.requests(Operation.PUT)).isNotEmpty();
        for (Operation operation : List.of(Operation.PUT, Operation.PART)) {
            for (Request request : script.requests(operation)) {
                assertThat(request.header("x-amz-content-sha256")).matches("[0-9a-f]{64}");
                assertThat(headersBeginningWith(request, "x-amz-checksum-", "x-amz-sdk-checksum", "x-amz-trailer"))
                        .isEmpty();
                assertThat(request.headers()).doesNotContainKey("content-encoding");
            }
        }
    }

    @Test
    void objectsAreCreatedWithTheirMediaType() {
        reopen(new NewObjects("application/avro", new Encryption.ByBucket(), null, null, Tags.NONE));

        writeBoth();

        assertThat(created()).isNotEmpty().allSatisfy(request -> assertThat(request.header("content-type"))
                .isEqualTo("application/avro"));
    }

    @Test
    void encryptionByTheStoreIsAskedForInTheRequestThatCreates() {
        reopen(new NewObjects(
                "application/vnd.apache.parquet", new Encryption.Managed("AES256"), null, null, Tags.NONE));

        writeBoth();

        assertThat(created()).allSatisfy(request -> assertThat(request.header("x-amz-server-side-encryption"))
                .isEqualTo("AES256"));
    }

    @Test
    void encryptionWithAKeyOfTheKeyServiceIsAskedForInTheRequestThatCreates() {
        reopen(new NewObjects(
                "application/vnd.apache.parquet", new Encryption.Kms("aws:kms", "key-1"), null, null, Tags.NONE));

        writeBoth();

        assertThat(created()).allSatisfy(request -> {
            assertThat(request.header("x-amz-server-side-encryption")).isEqualTo("aws:kms");
            assertThat(request.header("x-amz-server-side-encryption-aws-kms-key-id"))
                    .isEqualTo("key-1");
        });
    }

    @Test
    void aKeyOfTheCustomerGoesWithEveryRequestThatTouchesTheObject() {
        reopen(new NewObjects(
                "application/vnd.apache.parquet",
                new Encryption.CustomerKey(new Password(CUSTOMER_KEY)),
                null,
                null,
                Tags.NONE));

        writeBoth();
        Object unused = store.metadata(KEY);
        // To the script, every GET is a list.
        unused = store.read(KEY);

        for (Operation operation : List.of(
                Operation.PUT, Operation.START, Operation.PART, Operation.COMPLETE, Operation.HEAD, Operation.LIST)) {
            assertThat(script.requests(operation)).isNotEmpty().allSatisfy(request -> {
                assertThat(request.header("x-amz-server-side-encryption-customer-algorithm"))
                        .isEqualTo("AES256");
                assertThat(request.header("x-amz-server-side-encryption-customer-key"))
                        .isEqualTo(CUSTOMER_KEY);
                assertThat(request.header("x-amz-server-side-encryption-customer-key-md5"))
                        .isEqualTo(CUSTOMER_KEY_MD5);
                assertThat(request.header("x-amz-server-side-encryption")).isNull();
            });
        }
    }

    @Test
    void accessListAndStorageClassAreAskedForInTheRequestThatCreates() {
        reopen(new NewObjects(
                "application/vnd.apache.parquet",
                new Encryption.ByBucket(),
                "bucket-owner-full-control",
                "STANDARD_IA",
                Tags.NONE));

        writeBoth();

        assertThat(created()).allSatisfy(request -> {
            assertThat(request.header("x-amz-acl")).isEqualTo("bucket-owner-full-control");
            assertThat(request.header("x-amz-storage-class")).isEqualTo("STANDARD_IA");
        });
    }

    /** The incumbent's are a request of their own, after the object is visible. */
    @Test
    void tagsGoWithTheRequestThatCreates() {
        reopen(tagged(new Tags(true, Map.of("team", "data & lake"), false)));

        writeBoth();

        assertThat(created()).allSatisfy(request -> assertThat(tags(request))
                .containsExactlyInAnyOrder("startOffset=8", "endOffset=11", "recordCount=4", "team=data & lake"));
        assertThat(script.requests(Operation.PUT)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 501})
    void aStoreThatRefusesTagsGetsTheObjectWithout(int status) {
        reopen(tagged(new Tags(true, Map.of(), false)));
        Answer refused = Answer.error(status, "Refused");
        script.answer(Operation.PUT, refused, Answer.status(200));

        assertThat(create()).isEqualTo(Creation.CREATED);
        assertThat(create()).isEqualTo(Creation.CREATED);

        assertThat(script.requests(Operation.PUT))
                .extracting(request -> request.header("x-amz-tagging") != null)
                .as("asked for once, and then no more")
                .containsExactly(true, false, false);
    }

    @Test
    void tagsThatMustBeAreAsked() {
        reopen(tagged(new Tags(true, Map.of(), true)));
        script.answer(Operation.PUT, Answer.error(403, "AccessDenied"), Answer.status(200));

        assertThat(catchThrowable(this::create)).hasMessageContaining("s3:PutObjectTagging");
    }

    @Test
    void whatIsDeniedForOtherReasonsThanTagsIsDenied() {
        reopen(tagged(new Tags(true, Map.of(), false)));
        script.answer(Operation.PUT, Answer.error(403, "AccessDenied"));

        assertThat(catchThrowable(this::create)).hasMessageContaining("access is denied");
    }

    @Test
    void aStoreThatIsTooBusyHasNotRefusedTags() {
        reopen(tagged(new Tags(true, Map.of(), false)));
        Answer busy = Answer.error(503, "SlowDown");
        script.answer(Operation.PUT, busy, busy, busy, Answer.status(200));

        assertThat(catchThrowable(this::create)).isInstanceOf(RetriableException.class);
        assertThat(create()).isEqualTo(Creation.CREATED);

        assertThat(script.requests(Operation.PUT)).hasSize(4).allSatisfy(request -> assertThat(
                        request.header("x-amz-tagging"))
                .isNotNull());
    }

    /** So that a right that is missing is missed when the task starts. */
    @ParameterizedTest
    @EnumSource(names = {"PUT", "START"})
    void theProbeIsCreatedLikeAnyObject(Operation operation) {
        store.close();
        script.answer(Operation.PUT, Answer.status(200), Answer.error(412, "PreconditionFailed"));
        store = S3ObjectStore.open(Settings.of(
                script.endpoint(),
                Settings.KEYS,
                new NewObjects(
                        "application/vnd.apache.parquet", new Encryption.Managed("AES256"), "private", null, Tags.NONE),
                ConditionalWrites.AUTO));

        assertThat(script.requests(operation)).isNotEmpty().allSatisfy(request -> {
            assertThat(request.uri().getPath()).endsWith(Settings.PROBE);
            assertThat(request.header("x-amz-server-side-encryption")).isEqualTo("AES256");
            assertThat(request.header("x-amz-acl")).isEqualTo("private");
        });
    }

    private static NewObjects tagged(Tags tags) {
        return new NewObjects("application/vnd.apache.parquet", new Encryption.ByBucket(), null, null, tags);
    }

    private void open(NewObjects objects) {
        store = S3ObjectStore.open(Settings.of(script.endpoint(), Settings.KEYS, objects, ConditionalWrites.ON));
        script.forget();
    }

    private void reopen(NewObjects objects) {
        store.close();
        open(objects);
    }

    private Creation create() {
        return store.createExclusive(KEY, ObjectStoreContract.content(1000), METADATA);
    }

    private void writeBoth() {
        assertThat(create()).isEqualTo(Creation.CREATED);
        Upload upload = store.startUpload(KEY, METADATA);
        Part part = store.uploadPart(upload, 1, ObjectStoreContract.content(10));
        assertThat(store.completeExclusive(upload, List.of(part))).isEqualTo(Creation.CREATED);
    }

    /** The requests that settle what an object will be. */
    private List<Request> created() {
        Request put = script.requests(Operation.PUT).get(0);
        return List.of(put, script.requests(Operation.START).get(0));
    }

    private static List<String> tags(Request request) {
        return List.of(URLDecoder.decode(request.header("x-amz-tagging").replace("&", "\n"), StandardCharsets.UTF_8)
                .split("\n"));
    }

    private static Set<String> headersBeginningWith(Request request, String... prefixes) {
        Set<String> found = new TreeSet<>();
        for (String prefix : prefixes) {
            request.headers().keySet().stream()
                    .filter(name -> name.startsWith(prefix))
                    // All that the file says of itself goes for one.
                    .map(name -> name.startsWith("x-amz-meta-sluice-") ? "x-amz-meta-sluice-tag" : name)
                    .forEach(found::add);
        }
        return found;
    }
}
