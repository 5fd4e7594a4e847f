// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.rotation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
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
 * @param maxIdleTime time since the file took in a record; null for no limit
 * @param windowGrace time since the end of what the file's directory stands for; null for no limit
 */
public record RotationPolicy(
        @Nullable Long flushSize,
        long maxBytes,
        @Nullable Duration recordSpan,
        @Nullable Duration schedule,
        @Nullable Duration maxOpenTime,
        @Nullable Duration maxIdleTime,
        @Nullable Duration windowGrace,
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

    /** Whether the wall clock closes the file. */
    public Optional<CloseCause> due(FileTimes file, Instant now) {
        return deadlines(file)
                .filter(deadline -> !now.isBefore(deadline.at()))
                .min(Comparator.comparing(Deadline::at))
                .map(Deadline::cause);
    }

    /** When the wall clock will close the file, if it takes in nothing more until then. */
    public Optional<Instant> deadline(FileTimes file) {
        return deadlines(file).map(Deadline::at).min(Comparator.naturalOrder());
    }

    private record Deadline(Instant at, CloseCause cause) {}

    private Stream<Deadline> deadlines(FileTimes file) {
        Stream.Builder<Deadline> deadlines = Stream.builder();
        if (schedule != null) {
            deadlines.add(new Deadline(nextTick(file.openedAt(), schedule), CloseCause.SCHEDULE));
        }
        if (maxOpenTime != null) {
            deadlines.add(new Deadline(file.openedAt().plus(maxOpenTime), CloseCause.OPEN_TIME));
        }
        if (maxIdleTime != null) {
            deadlines.add(new Deadline(file.lastRecordAt().plus(maxIdleTime), CloseCause.IDLE));
        }
        if (windowGrace != null && file.windowEnd() != null) {
            Instant end = file.windowEnd().plus(windowGrace);
            // A late record opens the directory anew; then the end is past, and the other rules hold.
            if (file.openedAt().isBefore(end)) {
                deadlines.add(new Deadline(end, CloseCause.WINDOW_END));
            }
        }
        return deadlines.build();
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
