// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** What readers that share no code with the sink find in the objects below a directory; nothing while there are none. */
final class ReadBack {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReadBack() {}

    /**
     * What DuckDB finds.
     *
     * @param clauses what follows FROM; directories are columns of texts
     */
    static List<List<String>> parquet(Path directory, String columns, String clauses) throws SQLException, IOException {
        if (LakeFiles.visible(directory, ".parquet").isEmpty()) {
            return List.of();
        }
        return duckdb("SELECT " + columns + " FROM read_parquet('" + directory
                + "/**/*.parquet', hive_partitioning = true, hive_types_autocast = false, union_by_name = true) "
                + clauses);
    }

    /** The columns that stand in the files, whatever their directories add. */
    static List<String> parquetColumns(Path directory) throws SQLException {
        return duckdb("SELECT DISTINCT name FROM parquet_schema('" + directory + "/**/*.parquet')").stream()
                .map(row -> row.get(0))
                .toList();
    }

    static List<GenericRecord> avro(Path directory) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        for (Path file : LakeFiles.visible(directory, ".avro")) {
            try (DataFileReader<GenericRecord> reader =
                    new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
                reader.forEach(records::add);
            }
        }
        return records;
    }

    static List<JsonNode> jsonLines(Path directory) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (Path file : LakeFiles.visible(directory, ".json.gz")) {
            try (BufferedReader reader = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    rows.add(JSON.readTree(line));
                }
            }
        }
        return rows;
    }

    private static List<List<String>> duckdb(String query) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            return Rows.of(duckdb, query);
        }
    }
}
