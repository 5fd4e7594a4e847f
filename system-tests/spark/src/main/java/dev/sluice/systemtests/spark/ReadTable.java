// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads a directory of Parquet files as Spark users do, and prints its schema and then its rows, as one JSON object a line, between
 * two lines that nothing else prints.
 */
public final class ReadTable {
    /** Stands before and after what was read. */
    public static final String MARK = "===== read by Spark =====";

    /** Every digit, and nulls too. */
    private static final Map<String, String> JSON = Map.of(
            "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
            "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS",
            "ignoreNullFields", "false");

    private ReadTable() {}

    /** @param args the directory, and a column to sort by */
    public static void main(String[] args) {
        try (SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.shuffle.partitions", "1")
                // Files of two versions: the union of their columns.
                .config("spark.sql.parquet.mergeSchema", "true")
                .getOrCreate()) {
            Dataset<Row> table = spark.read().parquet(args[0]).orderBy(args[1]);
            List<String> rows = table.select(to_json(struct(col("*")), JSON)).as(Encoders.STRING()).collectAsList();
            System.out.println(MARK);
            System.out.println(table.schema().json());
            rows.forEach(System.out::println);
            System.out.println(MARK);
        }
    }
}
