// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UploadThreadsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final UploadThreads threads = new UploadThreads("lake-0", 2);

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void asManyJobsAsThereAreThreadsRunSideBySide() {
        CyclicBarrier together = new CyclicBarrier(2);
        AtomicInteger met = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            threads.submit(() -> {
                meet(together);
                met.incrementAndGet();
            });
        }

        assertThat(threads.await(() -> met.get() == 2, LONG)).isTrue();
    }

    @Test
    void waitingEndsWithTheTimeWhenNothingHappens() {
        assertThat(threads.await(() -> false, Duration.ofMillis(1))).isFalse();
    }

    @Test
    void aJobThatDiesIsReplacedAndWakesWhoeverWaits() {
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            threads.submit(() -> {
                ran.incrementAndGet();
                throw new AssertionError("as a test would have it");
            });
        }

        assertThat(threads.await(() -> ran.get() == 3, LONG)).isTrue();
    }

    @Test
    void theEndInterruptsWhatRunsAndRefusesWhatComes() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        threads.submit(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        begun.await();

        threads.close();

        assertThat(interrupted.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        AtomicInteger ran = new AtomicInteger();
        threads.submit(ran::incrementAndGet);
        assertThat(ran).hasValue(0);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
