// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Runs jobs when it is told to, in an order drawn by chance; or never. */
public final class ManualBackground implements Background {
    private final Random random;
    private final List<Runnable> jobs = new ArrayList<>();
    private boolean closed;

    public ManualBackground(Random random) {
        this.random = random;
    }

    @Override
    public void submit(Runnable job) {
        if (!closed) {
            jobs.add(job);
        }
    }

    /** Answers false where there is none. */
    public boolean runOne() {
        if (jobs.isEmpty()) {
            return false;
        }
        jobs.remove(random.nextInt(jobs.size())).run();
        return true;
    }

    public int waiting() {
        return jobs.size();
    }

    /** Time runs out sooner or later, or at once. */
    @Override
    public boolean await(BooleanSupplier done, Duration limit) {
        while (!done.getAsBoolean()) {
            if (random.nextInt(12) == 0 || !runOne()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        jobs.clear();
        closed = true;
    }
}
