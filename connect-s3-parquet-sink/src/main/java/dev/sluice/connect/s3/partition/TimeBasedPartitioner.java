// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A directory a span of time. The time is cut to a multiple of the span in local time, then written by a pattern.
 *
 * <p>Each answer is kept together with the instants for which it holds, and so are some before it, so that a stream of records within a
 * few spans builds no text.
 */
final class TimeBasedPartitioner implements Partitioner {
    /** A power of two. Two spans that meet in one slot take turns in it, which costs time only. */
    private static final int REMEMBERED = 256;

    /** Where spans begin and end that would reach further. */
    private static final long BEGINNING_OF_TIME =
            TimestampExtractor.EARLIEST - Duration.ofDays(1).toMillis();

    private static final long END_OF_TIME =
            TimestampExtractor.LATEST + Duration.ofDays(2).toMillis();

    private static final Answer NONE = new Answer(1, 0, "", 0);

    private final JodaPattern pattern;
    private final long spanMillis;
    private final ZoneId zone;
    private final String delimiter;
    private final TimestampExtractor extractor;

    private final Answer[] answers = new Answer[REMEMBERED];
    private Answer last = NONE;

    TimeBasedPartitioner(
            JodaPattern pattern, Duration span, ZoneId zone, String delimiter, TimestampExtractor extractor) {
        this.pattern = pattern;
        this.spanMillis = span.toMillis();
        this.zone = zone;
        this.delimiter = delimiter;
        this.extractor = extractor;
        Arrays.fill(answers, NONE);
    }

    @Override
    public long timestamp(SinkRecord record) {
        return extractor.timestamp(record);
    }

    /** A directory, the milliseconds since 1970 for which it holds, and when its time ends. */
    private record Answer(long from, long until, String directory, long windowEnd) {
        boolean holdsFor(long timestamp) {
            return timestamp >= from && timestamp < until;
        }
    }

    @Override
    public String directory(SinkRecord record, long timestamp) {
        return at(timestamp).directory;
    }

    @Override
    public OptionalLong windowEnd(long timestamp) {
        return OptionalLong.of(at(timestamp).windowEnd);
    }

    private Answer at(long timestamp) {
        if (!last.holdsFor(timestamp)) {
            int slot = (int) Math.floorDiv(timestamp, spanMillis) & (REMEMBERED - 1);
            Answer found = answers[slot];
            if (!found.holdsFor(timestamp)) {
                found = answer(timestamp);
                answers[slot] = found;
            }
            last = found;
        }
        return last;
    }

    private Answer answer(long timestamp) {
        Instant instant = Instant.ofEpochMilli(timestamp);
        // Rounds down also before 1970, where the incumbent rounds up and files two spans under one name.
        long localMillis =
                Math.addExact(timestamp, zone.getRules().getOffset(instant).getTotalSeconds() * 1000L);
        long cutMillis = Math.subtractExact(localMillis, Math.floorMod(localMillis, spanMillis));
        LocalDateTime cut = localDateTime(Math.max(cutMillis, BEGINNING_OF_TIME));
        ZonedDateTime start = cut.atZone(zone);
        String directory = withoutTrailingDelimiter(pattern.format(start));

        // Around a change of the clocks one local span is two or none in time; there the answer holds for this instant
        // only.
        Instant end = end(start.toInstant());
        ZoneOffsetTransition change = zone.getRules().nextTransition(start.toInstant());
        boolean steady = (change == null || !change.getInstant().isBefore(end))
                && !instant.isBefore(start.toInstant())
                && instant.isBefore(end);
        long from = steady ? start.toInstant().toEpochMilli() : timestamp;
        long until = steady ? end.toEpochMilli() : timestamp + 1;
        // Around a change of the clocks maybe off by the change, and never before the record.
        return new Answer(from, until, directory, Math.max(end.toEpochMilli(), until));
    }

    private Instant end(Instant start) {
        return spanMillis > END_OF_TIME - start.toEpochMilli()
                ? Instant.ofEpochMilli(END_OF_TIME)
                : start.plusMillis(spanMillis);
    }

    private String withoutTrailingDelimiter(String path) {
        return path.endsWith(delimiter) ? path.substring(0, path.length() - delimiter.length()) : path;
    }

    private static LocalDateTime localDateTime(long localMillis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(localMillis), ZoneOffset.UTC);
    }
}
