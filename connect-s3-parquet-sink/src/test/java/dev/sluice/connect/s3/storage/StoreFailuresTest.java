// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.connect.s3.storage.ObjectStore.Creation;
import dev.sluice.connect.s3.storage.ObjectStore.Page;
import dev.sluice.connect.s3.storage.ObjectStore.Part;
import dev.sluice.connect.s3.storage.ObjectStore.Upload;
import dev.sluice.connect.s3.storage.ScriptedStore.Answer;
import dev.sluice.connect.s3.storage.ScriptedStore.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of each answer that a store may give, and of none. */
class StoreFailuresTest {
    private static final String KEY = "topics/orders/orders+0+0000000000.parquet";
    /** More than connections hold on their way. */
    private static final int LARGE = 16 << 20;

    private static final Answer OK = Answer.status(200);
    private static final Answer REFUSED = Answer.error(412, "PreconditionFailed");

    private ScriptedStore script;
    private S3ObjectStore store;

    @BeforeEach
    void open() {
        script = new ScriptedStore();
        store = S3ObjectStore.open(settings());
        script.forget();
    }

    @AfterEach
    void close() {
        store.close();
        script.close();
    }

    @ParameterizedTest
    @CsvSource({
        "503, SlowDown",
        "503, ServiceUnavailable",
        "500, InternalError",
        "502, BadGateway",
        "429, TooManyRequests",
        "400, RequestTimeout",
        "400, ExpiredToken",
        "409, ConditionalRequestConflict",
        "409, OperationAborted"
    })
    void whatTimeHealsIsTriedAgainWithTheSameFile(int status, String code) {
        script.answer(Operation.PUT, Answer.error(status, code));

        assertThatExceptionOfType(RetriableException.class)
                .isThrownBy(this::put)
                .withMessageContaining("could not put '" + KEY + "' in bucket 'lake' for now")
                .withMessageContaining("HTTP " + status + " " + code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | AccessDenied          | s3:PutObject",
                "403 | InvalidAccessKeyId    | refuses the credentials",
                "403 | SignatureDoesNotMatch | aws.secret.access.key",
                "404 | NoSuchBucket          | correct s3.bucket.name",
                "301 | PermanentRedirect     | Correct s3.region",
                "400 | AuthorizationHeaderMalformed | Correct s3.region",
                "400 | KeyTooLongError       | KeyTooLongError",
                "400 | InvalidStorageClass   | storage class",
                "501 | NotImplemented        | refused"
            })
    void whatTimeDoesNotHealStopsTheTaskAndSaysWhatToDo(int status, String code, String advice) {
        script.answer(Operation.PUT, Answer.error(status, code));

        assertThat(catchThrowable(this::put))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("cannot put '" + KEY + "' in bucket 'lake'")
                .hasMessageContaining(advice)
                .hasMessageNotContaining("secret-key");
    }

    @Test
    void anAnswerWithoutACodeIsToldByItsStatus() {
        script.answer(Operation.HEAD, Answer.status(403));

        assertThat(catchThrowable(() -> store.metadata(KEY)))
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("access is denied (HTTP 403)");
    }

    @Test
    void aStoreThatIsTooBusyIsAskedAgainAtOnce() {
        Answer busy = Answer.error(503, "SlowDown");
        script.answer(Operation.PUT, busy, busy, OK);

        assertThat(put()).isEqualTo(Creation.CREATED);
        assertThat(script.requests(Operation.PUT)).hasSize(3);
    }

    @Test
    void anObjectThatIsThereIsNotWrittenOver() {
        script.answer(Operation.PUT, REFUSED);

        assertThat(put()).isEqualTo(Creation.EXISTS);
        assertThat(script.requests(Operation.PUT)).hasSize(1);
    }

    @Test
    void aConnectionThatIsCutBeforeTheEffectIsTriedAgain() {
        script.answer(Operation.PUT, Answer.cut(), OK);

        assertThat(put()).isEqualTo(Creation.CREATED);
    }

    @Test
    void aConnectionThatIsCutAfterTheEffectFindsItsOwnObject() {
        script.answer(Operation.PUT, Answer.cut(), REFUSED);

        assertThat(put()).isEqualTo(Creation.EXISTS);
    }

    @Test
    void aConnectionThatIsAlwaysCutIsAnOutage() {
        script.answer(Operation.PUT, Answer.cut());

        assertThatExceptionOfType(RetriableException.class)
                .isThrownBy(this::put)
                .withMessageContaining("check store.url");
    }

