// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.metrics;

import java.util.concurrent.atomic.LongAdder;

/** How often something has happened since the task started. Safe for any thread. */
public final class Counter {
    private final LongAdder value = new LongAdder();

    Counter() {}

    public void increment() {
        value.increment();
    }

    public void add(long amount) {
        value.add(amount);
    }

    public long value() {
        return value.sum();
    }
}
