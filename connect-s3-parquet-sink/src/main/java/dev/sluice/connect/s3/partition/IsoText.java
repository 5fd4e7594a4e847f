// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads ISO-8601 texts as Joda-Time's {@code dateTimeParser} does, which is what timestamp fields of the wild are read with: dates by
 * month, by week or by day of the year, shortened from the right; hours alone; fractions of hours, minutes or seconds after a
 * point or a comma; offsets with and without colons. A space does as well as the T. Without an offset, UTC is meant.
 */
final class IsoText {
    private static final Pattern TEXT = Pattern.compile(
            "(?:(?<year>[+-]?\\d{1,9})(?:-(?<month>\\d{1,2})(?:-(?<day>\\d{1,2}))?|-(?<dayOfYear>\\d{3})"
                    + "|-W(?<week>\\d{1,2})(?:-(?<dayOfWeek>\\d))?)?)?"
                    + "(?:(?<separator>[T ])"
                    + "(?:(?<hour>\\d{1,2})(?::(?<minute>\\d{1,2})(?::(?<second>\\d{1,2}))?)?(?:[.,](?<fraction>\\d+))?)?"
                    + "(?<offset>Z|[+-]\\d{2}(?::?\\d{2}(?::?\\d{2})?)?)?)?");

    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final int MILLIS_PER_HOUR = 3_600_000;
    private static final int MILLIS_PER_MINUTE = 60_000;
    private static final int MILLIS_PER_SECOND = 1_000;

    private final Matcher parts;

    private IsoText(Matcher parts) {
        this.parts = parts;
    }

    /**
     * Milliseconds since 1970-01-01T00:00Z.
     *
     * @throws DateTimeException if the text is not of this form, or names no time
     */
    static long toEpochMillis(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new DateTimeException("not ISO-8601");
        }
        IsoText iso = new IsoText(matcher);
        return Math.addExact(
                Math.multiplyExact(iso.date().toEpochDay(), MILLIS_PER_DAY), iso.millisOfDay() - iso.offsetMillis());
    }

    private LocalDate date() {
        String year = parts.group("year");
        if (year == null) {
            // A time alone is one of the first day, as in Joda.
            return LocalDate.EPOCH;
        }
        int inYear = Integer.parseInt(year);
        if (parts.group("dayOfYear") != null) {
            return LocalDate.ofYearDay(inYear, number("dayOfYear", 1));
        }
        if (parts.group("week") != null) {
            // The fourth of January is always in the first week.
            return LocalDate.of(inYear, 1, 4)
                    .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, number("week", 1))
                    .with(ChronoField.DAY_OF_WEEK, number("dayOfWeek", 1));
        }
        return LocalDate.of(inYear, number("month", 1), number("day", 1));
    }

    private int millisOfDay() {
        int hour = limited(number("hour", 0), 23);
        int minute = limited(number("minute", 0), 59);
        int second = limited(number("second", 0), 59);
        int fraction = fractionOf(smallestUnit());
        return hour * MILLIS_PER_HOUR + minute * MILLIS_PER_MINUTE + second * MILLIS_PER_SECOND + fraction;
    }

    /** What a fraction is a fraction of: the unit before it. */
    private int smallestUnit() {
        if (parts.group("second") != null) {
            return MILLIS_PER_SECOND;
        }
        return parts.group("minute") != null ? MILLIS_PER_MINUTE : MILLIS_PER_HOUR;
    }

    private int fractionOf(int unitMillis) {
        String digits = parts.group("fraction");
        if (digits == null) {
            return 0;
        }
        // Tenths of a millisecond, each digit's share cut to one: what Joda makes of fractions of hours and minutes.
        int share = unitMillis * 10;
        int tenths = 0;
        for (int i = 0; i < digits.length() && share > 0; i++) {
            share /= 10;
            tenths += (digits.charAt(i) - '0') * share;
        }
        return tenths / 10;
    }

    private int offsetMillis() {
        String offset = parts.group("offset");
        if (offset == null || offset.equals("Z")) {
            return 0;
        }
        String digits = offset.substring(1).replace(":", "");
        int seconds = limited(Integer.parseInt(digits.substring(0, 2)), 23) * 3600;
        if (digits.length() > 2) {
            seconds += limited(Integer.parseInt(digits.substring(2, 4)), 59) * 60;
        }
        if (digits.length() > 4) {
            seconds += limited(Integer.parseInt(digits.substring(4, 6)), 59);
        }
        return (offset.charAt(0) == '-' ? -seconds : seconds) * MILLIS_PER_SECOND;
    }

    private int number(String group, int otherwise) {
        @Nullable String digits = parts.group(group);
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static int limited(int value, int max) {
        if (value > max) {
            throw new DateTimeException("out of range");
        }
        return value;
    }
}
