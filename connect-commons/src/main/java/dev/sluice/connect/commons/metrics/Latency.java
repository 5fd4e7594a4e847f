// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.metrics;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** How long something took: how often, in all, and at the most. Safe for any thread. */
public final class Latency {
    private final LongAdder count = new LongAdder();
    private final LongAdder totalNanos = new LongAdder();
    private final LongAccumulator maxNanos = new LongAccumulator(Math::max, 0);

    Latency() {}

    public void record(Duration took) {
        long nanos = took.toNanos();
        count.increment();
        totalNanos.add(nanos);
        maxNanos.accumulate(nanos);
    }

    long count() {
        return count.sum();
    }

    long totalMillis() {
        return Duration.ofNanos(totalNanos.sum()).toMillis();
    }

    long maxMillis() {
        return Duration.ofNanos(maxNanos.get()).toMillis();
    }
}
