// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What all bytes of one {@link FaultProxy} must pass. */
final class FaultGate {
    private boolean paused;
    private long delayNanos;
    private int held;

    synchronized void pause() {
        paused = true;
    }

    synchronized void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    synchronized void open() {
        paused = false;
        delayNanos = 0;
        notifyAll();
    }

    /** When bytes that arrive now may go on, in {@link System#nanoTime}. */
    synchronized long due() {
        return System.nanoTime() + delayNanos;
    }

    /** Returns once it is due and nothing is held. */
    synchronized void pass(long due) throws InterruptedException {
        boolean counted = false;
        try {
            for (long early = due - System.nanoTime(); paused || early > 0; early = due - System.nanoTime()) {
                if (paused && !counted) {
                    counted = true;
                    held++;
                }
                // Rounded up: zero would mean for ever, and waking up early means going round once more.
                wait(paused ? 0 : TimeUnit.NANOSECONDS.toMillis(early) + 1);
            }
        } finally {
            if (counted) {
                held--;
            }
        }
    }

    synchronized int held() {
        return held;
    }
}
