// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What DuckDB, which shares no code with the sink, finds in the Parquet files of a topic. */
final class LakeFiles implements AutoCloseable {
    private final Connection duckdb;
    private final String files;

    /** @param directory of the topic, with columns {@code kafka_partition} and {@code kafka_offset} in its files */
    LakeFiles(Path directory) throws SQLException {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        files = "read_parquet('" + directory + "/**/*.parquet', filename = true, hive_partitioning = false)";
    }

    /** The objects below a directory that bear this ending, in order of name; none while there is no directory. */
    static List<Path> visible(Path directory, String ending) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        // A multipart upload in progress is a file with another ending.
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /** One row of the lake, wherever it stands. */
    record Row(long sequence, int partition, long offset) {}

    List<Row> rows() throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT sequence, kafka_partition, kafka_offset FROM " + files + " ORDER BY ALL")) {
            while (result.next()) {
                rows.add(new Row(result.getLong(1), result.getInt(2), result.getLong(3)));
            }
        }
        return rows;
    }

    /**
     * What a file holds.
     *
     * @param named the first offset, as its name says
     * @param partitions how many there are in it
     */
    record Content(String directory, int partition, int partitions, long named, long first, long last) {}

    /** All files; those of a chain, which is a partition in a directory, one after the other in the order of their names. */
    List<Content> contents() throws SQLException {
        List<Content> contents = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery("""
                        SELECT parse_dirpath(filename), min(kafka_partition), count(DISTINCT kafka_partition),
                               regexp_extract(filename, '\\+([0-9]+)\\.[a-z.]*parquet$', 1)::BIGINT AS named,
                               min(kafka_offset), max(kafka_offset)
                        FROM %s GROUP BY filename ORDER BY 1, 2, named
                        """.formatted(files))) {
            while (result.next()) {
                contents.add(new Content(
                        result.getString(1),
                        result.getInt(2),
                        result.getInt(3),
                        result.getLong(4),
                        result.getLong(5),
                        result.getLong(6)));
            }
        }
        return contents;
    }

    @Override
    public void close() throws SQLException {
        duckdb.close();
    }
}
