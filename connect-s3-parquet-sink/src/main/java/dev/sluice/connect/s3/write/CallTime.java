// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long one call of the worker may take before it is given back: the consumer must poll again in time, or loses its partitions. */
final class CallTime {
    /** A tenth of the default of max.poll.interval.ms, which leaves room for one request that is still under way and for a low setting. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Clock clock;
    private Instant end = Instant.MAX;

    CallTime(Clock clock) {
        this.clock = clock;
    }

    void begins() {
        end = clock.instant().plus(LIMIT);
    }

    boolean isOver() {
        return !clock.instant().isBefore(end);
    }
}
