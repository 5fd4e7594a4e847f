// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.rotation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When an open file closes. Each file is judged alone, by what it holds itself: a late record never closes a file that it does not go
 * into.
 *
 * @param flushSize records of one file; null for no limit
 * @param maxBytes estimated weight of one file
 * @param recordSpan time between a file's first record and a later one; null for no limit
 * @param schedule distance of the ticks, counted from midnight in {@code timeZone}; null for no schedule
 * @param maxOpenTime time since the file was opened; null for no limit
 */
public record RotationPolicy(
        @Nullable Long flushSize,
        long maxBytes,
        @Nullable Duration recordSpan,
        @Nullable Duration schedule,
        @Nullable Duration maxOpenTime,
        ZoneId timeZone) {

    /** Whether the file must close before it takes a record of this time; the record goes into the next file. */
    public Optional<CloseCause> before(FileProgress file, long timestamp) {
        return recordSpan != null && timestamp - file.firstTimestamp() >= recordSpan.toMillis()
                ? Optional.of(CloseCause.RECORD_TIME)
                : Optional.empty();
    }

    /** Whether the file is full. */
    public Optional<CloseCause> after(FileProgress file) {
        if (flushSize != null && file.records() >= flushSize) {
            return Optional.of(CloseCause.RECORDS);
        }
        return file.bytes() >= maxBytes ? Optional.of(CloseCause.SIZE) : Optional.empty();
    }

    /** Whether the wall clock closes a file that was opened then. */
    public Optional<CloseCause> due(Instant openedAt, Instant now) {
        if (schedule != null && !now.isBefore(nextTick(openedAt, schedule))) {
            return Optional.of(CloseCause.SCHEDULE);
        }
        return maxOpenTime != null && !now.isBefore(openedAt.plus(maxOpenTime))
                ? Optional.of(CloseCause.OPEN_TIME)
                : Optional.empty();
    }

    /** When the wall clock will close a file that was opened then. */
    public Optional<Instant> deadline(Instant openedAt) {
        Instant tick = schedule == null ? Instant.MAX : nextTick(openedAt, schedule);
        Instant age = maxOpenTime == null ? Instant.MAX : openedAt.plus(maxOpenTime);
        Instant first = tick.isBefore(age) ? tick : age;
        return first.equals(Instant.MAX) ? Optional.empty() : Optional.of(first);
    }

    /** The first tick after an instant. Midnight is always one, whatever the distance, and however long the day is. */
    private Instant nextTick(Instant after, Duration distance) {
        LocalDate day = after.atZone(timeZone).toLocalDate();
        Instant midnight = day.atStartOfDay(timeZone).toInstant();
        Instant nextMidnight = day.plusDays(1).atStartOfDay(timeZone).toInstant();
        long passed = Duration.between(midnight, after).toMillis() / distance.toMillis();
        Instant tick = midnight.plus(distance.multipliedBy(passed + 1));
        return tick.isBefore(nextMidnight) ? tick : nextMidnight;
    }
}
