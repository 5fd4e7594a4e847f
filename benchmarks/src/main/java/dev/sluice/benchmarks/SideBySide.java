// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/** The results of one run as a table: a line for each kind of input, the contenders beside each other. */
record SideBySide(Map<String, Map<Contender, Figure>> lines) {
    /**
     * Of one record: the processor time in nanoseconds, and what is allocated. The median and the range over all iterations, because on a
     * busy machine the compiler may fall behind and spoil some of them.
     */
    private record Figure(double nanoseconds, double least, double most, double bytes) {
        static Figure of(RunResult result) {
            Statistics time = measured(result, CpuTime.NAME).getStatistics();
            return new Figure(
                    time.getPercentile(50),
                    time.getMin(),
                    time.getMax(),
                    measured(result, "gc.alloc.rate.norm").getScore());
        }

        private static Result<?> measured(RunResult run, String what) {
            Result<?> result = run.getSecondaryResults().get(what);
            if (result == null) {
                throw new IllegalStateException("the run has not measured " + what);
            }
            return result;
        }
    }

    static SideBySide of(Collection<RunResult> results) {
        Map<String, Map<Contender, Figure>> lines = new LinkedHashMap<>();
        for (RunResult result : results) {
            Traffic traffic = Traffic.valueOf(result.getParams().getParam("traffic"));
            String input = result.getParams().getParam("columns") + " columns, " + traffic.title();
            Contender contender = Contender.valueOf(result.getParams().getParam("contender"));
            lines.computeIfAbsent(input, ignored -> new EnumMap<>(Contender.class))
                    .put(contender, Figure.of(result));
        }
        return new SideBySide(lines);
    }

    String toMarkdown() {
        StringBuilder out = new StringBuilder("| input |");
        for (Contender contender : Contender.values()) {
            out.append(' ').append(contender.title()).append(" |");
        }
        out.append(" times faster than these two |\n|---|---|---|---|---|\n");
        lines.forEach((input, figures) -> out.append(line(input, figures)).append('\n'));
        return out.toString();
    }

    private static String line(String input, Map<Contender, Figure> figures) {
        List<String> cells = new ArrayList<>(List.of(input));
        List<String> ratios = new ArrayList<>();
        Figure ours = figures.get(Contender.FLATTEN_CDC);
        for (Contender contender : Contender.values()) {
            Figure figure = figures.get(contender);
            cells.add(
                    figure == null
                            ? ""
                            : format(
                                    "%.0f ns (%.0f to %.0f), %.0f B",
                                    figure.nanoseconds, figure.least, figure.most, figure.bytes));
            if (contender != Contender.FLATTEN_CDC && figure != null && ours != null) {
                ratios.add(format("%.1f", figure.nanoseconds / ours.nanoseconds));
            }
        }
        cells.add(String.join(", ", ratios));
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String format(String pattern, Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments);
    }
}
