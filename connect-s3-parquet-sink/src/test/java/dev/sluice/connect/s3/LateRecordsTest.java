// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.Lake.LakeFile;
import dev.sluice.connect.s3.commit.Inline;
import dev.sluice.connect.s3.storage.InMemoryObjectStore;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Bucket;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Late records make 2,949 files of these 100,000 records in the connector that this one replaces: two for each of them. */
class LateRecordsTest {
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    private static final Instant FIVE = Instant.parse("2026-11-20T05:00:00Z");
    private static final int RECORDS = 100_000;

    @Test
    void recordsThatAreLateByHoursMakeOneFileADirectoryAndTrigger() {
        Bucket bucket = new Bucket();
        ManualClock clock = new ManualClock();
        S3ParquetSinkTask task =
                Tasks.task(new InMemoryObjectStore(bucket, Faults.NONE), new Inline(), 5 << 20, new Random(1), clock);
        task.initialize(new RecordingContext());
        task.start(Map.of(
                "name", "lake",
                "s3.bucket.name", "bucket",
                "partitioner.class", "HourlyPartitioner",
                "timestamp.extractor", "Record",
                "flush.size", Integer.toString(RECORDS),
                "rotate.schedule.interval.ms", "3600000",
                "rotate.open.interval.ms", "-1",
                "rotate.idle.interval.ms", "-1",
                "rotate.window.grace.ms", "-1"));
        task.open(List.of(ORDERS_0));

        // Two hours of traffic, and the tick of each full hour.
        Random random = new Random(7);
        Set<List<Object>> touched = new HashSet<>();
        List<SinkRecord> batch = new ArrayList<>();
        for (int id = 0; id < RECORDS; id++) {
            Instant now = FIVE.plus(Duration.ofHours(2).multipliedBy(id).dividedBy(RECORDS));
            Duration late = random.nextInt(20) == 0 ? Duration.ofMinutes(60 + random.nextInt(23 * 60)) : Duration.ZERO;
            Instant time = now.minus(late);
            batch.add(Records.record(ORDERS_0, id, time));
            touched.add(List.of(now.getEpochSecond() / 3600, time.getEpochSecond() / 3600));
            if (batch.size() == 500) {
                clock.advance(Duration.between(clock.instant(), now));
                task.put(batch);
                batch.clear();
            }
        }
        clock.advance(Duration.ofHours(1));
        task.put(List.of());

        List<LakeFile> files = new Lake(bucket).files();
        assertThat(files).hasSizeLessThanOrEqualTo(touched.size());
        assertThat(files.stream().mapToLong(file -> file.metadata().records()).sum())
                .isEqualTo(RECORDS);
        assertThat(touched).hasSizeLessThan(60);
    }
}
