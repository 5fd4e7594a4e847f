// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again and again, for the things that nobody announces. */
public final class Poll {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private Poll() {}

    /** @return whether the condition came true within the limit; asked at least once */
    public static boolean until(Duration limit, BooleanSupplier condition) {
        return ask(limit, condition::getAsBoolean, answer -> answer);
    }

    /** @return the first answer that satisfies, or the last one before the limit; asked at least once */
    static <T> T ask(Duration limit, Supplier<T> question, Predicate<T> satisfies) {
        long start = System.nanoTime();
        T answer = question.get();
        while (!satisfies.test(answer) && System.nanoTime() - start < limit.toNanos()) {
            try {
                Thread.sleep(INTERVAL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting", e);
            }
            answer = question.get();
        }
        return answer;
    }
}
