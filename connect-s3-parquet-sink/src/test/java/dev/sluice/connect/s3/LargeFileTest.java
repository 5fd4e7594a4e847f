// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.parquet.ParquetRows;
import dev.sluice.devstack.ObjectStore;
import dev.sluice.devstack.Poll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is too large for one request, through the task as Connect makes it, on a real S3 server. */
class LargeFileTest {
    private static final TopicPartition PARTITION = new TopicPartition("images", 3);
    private static final int MEBIBYTE = 1 << 20;
    private static final int RECORDS = 12;
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("country", Schema.STRING_SCHEMA)
            .field("image", Schema.BYTES_SCHEMA)
            .build();

    @Test
    void aFileOfSeveralPartsArrivesWholeAndUnderItsFieldsDirectory(@TempDir Path directory) throws Exception {
        List<byte[]> images = images();
        try (ObjectStore server = ObjectStore.start(directory)) {
            server.createBucket("lake");
            var task = new S3ParquetSinkTask();
            task.initialize(new RecordingContext());
            task.start(Map.of(
                    "name", "sink",
                    "s3.bucket.name", "lake",
                    "store.url", server.endpoint().toString(),
                    "aws.access.key.id", server.accessKey(),
                    "aws.secret.access.key", server.secretKey(),
                    "s3.part.size", "5242880",
                    "partitioner.class", "FieldPartitioner",
                    "partition.field.name", "country",
                    "flush.size", Integer.toString(RECORDS)));
            task.open(List.of(PARTITION));

            task.put(records(images));

            assertThat(Poll.until(Duration.ofMinutes(1), () -> committed(task) == RECORDS))
                    .isTrue();
            task.close(List.of(PARTITION));
            task.stop();
            Path object = server.bucketDirectory("lake")
                    .resolve("topics/images/country=NP%2FKTM/images+3+0000000000.snappy.parquet");
            assertThat(Files.size(object)).isGreaterThan(2L * 5 * MEBIBYTE);
            assertThat(ParquetRows.read(Files.readAllBytes(object)))
                    .extracting((Group row) -> row.getBinary("image", 0).getBytes())
                    .containsExactlyElementsOf(images);
        }
    }

    private static long committed(S3ParquetSinkTask task) {
        task.put(List.of());
        OffsetAndMetadata offset =
                task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(RECORDS))).get(PARTITION);
        return offset == null ? 0 : offset.offset();
    }

    private static List<SinkRecord> records(List<byte[]> images) {
        List<SinkRecord> records = new ArrayList<>();
        for (byte[] image : images) {
            Struct value = new Struct(SCHEMA).put("country", "NP/KTM").put("image", image);
            records.add(Records.record(PARTITION, records.size(), 0L, SCHEMA, value));
        }
        return records;
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
