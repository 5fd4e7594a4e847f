// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeProofTest {
    private static final String TOPIC = "shop.public.orders";

    @TempDir
    private Path topics;

    private Connection duckdb;

    @BeforeEach
    void connect() throws Exception {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterEach
    void disconnect() throws Exception {
        duckdb.close();
    }

    @Test
    void eventsThatEachStandInOneFileHold() throws Exception {
        write("hour=01/a.parquet", "(0, 0), (0, 2)");
        write("hour=02/b.parquet", "(0, 3), (1, 0)");

        LakeProof.Verdict verdict = compare(Map.of(0, offsets(0, 2, 3), 1, offsets(0)));

        assertThat(verdict).isEqualTo(new LakeProof.Verdict(TOPIC, 4, 4, 0, 0, 0));
        assertThat(verdict.once()).isTrue();
    }

    @Test
    void anEventInTwoFilesDoesNotHold() throws Exception {
        write("hour=01/a.parquet", "(0, 0), (0, 1)");
        write("hour=02/b.parquet", "(0, 1)");

        LakeProof.Verdict verdict = compare(Map.of(0, offsets(0, 1)));

        assertThat(verdict.repeated()).isEqualTo(1);
        assertThat(verdict.once()).isFalse();
    }

    @Test
    void anEventInNoFileDoesNotHold() throws Exception {
        write("hour=01/a.parquet", "(0, 0)");

        LakeProof.Verdict verdict = compare(Map.of(0, offsets(0, 1), 1, offsets(0)));

        assertThat(verdict.missing()).isEqualTo(2);
        assertThat(verdict.once()).isFalse();
        assertThat(verdict.detail()).contains("2 missing");
    }

    @Test
    void aRowThatNoEventExplainsDoesNotHold() throws Exception {
        write("hour=01/a.parquet", "(0, 0), (0, 7), (5, 0)");

        LakeProof.Verdict verdict = compare(Map.of(0, offsets(0)));

        assertThat(verdict.foreign()).isEqualTo(2);
        assertThat(verdict.once()).isFalse();
    }

    private LakeProof.Verdict compare(Map<Integer, BitSet> events) throws Exception {
        return new LakeProof(duckdb, topics).compare(TOPIC, events);
    }

    private void write(String name, String rows) throws Exception {
        Path file = topics.resolve(TOPIC).resolve(name);
        Files.createDirectories(file.getParent());
        try (Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT * FROM (VALUES " + rows + ") AS t(__kafka_partition, __kafka_offset)) TO '"
                    + file + "' (FORMAT parquet)");
        }
    }

    private static BitSet offsets(int... set) {
        BitSet offsets = new BitSet();
        for (int offset : set) {
            offsets.set(offset);
        }
        return offsets;
    }
}
