// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.OptionalLong;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A directory a span of time. The time is cut to a multiple of the span in local time, then written by a pattern.
 *
 * <p>The last answer is kept together with the instants for which it holds, so that a stream of records within one span builds no
 * text.
 */
final class TimeBasedPartitioner implements Partitioner {
    private final JodaPattern pattern;
    private final long spanMillis;
    private final ZoneId zone;
    private final String delimiter;
    private final TimestampExtractor extractor;

    private String directory = "";
    private long validFrom = 1;
    private long validUntil = 0;
    private long windowEnd;

    TimeBasedPartitioner(
            JodaPattern pattern, Duration span, ZoneId zone, String delimiter, TimestampExtractor extractor) {
        this.pattern = pattern;
        this.spanMillis = span.toMillis();
        this.zone = zone;
        this.delimiter = delimiter;
        this.extractor = extractor;
    }

    @Override
    public long timestamp(SinkRecord record) {
        return extractor.timestamp(record);
    }

    @Override
    public String directory(SinkRecord record, long timestamp) {
        if (timestamp < validFrom || timestamp >= validUntil) {
            remember(timestamp);
        }
        return directory;
    }

    @Override
    public OptionalLong windowEnd(long timestamp) {
        if (timestamp < validFrom || timestamp >= validUntil) {
            remember(timestamp);
        }
        return OptionalLong.of(windowEnd);
    }

    private void remember(long timestamp) {
        Instant instant = Instant.ofEpochMilli(timestamp);
        // Rounds down also before 1970, where the incumbent rounds up and files two spans under one name.
        long localMillis = timestamp + zone.getRules().getOffset(instant).getTotalSeconds() * 1000L;
        LocalDateTime cut = localDateTime(localMillis - Math.floorMod(localMillis, spanMillis));
        ZonedDateTime start = cut.atZone(zone);
        directory = withoutTrailingDelimiter(pattern.format(start));

        // Around a change of the clocks one local span is two or none in time; there the answer holds for this instant
        // only.
        Instant end = start.toInstant().plusMillis(spanMillis);
        ZoneOffsetTransition change = zone.getRules().nextTransition(start.toInstant());
        boolean steady = (change == null || !change.getInstant().isBefore(end))
                && !instant.isBefore(start.toInstant())
                && instant.isBefore(end);
        validFrom = steady ? start.toInstant().toEpochMilli() : timestamp;
        validUntil = steady ? end.toEpochMilli() : timestamp + 1;
        // Around a change of the clocks maybe off by the change, and never before the record.
        windowEnd = Math.max(end.toEpochMilli(), validUntil);
    }

    private String withoutTrailingDelimiter(String path) {
        return path.endsWith(delimiter) ? path.substring(0, path.length() - delimiter.length()) : path;
    }

    private static LocalDateTime localDateTime(long localMillis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(localMillis), ZoneOffset.UTC);
    }
}
