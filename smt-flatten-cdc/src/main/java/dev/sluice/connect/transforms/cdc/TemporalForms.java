// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.commons.data.Temporals;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** How dates, times of day and timestamps go on. Finer digits than the form has are cut. */
final class TemporalForms {
    private static final long SECONDS_PER_DAY = 86_400L;
    private static final long MILLIS_PER_DAY = SECONDS_PER_DAY * 1_000;
    private static final long MICROS_PER_DAY = SECONDS_PER_DAY * 1_000_000;
    private static final long NANOS_PER_HOUR = 3_600_000_000_000L;

    private enum Kind {
        DATE,
        TIME,
        LOCAL_TIMESTAMP,
        INSTANT
    }

    private TemporalForms() {}

    /** Empty where the user wants them as they are, and where they already are as wanted. */
    static Optional<Converted> of(SemanticType type, Schema source, TypeSettings settings) {
        Kind kind = kind(type);
        boolean connects = type == SemanticType.CONNECT_DATE
                || type == SemanticType.CONNECT_TIME
                || type == SemanticType.CONNECT_TIMESTAMP;
        if (settings.temporal() == TemporalMode.KEEP || (settings.temporal() == TemporalMode.CONNECT && connects)) {
            return Optional.empty();
        }
        SchemaBuilder target = target(settings.temporal(), kind);
        boolean nullable = settings.specials() == SpecialTemporal.NULL && kind != Kind.TIME;
        return Optional.of(Converted.of(source, nullable, target, value -> {
            int infinity = Temporals.infinity(type, value);
            if (infinity != 0 && settings.specials() != SpecialTemporal.KEEP) {
                return special(settings.specials());
            }
            if (infinity != 0 && settings.temporal() == TemporalMode.EPOCH_MICROS) {
                // The microseconds of the far date do not fit.
                return infinity > 0 ? Temporals.INFINITY : Temporals.MINUS_INFINITY;
            }
            return converted(settings.temporal(), kind, type, value);
        }));
    }

    private static @Nullable Object special(SpecialTemporal specials) {
        if (specials == SpecialTemporal.FAIL) {
            throw new DataException("a date or timestamp is infinite. Set special.temporal.values to null or keep");
        }
        return null;
    }

    private static SchemaBuilder target(TemporalMode mode, Kind kind) {
        return switch (mode) {
            case ISO -> SchemaBuilder.string();
            case EPOCH_MILLIS, EPOCH_MICROS -> SchemaBuilder.int64();
            case KEEP -> throw new IllegalArgumentException("what is kept has no other schema");
            case CONNECT ->
                switch (kind) {
                    case DATE -> Date.builder();
                    case TIME -> Time.builder();
                    case LOCAL_TIMESTAMP, INSTANT -> Timestamp.builder();
                };
        };
    }

    private static Object converted(TemporalMode mode, Kind kind, SemanticType type, Object value) {
        return switch (mode) {
            case ISO -> iso(kind, type, value);
            case EPOCH_MICROS -> micros(kind, type, value);
            case KEEP -> value;
            case EPOCH_MILLIS -> millis(kind, type, value);
            case CONNECT -> {
                long millis = millis(kind, type, value);
                if (kind == Kind.TIME && (millis < 0 || millis >= MILLIS_PER_DAY)) {
                    throw new DataException("a time does not lie between 00:00 and 24:00, and Connect's Time holds no"
                            + " other. Set temporal.mode to keep, iso or epoch-micros");
                }
                yield new java.util.Date(millis);
            }
        };
    }

    private static String iso(Kind kind, SemanticType type, Object value) {
        return switch (kind) {
            case DATE -> LocalDate.ofEpochDay(Temporals.epochDay(type, value)).toString();
            case TIME -> {
                String time = isoTime(Temporals.nanoOfDay(type, value));
                yield type == SemanticType.ZONED_TIME ? time + "Z" : time;
            }
            case LOCAL_TIMESTAMP ->
                LocalDateTime.ofInstant(Temporals.instant(type, value), ZoneOffset.UTC)
                        .toString();
            case INSTANT -> Temporals.instant(type, value).toString();
        };
    }

    /** Also of what is no time of day: MySQL's reach from -838:59:59 to 838:59:59, and PostgreSQL knows 24:00. */
    private static String isoTime(long nanos) {
        long magnitude = Math.abs(nanos);
        LocalTime withinHour = LocalTime.ofNanoOfDay(magnitude % NANOS_PER_HOUR);
        return String.format(
                Locale.ROOT,
                "%s%02d%s",
                nanos < 0 ? "-" : "",
                magnitude / NANOS_PER_HOUR,
                withinHour.toString().substring(2));
    }

    private static long millis(Kind kind, SemanticType type, Object value) {
        return switch (kind) {
            case TIME -> Math.floorDiv(micros(kind, type, value), 1_000L);
            // Not by way of microseconds: far dates do not fit into them.
            case DATE -> Math.multiplyExact(Temporals.epochDay(type, value), MILLIS_PER_DAY);
            case LOCAL_TIMESTAMP, INSTANT -> Temporals.instant(type, value).toEpochMilli();
        };
    }

    private static long micros(Kind kind, SemanticType type, Object value) {
        return switch (kind) {
            case DATE -> Math.multiplyExact(Temporals.epochDay(type, value), MICROS_PER_DAY);
            case TIME -> Math.floorDiv(Temporals.nanoOfDay(type, value), 1_000L);
            case LOCAL_TIMESTAMP, INSTANT -> Temporals.epochMicros(type, value);
        };
    }

    private static Kind kind(SemanticType type) {
        return switch (type) {
            case CONNECT_DATE, DATE, ISO_DATE -> Kind.DATE;
            case CONNECT_TIME, TIME_MILLIS, TIME_MICROS, TIME_NANOS, ISO_TIME, ZONED_TIME -> Kind.TIME;
            case LOCAL_TIMESTAMP_MILLIS, LOCAL_TIMESTAMP_MICROS, LOCAL_TIMESTAMP_NANOS, ISO_TIMESTAMP ->
                Kind.LOCAL_TIMESTAMP;
            case CONNECT_TIMESTAMP, ZONED_TIMESTAMP -> Kind.INSTANT;
            default -> throw new IllegalArgumentException(type + " is not temporal");
        };
    }
}
