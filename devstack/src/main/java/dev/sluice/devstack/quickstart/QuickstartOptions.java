// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import java.time.Duration;

/**
 * What the command line asks for.
 *
 * @param seconds how long the shop is open
 * @param rate rows changed a second
 * @param keep leave the stack up at the end
 */
record QuickstartOptions(int seconds, int rate, boolean keep) {
    private static final QuickstartOptions DEFAULT = new QuickstartOptions(20, 200, false);

    QuickstartOptions {
        if (seconds < 1 || seconds > 86_400) {
            throw new IllegalArgumentException("--seconds must be between 1 and 86400, not " + seconds);
        }
        if (rate < 1 || rate > 20_000) {
            throw new IllegalArgumentException("--rate must be between 1 and 20000, not " + rate);
        }
    }

    /** @throws IllegalArgumentException with what to tell the user */
    static QuickstartOptions parse(String... arguments) {
        int seconds = DEFAULT.seconds;
        int rate = DEFAULT.rate;
        boolean keep = DEFAULT.keep;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--seconds" -> seconds = number(arguments, ++i);
                case "--rate" -> rate = number(arguments, ++i);
                case "--keep" -> keep = true;
                default ->
                    throw new IllegalArgumentException(
                            "unknown option " + arguments[i] + "; ./quickstart --help lists the options");
            }
        }
        return new QuickstartOptions(seconds, rate, keep);
    }

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    private static int number(String[] arguments, int index) {
        String option = arguments[index - 1];
        if (index == arguments.length) {
            throw new IllegalArgumentException(option + " needs a number");
        }
        try {
            return Integer.parseInt(arguments[index]);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number, not '" + arguments[index] + "'", e);
        }
    }
}
