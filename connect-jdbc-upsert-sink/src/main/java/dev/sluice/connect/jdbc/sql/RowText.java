// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.commons.data.Temporals;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.kafka.connect.errors.DataException;

/** Values as most databases read them from text: dates of the standard, times and timestamps with microseconds. */
final class RowText {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;

    /** MySQL's and MariaDB's TIME goes to 838:59:59 on both sides of zero. */
    private static final long NANOS_OF_LONGEST_TIME = 839 * 3_600 * NANOS_PER_SECOND;

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

    private RowText() {}

    static String of(Object carried) {
        if (carried instanceof Boolean truth) {
            return truth ? "1" : "0";
        }
        if (carried instanceof BigDecimal decimal) {
            // Without an exponent, which would make it a floating-point number.
            return decimal.toPlainString();
        }
        return carried instanceof ByteBuffer bytes ? hex(bytes) : carried.toString();
    }

    static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    static String date(long epochDay) {
        return within(LocalDate.ofEpochDay(epochDay)).toString();
    }

    static String timestamp(long epochMicros) {
        return TIMESTAMP.format(local(Instant.ofEpochSecond(
                Math.floorDiv(epochMicros, 1_000_000L), Math.floorMod(epochMicros, 1_000_000L) * 1_000L)));
    }

    static Instant finite(SemanticType type, Object value) {
        if (PostgresText.isInfinity(value)) {
            throw outside();
        }
        return Temporals.instant(type, value);
    }

    /** @param zone what is written after it: the zone of the text is UTC */
    static String zoned(Instant instant, String zone) {
        return TIMESTAMP.format(local(instant)) + zone;
    }

    static String time(long nanoOfDay) {
        if (nanoOfDay < 0 || nanoOfDay >= NANOS_PER_DAY) {
            throw new DataException("the time is not within 00:00 and 23:59:59.999999, which a column of a time holds");
        }
        return TIME.format(LocalTime.ofNanoOfDay(nanoOfDay));
    }

    /** With a sign, and with more than 24 hours. */
    static String longTime(long nanos) {
        if (Math.abs(nanos) >= NANOS_OF_LONGEST_TIME) {
            throw new DataException(
                    "the time is not within -838:59:59 and 838:59:59, which a column of type time holds");
        }
        long rest = Math.abs(nanos);
        return String.format(
                Locale.ROOT,
                "%s%02d:%02d:%02d.%06d",
                nanos < 0 ? "-" : "",
                rest / NANOS_PER_SECOND / 3_600,
                rest / NANOS_PER_SECOND / 60 % 60,
                rest / NANOS_PER_SECOND % 60,
                rest % NANOS_PER_SECOND / 1_000);
    }

    private static LocalDateTime local(Instant instant) {
        LocalDateTime local;
        try {
            local = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw outside();
        }
        within(local.toLocalDate());
        return local;
    }

    private static LocalDate within(LocalDate date) {
        if (date.getYear() < 1 || date.getYear() > 9_999) {
            throw outside();
        }
        return date;
    }

    private static DataException outside() {
        return new DataException("the date is infinite, or not within the years 1 and 9999, which this database holds");
    }
}
