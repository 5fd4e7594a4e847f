// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * To which type a column may be changed so that it keeps every value it has and takes those of another type of the same family.
 *
 * @param ladders families of types, each from the narrowest to the widest, in small letters
 * @param decimals the type of decimals
 * @param texts types of texts that have a length
 * @param lengths what their length counts
 */
public record Widening(List<List<String>> ladders, Decimals decimals, List<Texts> texts, Length lengths) {
    /** Nothing is ever too wide. */
    static final Widening NONE = new Widening(List.of(), new Decimals("", 0, false), List.of(), Length.CHARACTERS);

    private static final Pattern SIZED = Pattern.compile("([^(]+)\\((\\d+)(?:,(\\d+))?\\)");

    /** What the length of a text counts. */
    enum Length {
        CHARACTERS,
        /** Of which a character beyond the basic plane has two. */
        UTF16
    }

    /**
     * @param type its name, in small letters
     * @param maxPrecision how many digits it has at the most
     * @param boundless whether the type without a precision takes every decimal
     */
    record Decimals(String type, int maxPrecision, boolean boundless) {}

    /**
     * @param type its name, in small letters
     * @param maxLength the greatest that it may have
     * @param unit what follows the length
     * @param beyond the type for longer texts; null for none
     */
    record Texts(
            String type,
            int maxLength,
            String unit,
            @Nullable String beyond) {}

    /**
     * Empty where the types are no family, and where the column is wide enough.
     *
     * @param wanted the type that the sink would make, with its precision
     */
    public Optional<String> towards(TableColumn column, String wanted) {
        String stored = column.type().toLowerCase(Locale.ROOT);
        for (List<String> ladder : ladders) {
            int from = ladder.indexOf(stored);
            int to = ladder.indexOf(wanted);
            if (from >= 0 && to > from) {
                return Optional.of(wanted);
            }
        }
        Integer precision = column.size();
        if (!stored.equals(decimals.type) || precision == null) {
            return Optional.empty();
        }
        if (wanted.equals(decimals.type)) {
            return decimals.boundless ? Optional.of(wanted) : Optional.empty();
        }
        Matcher sized = SIZED.matcher(wanted);
        return sized.matches() && sized.group(1).equals(decimals.type)
                ? widerDecimal(precision, orZero(column.scale()), number(sized.group(2)), number(sized.group(3)))
                : Optional.empty();
    }

    private static int orZero(@Nullable Integer scale) {
        return scale == null ? 0 : scale;
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private Optional<String> widerDecimal(int precision, int scale, int wantedPrecision, int wantedScale) {
        int digits = Math.max(precision - scale, wantedPrecision - wantedScale);
        int decimalPlaces = Math.max(scale, wantedScale);
        boolean isWider = digits > precision - scale || decimalPlaces > scale;
        return isWider && digits + decimalPlaces <= decimals.maxPrecision
                ? Optional.of(decimals.type + "(" + (digits + decimalPlaces) + "," + decimalPlaces + ")")
                : Optional.empty();
    }

    /**
     * Twice as long, so that a column that grows is not changed again and again, and then just as long as needed, for tables that have no room for that. Empty
     * where the column has no length, or is long enough.
     */
    public List<String> toLength(TableColumn column, int longest) {
        Integer length = column.size();
        if (length == null || length >= longest) {
            return List.of();
        }
        String stored = column.type().toLowerCase(Locale.ROOT);
        return texts.stream()
                .filter(text -> text.type.equals(stored))
                .findFirst()
                .map(text -> longer(text, column.type(), length, longest))
                .orElse(List.of());
    }

    /** How long the database finds a text. */
    public int length(String text) {
        return switch (lengths) {
            case CHARACTERS -> text.codePointCount(0, text.length());
            case UTF16 -> text.length();
        };
    }

    private static List<String> longer(Texts text, String type, int length, int longest) {
        if (longest > text.maxLength && text.beyond != null) {
            return List.of(text.beyond);
        }
        if (length >= text.maxLength) {
            return List.of();
        }
        return LongStream.of(Math.max(longest, 2L * Math.max(1, length)), longest)
                .map(wanted -> Math.min(text.maxLength, wanted))
                .distinct()
                .mapToObj(wanted -> type + "(" + wanted + text.unit + ")")
                .toList();
    }
}
