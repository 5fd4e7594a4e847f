// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Runs jobs beside the task thread. */
public interface Background extends AutoCloseable {
    /** Runs a job some time soon, maybe at once, maybe never if this is closed before. */
    void submit(Runnable job);

    /**
     * Lets jobs run until {@code done} is true, which is asked at once, after each job, and every now and then.
     *
     * @return false if the time is over
     */
    boolean await(BooleanSupplier done, Duration limit);

    /** Drops the jobs that have not begun and interrupts the others. */
    @Override
    void close();
}
