// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigException;

/**
 * A date pattern in Joda-Time's letters, which are those of every {@code path.format} in use.
 *
 * <p>java.time gives some of the same letters other meanings: {@code YYYY} is Joda's year of era and java.time's week-based year, which
 * would file the last days of December under the wrong year. So each letter is read here for what Joda means by it.
 */
final class JodaPattern {
    private static final String KEY = "path.format";
    private static final int MAX_FRACTION_DIGITS = 9;

    private final List<Piece> pieces;

    private JodaPattern(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /** Prints one part of the pattern. */
    @FunctionalInterface
    private interface Piece {
        void print(ZonedDateTime time, StringBuilder out);
    }

    /** @throws ConfigException naming the letter that has no meaning */
    static JodaPattern compile(String pattern, Locale locale) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            int end;
            if (isLetter(c)) {
                end = at + 1;
                while (end < pattern.length() && pattern.charAt(end) == c) {
                    end++;
                }
                pieces.add(letter(c, end - at, locale, pattern));
            } else if (c == '\'') {
                end = quoted(pattern, at, pieces);
            } else {
                end = at + 1;
                pieces.add(literal(String.valueOf(c)));
            }
            at = end;
        }
        return new JodaPattern(List.copyOf(pieces));
    }

    String format(ZonedDateTime time) {
        StringBuilder out = new StringBuilder();
        pieces.forEach(piece -> piece.print(time, out));
        return out.toString();
    }

    /** Adds the literal that begins with the quote at {@code start}; answers where the pattern goes on. */
    private static int quoted(String pattern, int start, List<Piece> pieces) {
        if (pattern.startsWith("''", start)) {
            pieces.add(literal("'"));
            return start + 2;
        }
        StringBuilder text = new StringBuilder();
        int at = start + 1;
        while (at < pattern.length()) {
            if (pattern.startsWith("''", at)) {
                text.append('\'');
                at += 2;
            } else if (pattern.charAt(at) == '\'') {
                at++;
                break;
            } else {
                text.append(pattern.charAt(at++));
            }
        }
        // A quote that nothing closes runs to the end, as it does in Joda.
        pieces.add(literal(text.toString()));
        return at;
    }

    private static Piece letter(char letter, int count, Locale locale, String pattern) {
        return switch (letter) {
            case 'G' -> text(ChronoField.ERA, TextStyle.SHORT, locale);
            case 'C' -> (time, out) -> padded(out, time.get(ChronoField.YEAR_OF_ERA) / 100, count);
            case 'Y' -> count == 2 ? twoDigits(ChronoField.YEAR) : number(ChronoField.YEAR_OF_ERA, count);
            case 'y' -> count == 2 ? twoDigits(ChronoField.YEAR) : number(ChronoField.YEAR, count);
            case 'x' -> count == 2 ? twoDigits(IsoFields.WEEK_BASED_YEAR) : number(IsoFields.WEEK_BASED_YEAR, count);
            case 'w' -> number(IsoFields.WEEK_OF_WEEK_BASED_YEAR, count);
            case 'e' -> number(ChronoField.DAY_OF_WEEK, count);
            case 'E' -> dayName(count >= 4 ? TextStyle.FULL : TextStyle.SHORT, locale);
            case 'D' -> number(ChronoField.DAY_OF_YEAR, count);
            case 'M' ->
                count < 3
                        ? number(ChronoField.MONTH_OF_YEAR, count)
                        : monthName(count >= 4 ? TextStyle.FULL : TextStyle.SHORT, locale);
            case 'd' -> number(ChronoField.DAY_OF_MONTH, count);
            case 'a' -> text(ChronoField.AMPM_OF_DAY, TextStyle.SHORT, locale);
            case 'K' -> number(ChronoField.HOUR_OF_AMPM, count);
            case 'h' -> number(ChronoField.CLOCK_HOUR_OF_AMPM, count);
            case 'H' -> number(ChronoField.HOUR_OF_DAY, count);
            case 'k' -> number(ChronoField.CLOCK_HOUR_OF_DAY, count);
            case 'm' -> number(ChronoField.MINUTE_OF_HOUR, count);
            case 's' -> number(ChronoField.SECOND_OF_MINUTE, count);
            case 'S' -> fraction(count, pattern);
            case 'z' -> zoneName(count >= 4 ? TextStyle.FULL : TextStyle.SHORT, locale);
            case 'Z' -> zone(count);
            default ->
                throw new ConfigException(
                        KEY,
                        pattern,
                        "'" + letter + "' is not a letter of Joda-Time's patterns; put text between quotes: '" + letter
                                + "'");
        };
    }

    private static Piece literal(String text) {
        return (time, out) -> out.append(text);
    }

    private static Piece number(TemporalField field, int digits) {
        return (time, out) -> padded(out, time.getLong(field), digits);
    }

    private static Piece twoDigits(TemporalField year) {
        return (time, out) -> padded(out, Math.abs(time.getLong(year)) % 100, 2);
    }

    private static Piece monthName(TextStyle style, Locale locale) {
        return (time, out) -> out.append(Month.from(time).getDisplayName(style, locale));
    }

    private static Piece dayName(TextStyle style, Locale locale) {
        return (time, out) -> out.append(DayOfWeek.from(time).getDisplayName(style, locale));
    }

    private static Piece text(TemporalField field, TextStyle style, Locale locale) {
        return formatted(new DateTimeFormatterBuilder().appendText(field, style), locale);
    }

    private static Piece zoneName(TextStyle style, Locale locale) {
        return formatted(new DateTimeFormatterBuilder().appendZoneText(style), locale);
    }

    private static Piece zone(int count) {
        return switch (count) {
            case 1 -> formatted(new DateTimeFormatterBuilder().appendOffset("+HHMM", "+0000"), Locale.ROOT);
            case 2 -> formatted(new DateTimeFormatterBuilder().appendOffset("+HH:MM", "+00:00"), Locale.ROOT);
            default -> (time, out) -> out.append(time.getZone().getId());
        };
    }

    private static Piece fraction(int digits, String pattern) {
        if (digits > MAX_FRACTION_DIGITS) {
            throw new ConfigException(
                    KEY, pattern, "'S' may stand " + MAX_FRACTION_DIGITS + " times in a row at the most");
        }
        return formatted(
                new DateTimeFormatterBuilder().appendFraction(ChronoField.NANO_OF_SECOND, digits, digits, false),
                Locale.ROOT);
    }

    private static Piece formatted(DateTimeFormatterBuilder builder, Locale locale) {
        DateTimeFormatter formatter = builder.toFormatter(locale);
        return (time, out) -> formatter.formatTo(time, out);
    }

    private static void padded(StringBuilder out, long value, int digits) {
        if (value < 0) {
            out.append('-');
        }
        String text = Long.toString(Math.abs(value));
        out.append("0".repeat(Math.max(0, digits - text.length()))).append(text);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
