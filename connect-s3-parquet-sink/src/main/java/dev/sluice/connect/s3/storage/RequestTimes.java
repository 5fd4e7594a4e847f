// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * How long one try of a request may take before it is given up and the next one gets a new connection.
 *
 * <p>The HTTP client only notices a store that says nothing. It waits without end for one that takes no more bytes, or answers them one
 * by one, and with it would wait the file and all later ones of its chain.
 *
 * @param waitedFor for a request that the task's own thread may wait for, repetitions included: in the meantime its consumer does not poll
 * @param plain for another one without content to speak of
 * @param completing for the completion of an upload, over which a store may work for minutes
 * @param bytesPerSecond what content is sent with at least
 */
record RequestTimes(Duration waitedFor, Duration plain, Duration completing, long bytesPerSecond) {
    /** Four uploads at once over a line of one megabit per second. */
    private static final long SLOWEST = 32 << 10;

    /** What the task's own thread creates and waits for is hardly ever larger: a schema would need thousands of columns. */
    private static final long SMALL = 256 << 10;

    static final RequestTimes USUAL =
            new RequestTimes(Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(10), SLOWEST);

    Consumer<AwsRequestOverrideConfiguration.Builder> forWaiting() {
        return override -> override.apiCallTimeout(waitedFor);
    }

    Consumer<AwsRequestOverrideConfiguration.Builder> forPlain() {
        return atMost(plain);
    }

    Consumer<AwsRequestOverrideConfiguration.Builder> forCompleting() {
        return atMost(completing);
    }

    Consumer<AwsRequestOverrideConfiguration.Builder> forSending(long bytes) {
        return bytes <= SMALL ? forWaiting() : atMost(plain.plusSeconds(bytes / bytesPerSecond));
    }

    private static Consumer<AwsRequestOverrideConfiguration.Builder> atMost(Duration limit) {
        return override -> override.apiCallAttemptTimeout(limit);
    }
}
