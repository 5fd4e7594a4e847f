// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table that is written: eight columns of the usual types.
 *
 * @param changedAt as Debezium writes a timestamp with time zone
 */
record Order(
        long id,
        String customer,
        int quantity,
        BigDecimal amount,
        double weight,
        boolean paid,
        String changedAt,
        @Nullable String note) {
    private static final Instant FIRST_CHANGE = Instant.parse("2026-11-20T08:00:00Z");

    static Order random(long id, Random random) {
        int customer = random.nextInt(100_000);
        return new Order(
                id,
                "customer " + customer,
                random.nextInt(100),
                BigDecimal.valueOf(random.nextInt(10_000_000), 2),
                random.nextInt(1_000_000) / 1_000.0,
                random.nextBoolean(),
                FIRST_CHANGE
                        .plus(random.nextInt(1_000_000_000), ChronoUnit.MICROS)
                        .toString(),
                customer % 3 == 0 ? null : "to be delivered to the neighbours, " + customer);
    }
}
