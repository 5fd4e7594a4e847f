// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.storage.BucketCheck.Fault;
import dev.sluice.connect.s3.storage.BucketCheck.Problem;
import dev.sluice.connect.s3.storage.ScriptedStore.Answer;
import dev.sluice.connect.s3.storage.ScriptedStore.Operation;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketCheckTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ScriptedStore script = new ScriptedStore();

    @AfterEach
    void close() {
        script.close();
    }

    @Test
    void aBucketThatAnswersIsFineAndNothingIsWritten() {
        assertThat(check(script.endpoint(), LONG)).isEmpty();
        assertThat(script.operations()).containsExactly(Operation.LIST);
    }

    @ParameterizedTest
    @CsvSource({
        "404, NoSuchBucket, BUCKET, s3.bucket.name",
        "403, InvalidAccessKeyId, CREDENTIALS, aws.access.key.id",
        "403, SignatureDoesNotMatch, CREDENTIALS, aws.secret.access.key",
        "403, AccessDenied, CREDENTIALS, s3:ListBucket",
        "301, PermanentRedirect, REGION, s3.region",
        "400, AuthorizationHeaderMalformed, REGION, s3.region",
        "400, BadRequest, ENDPOINT, store.url"
    })
    void whatIsWrongIsToldWithWhereItLies(int status, String code, Fault fault, String advice) {
        script.answer(Operation.LIST, Answer.error(status, code));

        Problem problem = check(script.endpoint(), LONG).orElseThrow();

        assertThat(problem.fault()).isEqualTo(fault);
        assertThat(problem.message())
                .startsWith("bucket 'lake' cannot be reached: ")
                .contains(advice);
    }

    @Test
    void nobodyThereIsTheEndpointsFault() {
        assertThat(check(URI.create("http://127.0.0.1:1"), LONG).orElseThrow().fault())
                .isEqualTo(Fault.ENDPOINT);
    }

    /** What passes is no reason to refuse a configuration. */
    @Test
    void aStoreThatIsTooBusyIsFine() {
        script.answer(Operation.LIST, Answer.error(503, "SlowDown"));

        assertThat(check(script.endpoint(), LONG)).isEmpty();
        assertThat(script.operations()).as("asked once").hasSize(1);
    }

    /** The client by itself would wait for half a minute. */
    @Test
    @Timeout(25)
    void aStoreThatDoesNotAnswerIsNotWaitedForLong() {
        script.answer(Operation.LIST, Answer.silence());

        assertThat(check(script.endpoint(), Duration.ofMillis(200))
                        .orElseThrow()
                        .fault())
                .isEqualTo(Fault.ENDPOINT);
    }

    private static Optional<Problem> check(URI endpoint, Duration limit) {
        return BucketCheck.problem(Settings.of(endpoint, Settings.KEYS, Settings.PLAIN, ConditionalWrites.AUTO), limit);
    }
}
