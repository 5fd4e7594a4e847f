// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Runs each job at once. */
public final class Inline implements Background {
    @Override
    public void submit(Runnable job) {
        job.run();
    }

    @Override
    public boolean await(BooleanSupplier done, Duration limit) {
        return done.getAsBoolean();
    }

    @Override
    public void close() {
        // Nothing is ever waiting.
    }
}
