// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The rounds of one workload. */
final class Results {
    private final Map<Contender, List<Measurement>> rounds = new EnumMap<>(Contender.class);

    void add(Contender contender, Measurement measured) {
        rounds.computeIfAbsent(contender, ignored -> new ArrayList<>()).add(measured);
    }

    /** A line for each contender: medians, and the least and the most. */
    String toMarkdown(String title) {
        StringBuilder out = new StringBuilder(
                "| " + title + " | changes/s | of the loop by hand | processor | of the database | allocated |\n"
                        + "|---|---|---|---|---|---|\n");
        rounds.forEach((contender, measured) -> {
            double[] perSecond = sorted(measured, Measurement::perSecond);
            out.append(format(
                    "| %s | %,.0f (%,.0f to %,.0f) | %s | %.2f us | %.2f us | %,.0f B |%n",
                    contender.title(),
                    median(perSecond),
                    perSecond[0],
                    perSecond[perSecond.length - 1],
                    ratio(measured),
                    median(sorted(measured, Measurement::micros)),
                    median(sorted(measured, Measurement::databaseMicros)),
                    median(sorted(measured, Measurement::bytes))));
        });
        return out.toString();
    }

    /** Within each round, as the machine may be slower in one than in another. */
    private String ratio(List<Measurement> measured) {
        List<Measurement> loop = rounds.get(Contender.BARE_LOOP);
        if (loop == null) {
            return "";
        }
        double[] ratios = new double[measured.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = measured.get(i).perSecond() / loop.get(i).perSecond();
        }
        Arrays.sort(ratios);
        return format("%.0f %%", 100 * median(ratios));
    }

    private static double[] sorted(List<Measurement> measured, ToDoubleFunction<Measurement> figure) {
        return measured.stream().mapToDouble(figure).sorted().toArray();
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String format(String pattern, Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments);
    }
}
