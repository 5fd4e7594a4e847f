// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.data;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Date;
import org.apache.kafka.connect.errors.DataException;

/**
 * Reads temporal values of any {@link SemanticType} as plain numbers of one unit, without losing precision that the unit can hold.
 *
 * <p>Every method throws {@link DataException} where the type is not temporal, where the text cannot be read, or where the value
 * leaves the range of a {@code long}. Messages hold the type and never the value.
 */
public final class Temporals {
    /** What pgjdbc, and so Debezium, makes of {@code infinity}: microseconds without a zone, the same number of milliseconds as an instant. */
    public static final long INFINITY = 9_223_372_036_825_200_000L;

    public static final long MINUS_INFINITY = -9_223_372_036_832_400_000L;

    /** What Debezium makes of an infinite date: both in the year -5877611, plus infinity on 21 June, minus infinity on 22 June. */
    private static final long INFINITY_DAY = -2_147_472_692;

    private static final long MINUS_INFINITY_DAY = -2_147_472_691;
    private static final long SECONDS_PER_DAY = 86_400L;
    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;

    private Temporals() {}

    /** Days since 1970-01-01. */
    public static long epochDay(SemanticType type, Object value) {
        try {
            return switch (type) {
                case CONNECT_DATE -> Math.floorDiv(((Date) value).getTime(), MILLIS_PER_DAY);
                case DATE -> ((Number) value).longValue();
                // PostgreSQL's connector appends an offset to ISO dates: the first ten characters are the date of AD
                // years.
                case ISO_DATE -> isoDate((String) value).toEpochDay();
                default -> throw notA(type, "date");
            };
        } catch (DateTimeException | ArithmeticException e) {
            throw unreadable(type, e);
        }
    }

    /** Nanoseconds since midnight; of a zoned time, since midnight UTC. */
    public static long nanoOfDay(SemanticType type, Object value) {
        try {
            return switch (type) {
                case CONNECT_TIME -> Math.multiplyExact(((Date) value).getTime(), NANOS_PER_MILLI);
                case TIME_MILLIS -> Math.multiplyExact(((Number) value).longValue(), NANOS_PER_MILLI);
                case TIME_MICROS -> Math.multiplyExact(((Number) value).longValue(), NANOS_PER_MICRO);
                case TIME_NANOS -> ((Number) value).longValue();
                case ZONED_TIME ->
                    OffsetTime.parse((String) value)
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .toLocalTime()
                            .toNanoOfDay();
                case ISO_TIME -> isoTime((String) value).toNanoOfDay();
                default -> throw notA(type, "time of day");
            };
        } catch (DateTimeException | ArithmeticException e) {
            throw unreadable(type, e);
        }
    }

    /** Microseconds since 1970-01-01T00:00, in UTC for instants and in local fields for local timestamps; finer digits are cut. */
    public static long epochMicros(SemanticType type, Object value) {
        try {
            return switch (type) {
                case CONNECT_TIMESTAMP -> Math.multiplyExact(((Date) value).getTime(), 1_000L);
                case LOCAL_TIMESTAMP_MILLIS -> Math.multiplyExact(((Number) value).longValue(), 1_000L);
                case LOCAL_TIMESTAMP_MICROS -> ((Number) value).longValue();
                case LOCAL_TIMESTAMP_NANOS -> Math.floorDiv(((Number) value).longValue(), NANOS_PER_MICRO);
                case ZONED_TIMESTAMP -> zonedMicros((String) value);
                case ISO_TIMESTAMP -> micros(instant(type, (String) value));
                default -> throw notA(type, "timestamp");
            };
        } catch (DateTimeException | ArithmeticException e) {
            throw unreadable(type, e);
        }
    }

