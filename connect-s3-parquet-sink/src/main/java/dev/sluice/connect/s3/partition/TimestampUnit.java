// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

/** The values of {@code timestamp.field.unit}: what a number counts that carries no logical type. */
public enum TimestampUnit {
    SECONDS(1_000, 1),
    MILLIS(1, 1),
    MICROS(1, 1_000),
    NANOS(1, 1_000_000);

    private final long millisPerUnit;
    private final long unitsPerMilli;

    TimestampUnit(long millisPerUnit, long unitsPerMilli) {
        this.millisPerUnit = millisPerUnit;
        this.unitsPerMilli = unitsPerMilli;
    }

    /**
     * The millisecond in which so many units since 1970-01-01T00:00Z lie.
     *
     * @throws ArithmeticException if a long cannot hold it
     */
    long toMillis(long count) {
        return Math.floorDiv(Math.multiplyExact(count, millisPerUnit), unitsPerMilli);
    }
}
