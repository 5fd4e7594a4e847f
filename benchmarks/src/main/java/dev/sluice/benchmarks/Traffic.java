// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks;

/** Which schema instances a task sees, one record after the other. */
public enum Traffic {
    ONE_TABLE("one table", 1_000, 1, 1),
    /** As after a converter that caches nothing: more instances than any of the transforms remembers. */
    EQUAL_INSTANCES("one table, equal but distinct schema instances", 4_000, 1, 4_000),
    HUNDRED_TABLES("100 tables round robin", 1_000, 100, 100);

    private final String title;
    private final int records;
    private final int tables;
    private final int instances;

    Traffic(String title, int records, int tables, int instances) {
        this.title = title;
        this.records = records;
        this.tables = tables;
        this.instances = instances;
    }

    String title() {
        return title;
    }

    /** How many records there are; after the last comes the first. */
    int records() {
        return records;
    }

    /** The table that a record belongs to. */
    int tableOf(int record) {
        return record % tables;
    }

    /** Records for which this is equal share one schema instance. */
    int instanceOf(int record) {
        return record % instances;
    }
}
