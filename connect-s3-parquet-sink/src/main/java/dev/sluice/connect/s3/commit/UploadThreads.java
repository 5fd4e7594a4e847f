// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fixed number of threads. How much waits for them is bounded by the memory that it holds. */
public final class UploadThreads implements Background {
    private static final Logger log = LoggerFactory.getLogger(UploadThreads.class);
    private static final Duration ASK_AGAIN = Duration.ofMillis(50);

    private final ExecutorService threads;
    private final Semaphore ended = new Semaphore(0);

    /** @param name of the task, for thread dumps */
    public UploadThreads(String name, int count) {
        threads = Executors.newFixedThreadPool(count, new Named(name));
    }

    private record Named(String name, AtomicInteger count) implements ThreadFactory {
        Named(String name) {
            this(name, new AtomicInteger());
        }

        @Override
        public Thread newThread(Runnable job) {
            Thread thread = new Thread(job, "sluice-upload-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((dead, e) -> log.error("{} died", dead.getName(), e));
            return thread;
        }
    }

    @Override
    public void submit(Runnable job) {
        try {
            threads.execute(() -> {
                try {
                    job.run();
                } finally {
                    ended.release();
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("A job came after the end", e);
        }
    }

    @Override
    public boolean await(BooleanSupplier done, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                // Asked again also without a job's end: a job may become due.
                if (ended.tryAcquire(Math.min(left, ASK_AGAIN.toNanos()), TimeUnit.NANOSECONDS)) {
                    ended.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
