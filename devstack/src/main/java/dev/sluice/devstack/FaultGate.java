// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What all bytes of one {@link FaultProxy} must pass. */
final class FaultGate {
    private final ReentrantLock lock = new ReentrantLock();
    /** A condition and not a monitor: a monitor's waits are whole milliseconds, more than a network takes. */
    private final Condition changed = lock.newCondition();

    private boolean paused;
    private long delayNanos;
    private int held;

    void pause() {
        lock.lock();
        try {
            paused = true;
        } finally {
            lock.unlock();
        }
    }

    void delay(Duration delay) {
        lock.lock();
        try {
            delayNanos = delay.toNanos();
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            paused = false;
            delayNanos = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** When bytes that arrive now may go on, in {@link System#nanoTime}. */
    long due() {
        lock.lock();
        try {
            return System.nanoTime() + delayNanos;
        } finally {
            lock.unlock();
        }
    }

    /** Returns once it is due and nothing is held. */
    void pass(long due) throws InterruptedException {
        lock.lock();
        boolean counted = false;
        try {
            long early = due - System.nanoTime();
            while (paused || early > 0) {
                if (!paused) {
                    early = changed.awaitNanos(early);
                    continue;
                }
                if (!counted) {
                    counted = true;
                    held++;
                }
                changed.await();
                early = due - System.nanoTime();
            }
        } finally {
            if (counted) {
                held--;
            }
            lock.unlock();
        }
    }

    int held() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }
}
