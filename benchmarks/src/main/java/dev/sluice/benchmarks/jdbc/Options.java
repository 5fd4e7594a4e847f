// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the command line asks for, as {@code --name=value}.
 *
 * @param changes how many are written in a run
 * @param batch how many rows a statement writes at the most
 * @param poll how many records a sink is handed at a time, as with {@code max.poll.records}; the loop by hand takes whole batches
 * @param rounds that count, after one to warm up
 */
record Options(
        int changes,
        int batch,
        int poll,
        int rounds,
        Duration roundTrip,
        List<Workload> workloads,
        List<Contender> contenders) {
    private static final Set<String> NAMES =
            Set.of("changes", "batch", "poll", "rounds", "round-trip-micros", "workloads", "contenders");

    static Options of(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            String name = parts[0].startsWith("--") ? parts[0].substring(2) : "";
            if (parts.length != 2 || !NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "not an option: " + argument + ". Options are --name=value, of " + NAMES);
            }
            given.put(name, parts[1]);
        }
        return new Options(
                Integer.parseInt(given.getOrDefault("changes", "150000")),
                Integer.parseInt(given.getOrDefault("batch", "3000")),
                Integer.parseInt(given.getOrDefault("poll", given.getOrDefault("batch", "3000"))),
                Integer.parseInt(given.getOrDefault("rounds", "7")),
                Duration.ofNanos(1_000L * Integer.parseInt(given.getOrDefault("round-trip-micros", "1000"))),
                given.containsKey("workloads")
                        ? Arrays.stream(given.get("workloads").split(","))
                                .map(Workload::valueOf)
                                .toList()
                        : List.of(Workload.values()),
                given.containsKey("contenders")
                        ? Arrays.stream(given.get("contenders").split(","))
                                .map(Contender::valueOf)
                                .toList()
                        : List.of(Contender.values()));
    }
}