    /** The HTTP client's own time-out does not see it: bytes do come. */
    @ParameterizedTest
    @EnumSource(names = {"LIST", "START", "COMPLETE"})
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void anAnswerThatTricklesForEverIsGivenUp(Operation trickling) {
        script.answer(trickling, Answer.trickle());
        Consumer<S3ObjectStore> request =
                trickling == Operation.LIST ? one -> one.list("t/", null) : StoreFailuresTest::complete;

        try (S3ObjectStore hurried = within(Duration.ofMillis(200))) {
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> request.accept(hurried));
        }
    }

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void aSmallObjectIsGivenUpInTimeRepetitionsIncluded() {
        script.answer(Operation.PUT, Answer.silence());
        RequestTimes times =
                new RequestTimes(Duration.ofMillis(300), Duration.ofHours(1), Duration.ofHours(1), Long.MAX_VALUE);

        try (S3ObjectStore waiting = S3ObjectStore.open(settings(), times)) {
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> createIn(waiting));
        }
    }

    /** The task's own thread may make it, or wait for it. */
    @ParameterizedTest
    @EnumSource(names = {"START", "PART", "COMPLETE", "ABORT"})
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void theTrialOfConditionsIsGivenUpInTime(Operation silent) {
        script.answer(Operation.PUT, OK, REFUSED);
        script.answer(Operation.COMPLETE, REFUSED);
        script.answer(silent, Answer.silence());
        RequestTimes times =
                new RequestTimes(Duration.ofMillis(300), Duration.ofHours(1), Duration.ofHours(1), Long.MAX_VALUE);

        try (S3ObjectStore given = S3ObjectStore.open(
                Settings.of(script.endpoint(), Settings.KEYS, Settings.PLAIN, ConditionalWrites.AUTO), times)) {
            assertThat(script.requests(silent)).isNotEmpty();
            if (silent == Operation.ABORT) {
                assertThat(createIn(given)).isEqualTo(Creation.EXISTS);
            } else {
                assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> createIn(given));
            }
        }
    }

    @Test
    void anObjectThatIsArchivedIsNotTakenForARightThatIsMissing() {
        script.answer(Operation.LIST, Answer.error(403, "InvalidObjectState"));

        assertThat(catchThrowable(() -> store.read(KEY)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("cannot get '" + KEY + "'")
                .hasMessageContaining("archived (HTTP 403 InvalidObjectState)")
                .hasMessageContaining("_sluice")
                .hasMessageNotContaining("access is denied");
    }

    @ParameterizedTest
    @EnumSource(names = {"PUT", "PART"})
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void aStoreThatTakesNoMoreBytesIsGivenUpAndTheFileSentAgain(Operation blocked) {
        script.answer(blocked, Answer.deafness(), OK);

        try (S3ObjectStore hurried = within(Duration.ofSeconds(2))) {
            if (blocked == Operation.PUT) {
                assertThat(hurried.createExclusive(KEY, ObjectStoreContract.content(LARGE), Map.of()))
                        .isEqualTo(Creation.CREATED);
            } else {
                assertThat(hurried.uploadPart(new Upload(KEY, "upload-1"), 1, ObjectStoreContract.content(LARGE))
                                .number())
                        .isEqualTo(1);
            }
        }
        assertThat(script.requests(blocked)).hasSizeGreaterThan(1);
    }

    @Test
    void anErrorAfterTheStatus200OfACompletionIsAnError() {
        Answer late = Answer.body(200, "<Error><Code>InternalError</Code><Message>scripted</Message></Error>");
        script.answer(Operation.COMPLETE, late);

        assertThatExceptionOfType(RetriableException.class)
                .isThrownBy(this::complete)
                .withMessageContaining("InternalError");
    }

    @Test
    void aCompletionWhoseReplyWasLostFindsItsOwnObject() {
        script.answer(Operation.COMPLETE, Answer.cut(), Answer.error(404, "NoSuchUpload"));
        script.answer(Operation.HEAD, Answer.object(Map.of("sluice-tag", "t")));

        assertThat(complete()).isEqualTo(Creation.EXISTS);
    }

    @Test
    void anUploadThatIsGoneWithoutItsObjectIsUploadedAgain() {
        script.answer(Operation.COMPLETE, Answer.error(404, "NoSuchUpload"));

        assertThatExceptionOfType(RetriableException.class).isThrownBy(this::complete);
    }

    @Test
    void anUploadThatTheStoreHasEndedMeanwhileIsToldFromABucketThatIsNotThere() {
        script.answer(Operation.PART, Answer.error(404, "NoSuchUpload"));

        assertThatExceptionOfType(UploadGoneException.class)
                .isThrownBy(this::complete)
                .withMessageContaining("lifecycle rule");
    }

    @Test
    void aLongListComesInPages() {
        script.answer(
                Operation.LIST,
                Answer.body(
                        200,
                        "<ListBucketResult><IsTruncated>true</IsTruncated><Contents><Key>t/a</Key></Contents>"
                                + "<NextContinuationToken>more</NextContinuationToken></ListBucketResult>"),
                Answer.body(200, "<ListBucketResult><Contents><Key>t/b</Key></Contents></ListBucketResult>"));

        assertThat(store.list("t/", null)).isEqualTo(new Page(List.of("t/a"), "more"));
        assertThat(store.list("t/", "more")).isEqualTo(new Page(List.of("t/b"), null));
        assertThat(script.requests(Operation.LIST).get(1).uri().getQuery()).contains("continuation-token=more");
    }

    @Test
    void aConflictingCompletionIsTriedAgainAndARefusedOneIsNot() {
        script.answer(Operation.COMPLETE, Answer.error(409, "ConditionalRequestConflict"));
        assertThatExceptionOfType(RetriableException.class).isThrownBy(this::complete);

        script.answer(Operation.COMPLETE, REFUSED);
        assertThat(complete()).isEqualTo(Creation.EXISTS);
    }

    @Test
    void aStoreThatHonoursTheConditionIsReliedOn() {
        script.answer(Operation.PUT, OK, REFUSED, OK);
        script.answer(Operation.COMPLETE, REFUSED, OK);
        try (S3ObjectStore probed = probed()) {
            script.forget();

            Creation unused = probed.createExclusive(KEY, ObjectStoreContract.content(1), Map.of());
            unused = complete(probed);
        }

        assertThat(script.requests(Operation.PUT)).singleElement().satisfies(request -> assertThat(
                        request.header("if-none-match"))
                .isEqualTo("*"));
        assertThat(script.requests(Operation.COMPLETE)).singleElement().satisfies(request -> assertThat(
                        request.header("if-none-match"))
                .isEqualTo("*"));
        assertThat(script.requests(Operation.HEAD)).isEmpty();
    }

    @Test
    void aStoreThatIgnoresTheConditionIsAskedForTheObjectFirst() {
        try (S3ObjectStore probed = probed()) {
            script.forget();

            assertThat(probed.createExclusive(KEY, ObjectStoreContract.content(1), Map.of()))
                    .isEqualTo(Creation.CREATED);
            assertThat(script.operations()).containsExactly(Operation.HEAD, Operation.PUT);

            script.answer(Operation.HEAD, Answer.object(Map.of()));
            assertThat(probed.createExclusive(KEY, ObjectStoreContract.content(1), Map.of()))
                    .isEqualTo(Creation.EXISTS);
            assertThat(script.requests(Operation.PUT)).hasSize(1);
        }
        assertThat(script.requests(Operation.PUT).get(0).header("if-none-match"))
                .isNull();
    }

    /** Ceph 16 and 18. */
    @Test
    void aStoreThatIgnoresTheConditionOnCompletionsAloneIsAskedForTheObjectBeforeThese() {
        script.answer(Operation.PUT, OK, REFUSED);
        try (S3ObjectStore probed = probed()) {
            script.forget();
            assertThat(probed.createExclusive(KEY, ObjectStoreContract.content(1), Map.of()))
                    .isEqualTo(Creation.EXISTS);
            assertThat(script.operations()).containsExactly(Operation.PUT);
            script.forget();

            assertThat(complete(probed)).isEqualTo(Creation.CREATED);
        }
        assertThat(script.operations())
                .containsExactly(Operation.START, Operation.PART, Operation.HEAD, Operation.COMPLETE);
    }

    /** Gateways that know of no conditions. */
    @ParameterizedTest
    @ValueSource(strings = {"PUT", "COMPLETE"})
    void aStoreThatRefusesToHearOfConditionsIsAskedForTheObjectFirst(Operation refusing) {
        script.answer(Operation.PUT, OK, REFUSED);
        script.answer(refusing, Answer.error(501, "NotImplemented"));
        try (S3ObjectStore probed = probed()) {
            script.answer(refusing, refusing == Operation.PUT ? OK : Answer.body(200, "<X/>"));
            script.forget();

            assertThat(refusing == Operation.PUT ? createIn(probed) : complete(probed))
                    .isEqualTo(Creation.CREATED);
        }
        assertThat(script.requests(refusing)).singleElement().satisfies(request -> assertThat(
                        request.header("if-none-match"))
                .isNull());
    }

    @Test
    void theTaskStartsWhileTheStoreIsTooBusy() {
        script.answer(Operation.LIST, Answer.error(503, "SlowDown"));

        try (S3ObjectStore waiting = probed()) {
            script.answer(Operation.LIST, Answer.body(200, "<ListBucketResult/>"));

            assertThat(waiting.list("topics/", null).keys()).isEmpty();
        }
    }

    private Creation put() {
        return createIn(store);
    }

    private static Creation createIn(S3ObjectStore store) {
        return store.createExclusive(KEY, ObjectStoreContract.content(1000), Map.of());
    }

    private Creation complete() {
        return complete(store);
    }

    private static Creation complete(S3ObjectStore store) {
        Upload upload = store.startUpload(KEY, Map.of());
        Part part = store.uploadPart(upload, 1, ObjectStoreContract.content(10));
        return store.completeExclusive(upload, List.of(part));
    }

    private S3ObjectStore within(Duration limit) {
        return S3ObjectStore.open(settings(), new RequestTimes(limit, limit, limit, Long.MAX_VALUE));
    }

    private S3Settings settings() {
        return Settings.of(script.endpoint(), Settings.KEYS, Settings.PLAIN, ConditionalWrites.ON);
    }

    private S3ObjectStore probed() {
        return S3ObjectStore.open(
                Settings.of(script.endpoint(), Settings.KEYS, Settings.PLAIN, ConditionalWrites.AUTO));
    }
}
