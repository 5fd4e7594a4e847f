// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another implementation finds in our files what was put into them. */
class DuckDbReadsTest {
    @TempDir
    Path directory;

    @Test
    void valuesAndTypesAreWhatWasWritten() throws IOException, SQLException {
        Struct sample = RecordEncoderTest.sample();
        Path file = directory.resolve("sample.parquet");
        Files.write(file, RecordEncoderTest.write(Codec.ZSTD, sample.schema(), List.of(sample)));

        Map<String, String> values = new LinkedHashMap<>();
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (var rows = statement.executeQuery(
                    "SELECT * REPLACE (hex(bytes) AS bytes), typeof(price) AS price_type, typeof(huge) AS huge_type, typeof(\"at\")"
                            + " AS at_type, typeof(local_nanos) AS nanos_type, typeof(uuid) AS uuid_type FROM '"
                            + file + "'")) {
                assertThat(rows.next()).isTrue();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.put(rows.getMetaData().getColumnName(i), rows.getString(i));
                }
            }
        }

        assertThat(values)
                .containsEntry("small", "-5")
                .containsEntry("number", "1099511627776")
                .containsEntry("ratio", "0.5")
                .containsEntry("bytes", "0001FF")
                .containsEntry("price", "-1234567.89")
                .containsEntry("total", "9999999999999999.99")
                .containsEntry("huge", "9999999999999999999999999999999999.9999")
                .containsEntry("debt", "-0.01")
                .containsEntry("variable", "12.345")
                .containsEntry("day", "1969-12-31")
                .containsEntry("local_micros", "2026-11-20 05:06:07.123456")
                .containsEntry("local_nanos", "2026-11-20 05:06:07.123456789")
                .containsEntry("time_micros", "05:06:07.123456")
                .containsEntry("uuid", "123e4567-e89b-12d3-a456-426614174000")
                .containsEntry("nothing", null)
                .containsEntry("tags", "[a, b]")
                .containsEntry("counts", "{x=1}")
                .containsEntry("address", "{'city': São Paulo}")
                .containsEntry("price_type", "DECIMAL(9,2)")
                .containsEntry("huge_type", "DECIMAL(38,4)")
                .containsEntry("at_type", "TIMESTAMP WITH TIME ZONE")
                .containsEntry("nanos_type", "TIMESTAMP_NS")
                .containsEntry("uuid_type", "UUID");
        assertThat(values.get("at")).startsWith("2026-11-20").contains("05:06:07.123");
        assertThat(values.get("zoned")).startsWith("2026-11-20").contains("05:06:07.123456");
    }
}
