// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks with JMH's own options, counts processor time and allocations too, and ends with the tables that the README shows. */
final class Benchmarks {
    private Benchmarks() {}

    public static void main(String... arguments) throws CommandLineOptionException, RunnerException {
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
