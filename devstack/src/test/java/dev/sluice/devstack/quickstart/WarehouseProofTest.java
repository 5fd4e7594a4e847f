// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.devstack.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarehouseProofTest {
    private static final String TABLE =
            "CREATE TABLE t (b integer, a varchar(9), price numeric(10, 2), weight numeric, at timestamptz, tags text[], PRIMARY KEY (a, b));"
                    + " INSERT INTO t VALUES (1, 'x', 1.50, 2.50, '2026-11-20 05:00:00.123456-03', '{a}'), (2, 'x', NULL, NULL, NULL, '{}')";

    @TempDir
    private static Path directory;

    private static PostgresServer postgres;
    private static int databases;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start(directory.resolve("postgres"));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void tablesWithTheSameRowsAreEqualWhateverTheOrderOfColumnsAndTheScaleOfNumbersWithoutOne() throws Exception {
        WarehouseProof.Verdict verdict = compare(
                TABLE,
                "CREATE TABLE t (tags text[], at timestamptz, a varchar(9), b integer, price numeric(10, 2), weight numeric, PRIMARY KEY (a, b));"
                        + " INSERT INTO t VALUES ('{}', NULL, 'x', 2, NULL, NULL), ('{a}', '2026-11-20 08:00:00.123456Z', 'x', 1, 1.50, 2.5)");

        assertThat(verdict).isEqualTo(new WarehouseProof.Verdict("t", 2, true, "equal"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE FROM t WHERE b = 2|the warehouse ends after 1 rows",
                "INSERT INTO t VALUES (3, 'x')|the warehouse has more",
                "UPDATE t SET price = 1.51 WHERE b = 1|column price: source '1.50', warehouse '1.51'",
                "UPDATE t SET weight = 2.51 WHERE b = 1|column weight: source '2.5', warehouse '2.51'",
                "UPDATE t SET at = at + interval '1 microsecond'|column at",
                "UPDATE t SET tags = NULL WHERE b = 2|column tags: source '{}', warehouse NULL",
                "ALTER TABLE t ALTER COLUMN price TYPE numeric(10, 3)|column price: source '1.50', warehouse '1.500'",
                "ALTER TABLE t DROP COLUMN tags|columns differ",
                "ALTER TABLE t DROP CONSTRAINT t_pkey|primary keys differ",
            })
    void anyDifferenceIsFoundAndNamed(String change, String detail) throws Exception {
        WarehouseProof.Verdict verdict = compare(TABLE, TABLE + "; " + change);

        assertThat(verdict.equal()).isFalse();
        assertThat(verdict.detail()).contains(detail);
    }

    @Test
    void aTableThatWasNeverCreatedIsNotEqual() throws Exception {
        assertThat(compare(TABLE, "SELECT 1").equal()).isFalse();
    }

    private static WarehouseProof.Verdict compare(String source, String warehouse) throws Exception {
        try (Connection left = databaseWith(source);
                Connection right = databaseWith(warehouse)) {
            return new WarehouseProof(left, right).compare("t");
        }
    }

    private static Connection databaseWith(String script) throws Exception {
        String name = "d" + ++databases;
        postgres.createDatabase(name);
        Connection connection = postgres.connect(name);
        try (Statement statement = connection.createStatement()) {
            for (String sql : Stream.of(script.split(";")).toList()) {
                statement.execute(sql);
            }
        }
        return connection;
    }
}
