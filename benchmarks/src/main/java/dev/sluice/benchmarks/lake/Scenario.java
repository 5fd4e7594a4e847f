// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.lake;

import java.util.Map;

/** What is written. */
enum Scenario {
    ONE_FILE("one file", 5_000_000, 1, 7, Long.MAX_VALUE),
    FILES_OF_100_000("files of 100,000 rows", 5_000_000, 1, 7, 100_000),
    DIRECTORIES_24("24 directories open at once, files of 100,000 rows", 4_800_000, 24, 7, 100_000),
    COLUMNS_100("100 columns, files of 100,000 rows", 300_000, 1, 100, 100_000);

    final String title;
    final int rows;
    final int directories;
    final int columns;
    final long rowsPerFile;

    Scenario(String title, int rows, int directories, int columns, long rowsPerFile) {
        this.title = title;
        this.rows = rows;
        this.directories = directories;
        this.columns = columns;
        this.rowsPerFile = rowsPerFile;
    }

    Rows rows() {
        return columns == 100 ? Rows.wide(columns) : Rows.orders();
    }

    /** What tells the sink to cut the same files as the bare loop. */
    Map<String, String> configuration() {
        return Map.of(
                "partitioner.class", directories == 1 ? "DefaultPartitioner" : "HourlyPartitioner",
                "flush.size", rowsPerFile == Long.MAX_VALUE ? "-1" : Long.toString(rowsPerFile),
                "rotate.size.bytes", Long.toString(1L << 40));
    }
}
