// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;

/**
 * One run.
 *
 * @param perSecond changes a second, by the clock
 * @param micros processor time that a change costs the thread that writes; unlike the clock it does not see other work of the machine
 * @param databaseMicros the same of the database's processes
 * @param bytes what is allocated for a change
 */
record Measurement(double perSecond, double micros, double databaseMicros, double bytes) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,.0f/s, %.2f us + %.2f us of the database, %,.0f B",
                perSecond,
                micros,
                databaseMicros,
                bytes);
    }

    /** Adds up what calls cost. */
    static final class Watch {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private long nanos;
        private long processorNanos;
        private long bytes;

        void time(Runnable call) {
            long bytesBefore = threads.getCurrentThreadAllocatedBytes();
            long processorBefore = threads.getCurrentThreadCpuTime();
            long before = System.nanoTime();
            call.run();
            nanos += System.nanoTime() - before;
            processorNanos += threads.getCurrentThreadCpuTime() - processorBefore;
            bytes += threads.getCurrentThreadAllocatedBytes() - bytesBefore;
        }

        Measurement of(int changes, Duration database) {
            return new Measurement(
                    changes * 1e9 / nanos,
                    processorNanos / 1e3 / changes,
                    database.toNanos() / 1e3 / changes,
                    (double) bytes / changes);
        }
    }
}
