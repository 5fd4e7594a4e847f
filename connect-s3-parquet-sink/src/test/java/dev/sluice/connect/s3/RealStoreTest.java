// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.parquet.ParquetRows;
import dev.sluice.devstack.ObjectStore;
import dev.sluice.devstack.Poll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task as Connect makes it, on a real S3 server: a file that is too large for one request, and a record that belongs nowhere. */
class RealStoreTest {
    private static final TopicPartition PARTITION = new TopicPartition("images", 3);
    private static final int MEBIBYTE = 1 << 20;
    private static final int RECORDS = 12;
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("country", Schema.STRING_SCHEMA)
            .field("image", Schema.BYTES_SCHEMA)
            .build();

    @TempDir
    private static Path directory;

    private static ObjectStore server;

    private final RecordingContext context = new RecordingContext();

    @BeforeAll
    static void startServer() {
        server = ObjectStore.start(directory);
        server.createBucket("lake");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void aFileOfSeveralPartsArrivesWholeAndUnderItsFieldsDirectory() throws Exception {
        List<byte[]> images = images();

        write("large", records(images), RECORDS);

        Path object = server.bucketDirectory("lake")
                .resolve("large/images/country=NP%2FKTM/images+3+0000000000.snappy.parquet");
        assertThat(Files.size(object)).isGreaterThan(2L * 5 * MEBIBYTE);
        assertThat(ParquetRows.read(Files.readAllBytes(object)))
                .extracting((Group row) -> row.getBinary("image", 0).getBytes())
                .containsExactlyElementsOf(images);
    }

    @Test
    void aRecordWithoutTheFieldIsSetAsideAlone() throws Exception {
        List<SinkRecord> records = new ArrayList<>(records(List.of(new byte[1], new byte[2], new byte[3])));
        SinkRecord bad = Records.record(PARTITION, 3, Instant.EPOCH);
        records.add(bad);
        for (int offset = 4; offset < RECORDS; offset++) {
            records.add(image(offset, new byte[1]));
        }

        write("bad", records, RECORDS - 1);

        assertThat(context.errantRecords()).containsExactly(bad);
        try (Stream<Path> files = Files.walk(server.bucketDirectory("lake").resolve("bad/images"))) {
            List<Path> written = files.filter(Files::isRegularFile).toList();
            assertThat(written).hasSize(1);
            assertThat(ParquetRows.read(Files.readAllBytes(written.get(0)))).hasSize(RECORDS - 1);
        }
    }

    @Test
    void aTaskMeasuresRecordsByTheSchemaThatTheOneBeforeItHasStored() {
        Schema text = SchemaBuilder.struct()
                .field("country", Schema.STRING_SCHEMA)
                .field("image", Schema.STRING_SCHEMA)
                .build();
        Struct value = new Struct(text).put("country", "NP/KTM").put("image", "none");
        SinkRecord stray = Records.record(PARTITION, 1, 0L, text, value);
        Map<String, String> oneKind = Map.of("schema.compatibility", "FULL");
        write("kinds", oneKind, List.of(image(0, new byte[1])), 1, 1);

        write("kinds", oneKind, List.of(stray, image(2, new byte[2])), 1, 3);

        assertThat(context.errantRecords()).containsExactly(stray);
    }

    private void write(String topicsDir, List<SinkRecord> records, int rows) {
        write(topicsDir, Map.of(), records, rows, RECORDS);
    }

    /**
     * Returns when everything is visible.
     *
     * @param rows of the one file that there is to be
     * @param end the offset after the last record
     */
    private void write(String topicsDir, Map<String, String> changes, List<SinkRecord> records, int rows, long end) {
        Map<String, String> configuration = new HashMap<>(changes);
        var task = new S3ParquetSinkTask();
        task.initialize(context);
        configuration.putAll(Map.ofEntries(
                Map.entry("name", topicsDir),
                Map.entry("topics.dir", topicsDir),
                Map.entry("s3.bucket.name", "lake"),
                Map.entry("store.url", server.endpoint().toString()),
                Map.entry("aws.access.key.id", server.accessKey()),
                Map.entry("aws.secret.access.key", server.secretKey()),
                Map.entry("errors.tolerance", "all"),
                Map.entry("s3.part.size", "5242880"),
                Map.entry("partitioner.class", "FieldPartitioner"),
                Map.entry("partition.field.name", "country"),
                Map.entry("flush.size", Integer.toString(rows))));
        task.start(configuration);
        task.open(List.of(PARTITION));
        task.put(records);

        assertThat(Poll.until(Duration.ofMinutes(1), () -> committed(task, end) == end))
                .isTrue();
        task.close(List.of(PARTITION));
        task.stop();
    }

    private static long committed(S3ParquetSinkTask task, long end) {
        task.put(List.of());
        OffsetAndMetadata offset =
                task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(end))).get(PARTITION);
        return offset == null ? 0 : offset.offset();
    }

    private static List<SinkRecord> records(List<byte[]> images) {
        List<SinkRecord> records = new ArrayList<>();
        for (byte[] image : images) {
            records.add(image(records.size(), image));
        }
        return records;
    }

    private static SinkRecord image(long offset, byte[] image) {
        Struct value = new Struct(SCHEMA).put("country", "NP/KTM").put("image", image);
        return Records.record(PARTITION, offset, 0L, SCHEMA, value);
    }

    /** What no codec makes smaller. */
    private static List<byte[]> images() {
        Random random = new Random(1);
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            byte[] image = new byte[MEBIBYTE];
            random.nextBytes(image);
            images.add(image);
        }
        return images;
    }
}
