// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * To which type a column may be changed so that it keeps every value it has and takes those of another type of the same family.
 *
 * @param ladders families of types, each from the narrowest to the widest, in small letters
 * @param decimal the name of the type of decimals
 * @param texts names of types of texts that have a length
 * @param maxDecimalPrecision how many digits a decimal has at the most
 */
record Widening(List<List<String>> ladders, String decimal, List<String> texts, int maxDecimalPrecision) {
    private static final Pattern SIZED = Pattern.compile("([^(]+)\\((\\d+)(?:,(\\d+))?\\)");

    /** @param wanted the type that the sink would make, with its precision */
    Optional<String> towards(TableColumn column, String wanted) {
        String stored = column.type().toLowerCase(Locale.ROOT);
        for (List<String> ladder : ladders) {
            int from = ladder.indexOf(stored);
            int to = ladder.indexOf(wanted);
            if (from >= 0 && to > from) {
                return Optional.of(wanted);
            }
        }
        Matcher sized = SIZED.matcher(wanted);
        if (!stored.equals(decimal) || column.size() == null || column.scale() == null) {
            return Optional.empty();
        }
        if (sized.matches() && sized.group(1).equals(decimal) && sized.group(3) != null) {
            return widerDecimal(
                    column.size(), column.scale(), Integer.parseInt(sized.group(2)), Integer.parseInt(sized.group(3)));
        }
        return Optional.empty();
    }

    private Optional<String> widerDecimal(int precision, int scale, int wantedPrecision, int wantedScale) {
        int digits = Math.max(precision - scale, wantedPrecision - wantedScale);
        int decimals = Math.max(scale, wantedScale);
        boolean isWider = digits > precision - scale || decimals > scale;
        return isWider && digits + decimals <= maxDecimalPrecision
                ? Optional.of(decimal + "(" + (digits + decimals) + "," + decimals + ")")
                : Optional.empty();
    }

    /** Twice as long, or as long as needed, so that a column that grows is not changed again and again. */
    Optional<String> toLength(TableColumn column, int longest) {
        Integer length = column.size();
        if (length == null || length >= longest || !texts.contains(column.type().toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return Optional.of(column.type() + "(" + Math.max(longest, 2 * Math.max(1, length)) + ")");
    }
}
