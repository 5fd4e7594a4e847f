// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a person sees. On a terminal a block of lines is drawn again in place; into a file the same block is written once in a
 * while, so that a log reads from top to bottom without control characters.
 *
 * <p>Used by one thread.
 */
final class Screen {
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);
    private static final int BAR_WIDTH = 24;

    private static final int NOT_A_TERMINAL = 0;

    private final PrintStream out;
    private final int columns;
    private final boolean live;
    private int drawn;
    private long lastPlain = Long.MIN_VALUE;

    private Screen(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
        this.live = columns != NOT_A_TERMINAL;
    }

    /** A file, or anything else that keeps what is written to it. */
    static Screen plain(PrintStream out) {
        return new Screen(out, NOT_A_TERMINAL);
    }

    /** @param columns how many characters fit into a line */
    static Screen terminal(PrintStream out, int columns) {
        return new Screen(out, columns);
    }

    void title(String text) {
        line(bold(text));
    }

    void heading(String text) {
        line("");
        line(bold(text));
    }

    void line(String text) {
        settle();
        out.println(text);
        out.flush();
    }

    /** Something begins that takes a while; {@link #done} or {@link #failed} ends it. */
    void begin(String what) {
        if (live) {
            redraw(List.of("  " + dim("… " + what)));
        }
    }

    void done(String what, String detail, Duration took) {
        replaceWith("  " + green("✔") + " " + pad(what, 26) + pad(detail, 40) + dim(seconds(took)));
    }

    void failed(String what) {
        replaceWith("  " + red("✘") + " " + what);
    }

    /** A claim that was checked, and whether it held. */
    void check(boolean held, String what, String detail) {
        line("  " + (held ? green("✔") : red("✘")) + " " + pad(what, 26) + detail);
    }

    /** Draws a block of lines over the one before. */
    void progress(List<String> lines) {
        if (live) {
            redraw(lines);
        } else if (System.nanoTime() - lastPlain > PLAIN_INTERVAL.toNanos() || lastPlain == Long.MIN_VALUE) {
            lines.forEach(out::println);
            out.println();
            out.flush();
            lastPlain = System.nanoTime();
        }
    }

    /** Draws a block for the last time; what follows goes below it. */
    void lastProgress(List<String> lines) {
        lastPlain = Long.MIN_VALUE;
        progress(lines);
        settle();
        lastPlain = Long.MIN_VALUE;
    }

    String bar(double share) {
        int full = (int) Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH);
        return green("█".repeat(full)) + dim("░".repeat(BAR_WIDTH - full));
    }

    String bold(String text) {
        return styled("1", text);
    }

    String dim(String text) {
        return styled("2", text);
    }

    String green(String text) {
        return styled("32", text);
    }

    String red(String text) {
        return styled("31", text);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String bytes(long number) {
        if (number < 1_024) {
            return number + " B";
        }
        return number < 1_048_576
                ? String.format(Locale.ROOT, "%.1f KiB", number / 1_024.0)
                : String.format(Locale.ROOT, "%.1f MiB", number / 1_048_576.0);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
    }

    static String pad(String text, int width) {
        return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
    }

    private void replaceWith(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    private void redraw(List<String> lines) {
        erase();
        // A line that wraps would be two lines to erase.
        lines.forEach(line -> out.println(cut(line)));
        out.flush();
        drawn = lines.size();
    }

    private void erase() {
        if (drawn > 0) {
            // Up to the first line of the block, then clear to the end of the screen.
            out.print("\033[" + drawn + "A\033[J");
            drawn = 0;
        }
    }

    private void settle() {
        drawn = 0;
    }

    /** What fits into a line of the terminal; control sequences take no room. */
    private String cut(String line) {
        StringBuilder kept = new StringBuilder();
        int width = 0;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\033') {
                int end = line.indexOf('m', i);
                kept.append(line, i, end + 1);
                i = end;
            } else if (width < columns) {
                kept.append(line.charAt(i));
                width++;
            }
        }
        return kept.toString();
    }

    private String styled(String code, String text) {
        return live ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
