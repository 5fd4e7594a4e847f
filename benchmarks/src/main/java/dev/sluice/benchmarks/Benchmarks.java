// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks;

import dev.sluice.benchmarks.jdbc.JdbcBenchmark;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs one of the benchmarks, and ends with the tables that the README shows. */
final class Benchmarks {
    private Benchmarks() {}

    private static final String JDBC = "jdbc";

    /** @param arguments {@value #JDBC} and its options, or JMH's */
    public static void main(String... arguments) throws CommandLineOptionException, RunnerException, SQLException {
        if (arguments.length > 0 && arguments[0].equals(JDBC)) {
            JdbcBenchmark.main(Arrays.copyOfRange(arguments, 1, arguments.length));
        } else {
            transforms(arguments);
        }
    }

    /** With JMH's own options; counts processor time and allocations too. */
    private static void transforms(String... arguments) throws CommandLineOptionException, RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(arguments))
                        .addProfiler(GCProfiler.class)
                        .addProfiler(CpuTime.class)
                        .build())
                .run();
        System.out.println();
        System.out.println(SideBySide.of(results).toMarkdown());
    }
}
