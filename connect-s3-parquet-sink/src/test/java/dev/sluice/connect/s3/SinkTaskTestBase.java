// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.s3.commit.Background;
import dev.sluice.connect.s3.commit.Inline;
import dev.sluice.connect.s3.storage.InMemoryObjectStore;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Bucket;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** A task, its bucket, its clock and the faults of its store. */
abstract class SinkTaskTestBase {
    static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    static final Instant FIVE = Instant.parse("2026-11-20T05:00:00Z");
    static final String HOUR_5 = "topics/orders/year=2026/month=11/day=20/hour=05/orders+0+";
    static final String HOUR_6 = "topics/orders/year=2026/month=11/day=20/hour=06/orders+0+";

    final Bucket bucket = new Bucket();
    final Lake lake = new Lake(bucket);
    final ManualClock clock = new ManualClock();
    final AtomicReference<Faults> faults = new AtomicReference<>(Faults.NONE);
    final RecordingContext context = new RecordingContext();
    final S3ParquetSinkTask task = task();

    S3ParquetSinkTask task() {
        return task(new Inline());
    }

    S3ParquetSinkTask task(Background background) {
        return Tasks.task(
                new InMemoryObjectStore(bucket, (method, key) -> faults.get().next(method, key)),
                background,
                5 << 20,
                new Random(1),
                clock);
    }

    void start(Map<String, String> changes) {
        start(task, context, changes);
    }

    static void start(S3ParquetSinkTask task, RecordingContext context, Map<String, String> changes) {
        Map<String, String> configuration = new HashMap<>(Map.of(
                "name", "lake",
                "s3.bucket.name", "bucket",
                "partitioner.class", "HourlyPartitioner",
                "timestamp.extractor", "Record"));
        configuration.putAll(changes);
        task.initialize(context);
        task.start(configuration);
        task.open(List.of(ORDERS_0));
    }

    long committable(long delivered) {
        return committable(task, delivered);
    }

    static long committable(S3ParquetSinkTask task, long delivered) {
        return task.preCommit(Map.of(ORDERS_0, new OffsetAndMetadata(delivered)))
                .get(ORDERS_0)
                .offset();
    }

    static SinkRecord record(long offset, int hour) {
        return Records.record(ORDERS_0, offset, FIVE.plus(Duration.ofHours(hour - 5)));
    }

    static SinkRecord valued(long offset, Schema schema, Object value) {
        return Records.record(ORDERS_0, offset, FIVE.toEpochMilli(), schema, value);
    }
}
