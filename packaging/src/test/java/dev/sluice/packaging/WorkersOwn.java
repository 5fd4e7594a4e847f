// SPDX-License-Identifier: Apache-2.0
package dev.sluice.packaging;

import java.util.List;

/** Packages that the worker owns, whose second copy would shadow, double or split its own; and what we promise to do without. */
final class WorkersOwn {
    private static final List<String> PACKAGES = List.of(
            "org/apache/kafka/",
            "org/slf4j/",
            "org/apache/logging/",
            "ch/qos/logback/",
            "org/apache/hadoop/",
            "org/jspecify/",
            "javax/annotation/",
            "io/netty/");

    private WorkersOwn() {}

    /** @param entry a name in a jar */
    static boolean holds(String entry) {
        return PACKAGES.stream().anyMatch(entry::startsWith);
    }
}