    /** The point in time of any timestamp type; a local timestamp counts as UTC. */
    public static Instant instant(SemanticType type, Object value) {
        try {
            return switch (type) {
                case CONNECT_TIMESTAMP -> ((Date) value).toInstant();
                case LOCAL_TIMESTAMP_MILLIS -> Instant.ofEpochMilli(((Number) value).longValue());
                case LOCAL_TIMESTAMP_MICROS -> ofMicros(((Number) value).longValue());
                case LOCAL_TIMESTAMP_NANOS -> Instant.ofEpochSecond(0, ((Number) value).longValue());
                case ZONED_TIMESTAMP -> zoned((String) value);
                case ISO_TIMESTAMP -> isoTimestamp((String) value);
                default -> throw notA(type, "timestamp");
            };
        } catch (DateTimeException | ArithmeticException e) {
            throw unreadable(type, e);
        }
    }

    /** 1 and -1 for PostgreSQL's infinite dates and timestamps in the forms in which Debezium sends them, and 0 for all other values. */
    public static int infinity(SemanticType type, Object value) {
        return switch (type) {
            case DATE, CONNECT_DATE -> sign(epochDay(type, value), INFINITY_DAY, MINUS_INFINITY_DAY);
            case LOCAL_TIMESTAMP_MICROS, LOCAL_TIMESTAMP_NANOS ->
                sign(((Number) value).longValue(), INFINITY, MINUS_INFINITY);
            case LOCAL_TIMESTAMP_MILLIS -> infinityOfMillis(((Number) value).longValue());
            case CONNECT_TIMESTAMP -> infinityOfMillis(((Date) value).getTime());
            case ZONED_TIMESTAMP -> infinity(instant(type, value));
            default -> 0;
        };
    }

    private static int sign(long value, long infinity, long minusInfinity) {
        return value == infinity ? 1 : value == minusInfinity ? -1 : 0;
    }

    private static int infinityOfMillis(long millis) {
        int asMicros = sign(millis, INFINITY / 1_000, MINUS_INFINITY / 1_000);
        return asMicros == 0 ? sign(millis, INFINITY, MINUS_INFINITY) : asMicros;
    }

    /** The hours of what Debezium writes differ with the zone it was made in. */
    private static int infinity(Instant instant) {
        if (instant.getEpochSecond() >= INFINITY / 1_000 - SECONDS_PER_DAY) {
            return 1;
        }
        return instant.getEpochSecond() <= MINUS_INFINITY / 1_000 + SECONDS_PER_DAY ? -1 : 0;
    }

    /** Debezium 3 writes the infinities as words, and wrote them as far dates before. */
    private static Instant zoned(String text) {
        return switch (text) {
            case "infinity" -> Instant.ofEpochMilli(INFINITY);
            case "-infinity" -> Instant.ofEpochMilli(MINUS_INFINITY);
            default -> {
                Instant plain = UtcText.instant(text);
                yield plain == null ? OffsetDateTime.parse(text).toInstant() : plain;
            }
        };
    }

    private static long zonedMicros(String text) {
        Instant instant = zoned(text);
        return switch (infinity(instant)) {
            case 1 -> INFINITY;
            case -1 -> MINUS_INFINITY;
            default -> micros(instant);
        };
    }

    /** The instant this many microseconds from 1970-01-01T00:00Z. */
    public static Instant ofMicros(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * NANOS_PER_MICRO);
    }

    private static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / NANOS_PER_MICRO);
    }

    private static LocalDate isoDate(String text) {
        return LocalDate.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
    }

    private static LocalTime isoTime(String text) {
        return text.endsWith("Z") ? OffsetTime.parse(text).toLocalTime() : LocalTime.parse(text);
    }

    private static Instant isoTimestamp(String text) {
        return text.endsWith("Z")
                ? Instant.parse(text)
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    private static DataException notA(SemanticType type, String what) {
        return new DataException(type + " is not a " + what);
    }

    private static DataException unreadable(SemanticType type, RuntimeException cause) {
        // The cause's message quotes the value, and error messages of ours carry none.
        return new DataException("a value of type " + type + " cannot be read ("
                + cause.getClass().getSimpleName() + ")");
    }
}
