// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.s3.commit.ManualBackground;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Fault;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Faults;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Uploads beside the task, memory, rotation by the clock, revocation, metrics. */
class WritePathTest extends SinkTaskTestBase {
    private static final ObjectName BEAN = bean();

    @Test
    void onAQuietTopicTheWorkerIsAskedToWakeTheTaskInTime() {
        start(Map.of("rotate.idle.interval.ms", "-1"));

        task.put(List.of(record(0, 5)));
        assertThat(context.takeTimeout()).isEqualTo(600_000);
        clock.advance(Duration.ofMinutes(9));
        task.put(List.of());
        assertThat(context.takeTimeout()).isEqualTo(60_000);
        assertThat(lake.files()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        task.put(List.of());

        assertThat(lake.ids(ORDERS_0)).containsExactly(0L);
        assertThat(context.takeTimeout()).isEqualTo(-1);
        assertThat(committable(1)).isEqualTo(1);
    }

    @Test
    void anOutageOfTheStoreNeitherHoldsUpTheBatchNorLosesAnything() {
        start(Map.of("flush.size", "2"));
        faults.set((method, key) -> method.equals("createExclusive") ? Fault.FAILS : Fault.NONE);

        task.put(List.of(record(0, 5), record(1, 5), record(2, 5)));
        task.put(List.of(record(3, 5)));
        assertThat(lake.files()).isEmpty();
        assertThat(context.takeTimeout()).isBetween(2500L, 5000L);
        assertThat(committable(4)).isZero();
        faults.set(Faults.NONE);
        clock.advance(Duration.ofSeconds(5));
        task.put(List.of());

        assertThat(lake.idsByKey().values()).containsExactlyInAnyOrder(List.of(0L, 1L), List.of(2L, 3L));
        assertThat(context.takeCommitRequest()).isTrue();
        assertThat(committable(4)).isEqualTo(4);
    }

    @Test
    void theTaskGoesOnWhileAFileIsOnItsWayAndWakesSoonToSeeItArrive() {
        ManualBackground background = new ManualBackground(new Random(1));
        S3ParquetSinkTask busy = task(background);
        start(busy, context, Map.of("flush.size", "2"));

        busy.put(List.of(record(0, 5), record(1, 5), record(2, 5), record(3, 5), record(4, 5)));
        assertThat(lake.files()).isEmpty();
        assertThat(context.takeTimeout()).isBetween(1L, 1000L);
        assertThat(committable(busy, 5)).isZero();
        background.runOne();
        busy.put(List.of());
        assertThat(context.takeCommitRequest()).isTrue();
        assertThat(committable(busy, 5)).isEqualTo(2);
        background.runOne();

        assertThat(committable(busy, 5)).isEqualTo(4);
        assertThat(lake.idsByKey().values()).containsExactlyInAnyOrder(List.of(0L, 1L), List.of(2L, 3L));
    }

    @Test
    void aConflictThatIsFoundBetweenBatchesSetsTheConsumerBackInTheNextOneOnly() {
        ManualBackground background = new ManualBackground(new Random(1));
        S3ParquetSinkTask busy = task(background);
        start(busy, context, Map.of("flush.size", "2"));
        busy.put(List.of(record(0, 5), record(1, 5)));
        start(Map.of("flush.size", "1"));
        task.put(List.of(record(0, 5)));
        context.takeOffsets();
        background.runOne();

        assertThat(committable(busy, 2)).isZero();
        // A partition that is being taken away must not be sought in: the worker would fail.
        assertThat(context.takeOffsets()).isEmpty();
        busy.put(List.of(record(2, 5)));

        assertThat(context.takeOffsets()).containsExactly(Map.entry(ORDERS_0, 0L));
        assertThat(committable(busy, 3)).isZero();
    }

    @Test
    void memoryIsKeptWithinItsBoundsWhenRecordsGrowFromOneToTheNext() {
        long budget = 8 << 20;
        start(Map.of("buffer.memory.bytes", Long.toString(budget), "flush.size", "1000000"));
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("payload", Schema.BYTES_SCHEMA)
                .build();
        Random random = new Random(1);
        List<SinkRecord> batch = new ArrayList<>();
        for (long id = 0; id < 16_600; id++) {
            byte[] payload = new byte[id < 16_500 ? 1 : 500_000];
            random.nextBytes(payload);
            batch.add(valued(id, schema, new Struct(schema).put("id", id).put("payload", payload)));
        }

        task.put(batch);
        task.close(List.of(ORDERS_0));

        assertThat(lake.ids(ORDERS_0)).hasSize(16_600).doesNotHaveDuplicates();
        assertThat(bucket.objects().values())
                .hasSizeGreaterThan(5)
                .allSatisfy(object -> assertThat(object.bytes().length).isLessThan((int) budget + 1_000_000));
    }

    @Test
    void memoryThatIsFullOfUploadsGivesTheBatchBackAndTakesTheRestLater() {
        ManualBackground background = new ManualBackground(new Random(1));
        S3ParquetSinkTask busy = task(background);
        start(busy, context, Map.of("flush.size", "1", "buffer.memory.bytes", "1048576"));
        List<SinkRecord> batch = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            batch.add(record(i, 5));
        }
        faults.set((method, key) -> method.equals("createExclusive") ? Fault.FAILS : Fault.NONE);

        assertThatExceptionOfType(RetriableException.class)
                .isThrownBy(() -> busy.put(batch))
                .withMessageContaining("buffer.memory.bytes is 1048576");
        assertThat(context.takeTimeout()).isLessThan(1000);
        faults.set(Faults.NONE);
        int redeliveries = 0;
        for (boolean delivered = false; !delivered; redeliveries++) {
            clock.advance(Duration.ofSeconds(5));
            try {
                busy.put(batch);
                delivered = true;
            } catch (RetriableException e) {
                while (background.runOne()) {
                    committable(busy, 0);
                }
            }
        }
        while (background.runOne()) {
            committable(busy, 2_000);
        }

        assertThat(redeliveries).isGreaterThan(1);
        assertThat(committable(busy, 2_000)).isEqualTo(2_000);
        assertThat(lake.ids(ORDERS_0)).hasSize(2_000).doesNotHaveDuplicates();
    }

    @Test
    void aSlowSearchForChainsGivesTheBatchBackInTimeAndGoesOnWhereItWas() {
        start(Map.of("partitioner.class", "DailyPartitioner", "flush.size", "1"));
        for (int i = 0; i < 40; i++) {
            task.put(List.of(record(i, 24 * (i % 20))));
        }
        S3ParquetSinkTask next = task();
        RecordingContext restarted = new RecordingContext();
        start(next, restarted, Map.of("partitioner.class", "DailyPartitioner"));
        List<SinkRecord> batch = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            batch.add(record(i, 24 * (i % 20)));
        }
        AtomicInteger lists = new AtomicInteger();
        faults.set((method, key) -> {
            if (method.equals("list")) {
                lists.incrementAndGet();
                clock.advance(Duration.ofSeconds(11));
            }
            return Fault.NONE;
        });

        int calls = 0;
        for (boolean delivered = false; !delivered; calls++) {
            Instant before = clock.instant();
            try {
                next.put(batch);
                delivered = true;
            } catch (RetriableException e) {
                assertThat(e).hasMessageContaining("The batch will be delivered again");
                assertThat(restarted.takeTimeout()).isLessThan(1_000);
            }
            assertThat(Duration.between(before, clock.instant())).isLessThan(Duration.ofSeconds(45));
        }
        next.close(List.of(ORDERS_0));

        assertThat(calls).isEqualTo(7);
        assertThat(lists).as("each chain is listed once").hasValue(20);
        assertThat(lake.ids(ORDERS_0)).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void aTaskThatHoldsTooMuchClosesTheFileThatHoldsMost() {
        start(Map.of("buffer.memory.bytes", "1048576"));
        Schema texts = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("text", Schema.STRING_SCHEMA)
                .build();
        Random random = new Random(1);
        for (int i = 0; lake.files().isEmpty(); i++) {
            // Three of four records go to hour 6.
            String text = new String(noise(random, 30_000), StandardCharsets.ISO_8859_1);
            Instant time = FIVE.plus(Duration.ofHours(i % 4 == 0 ? 0 : 1));
            Struct value = new Struct(texts).put("id", (long) i).put("text", text);
            task.put(List.of(Records.record(ORDERS_0, i, time.toEpochMilli(), texts, value)));
        }

        assertThat(lake.idsByKey()).hasSize(1);
        assertThat(lake.idsByKey()).containsOnlyKeys(HOUR_6 + "0000000001.snappy.parquet");
    }

    private static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void theFirstRecordAfterAnIdleGapSharesItsFileWithThoseThatFollow() {
        start(Map.of(
                "rotate.schedule.interval.ms", "3600000",
                "rotate.open.interval.ms", "-1",
                "rotate.idle.interval.ms", "-1",
                "rotate.window.grace.ms", "-1"));
        for (int idleHours = 0; idleHours < 5; idleHours++) {
            clock.advance(Duration.ofHours(1));
            task.put(List.of());
        }

        task.put(List.of(record(0, 5)));
        task.put(List.of(record(1, 5)));
        clock.advance(Duration.ofHours(1));
        task.put(List.of());

        assertThat(lake.idsByKey().values()).containsExactly(List.of(0L, 1L));
    }

    @Test
    void oneMoreFileThanMayBeOpenClosesTheOneThatWasNotUsedForTheLongest() {
        start(Map.of("partitioner.max.open.files", "2"));

        task.put(List.of(record(0, 5), record(1, 6), record(2, 5), record(3, 7)));

        assertThat(lake.idsByKey()).containsOnly(Map.entry(HOUR_6 + "0000000001.snappy.parquet", List.of(1L)));
    }

    @Test
    void aFileIsClosedAMinuteAfterItsHourAndALateRecordOpensAnother() {
        start(Map.of("rotate.idle.interval.ms", "-1", "rotate.open.interval.ms", "-1"));
        task.put(List.of(record(0, 5)));
        assertThat(context.takeTimeout()).isEqualTo(Duration.ofMinutes(61).toMillis());
        clock.advance(Duration.ofMinutes(61));

        task.put(List.of(record(1, 6)));
        assertThat(lake.idsByKey().values()).containsExactly(List.of(0L));
        task.put(List.of(record(2, 5)));
        clock.advance(Duration.ofMinutes(30));
        task.put(List.of());

        assertThat(lake.idsByKey().values()).containsExactly(List.of(0L));
    }

    @Test
    void moreDirectoriesThanAreRememberedMayBeOpenAtOnce() {
        start(Map.of());
        List<SinkRecord> records = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (int hour = 0; hour < 300; hour++) {
            records.add(record(hour, hour));
            ids.add((long) hour);
        }

        task.put(records);
        clock.advance(Duration.ofMinutes(10));
        task.put(List.of());

        assertThat(lake.ids(ORDERS_0)).isEqualTo(ids);
    }

    @Test
    void revokedPartitionsLeaveTheirOpenFilesVisibleForWhoeverIsNext() {
        start(Map.of("flush.size", "2"));
        task.put(List.of(record(0, 5)));

        task.close(List.of(ORDERS_0));
        assertThat(lake.ids(ORDERS_0)).containsExactly(0L);
        task.put(List.of(record(1, 5)));
        clock.advance(Duration.ofHours(1));
        task.put(List.of());
        assertThat(task.preCommit(Map.of(ORDERS_0, new OffsetAndMetadata(2)))).isEmpty();

        // Offset 0 was not committed, but its file is found.
        S3ParquetSinkTask next = task();
        start(next, new RecordingContext(), Map.of("flush.size", "1"));
        next.put(List.of(record(0, 5), record(1, 5)));
        assertThat(lake.idsByKey().values()).containsExactlyInAnyOrder(List.of(0L), List.of(1L));
    }

    @Test
    void whatCannotBeMadeVisibleInTimeIsDroppedWhenPartitionsAreRevoked() {
        start(Map.of("flush.size", "2"));
        task.put(List.of(record(0, 5)));
        faults.set((method, key) -> method.equals("createExclusive") ? Fault.FAILS : Fault.NONE);

        task.close(List.of(ORDERS_0));
        faults.set(Faults.NONE);
        clock.advance(Duration.ofHours(1));
        task.open(List.of(ORDERS_0));
        task.put(List.of());

        assertThat(lake.files()).isEmpty();
        assertThat(committable(0)).isZero();
    }

    @Test
    void aTaskThatFailedLeavesNothingHalfWritten() {
        start(Map.of());
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> task.put(List.of(record(0, 5), Records.tombstone(ORDERS_0, 1, FIVE))));

        task.close(List.of(ORDERS_0));

        assertThat(lake.files()).isEmpty();
    }

    @Test
    void whatATaskDoesIsSeenThroughJmx() throws JMException {
        start(Map.of("flush.size", "2", "errors.tolerance", "all"));
        task.put(List.of(record(0, 5), record(1, 5), record(2, 5), Records.tombstone(ORDERS_0, 3, FIVE)));
        clock.advance(Duration.ofSeconds(7));

        assertThat(metric("records-taken-total")).isEqualTo(3L);
        assertThat(metric("records-visible-total")).isEqualTo(2L);
        assertThat(metric("files-closed-by-records-total")).isEqualTo(1L);
        assertThat(metric("open-files")).isEqualTo(1L);
        assertThat((long) metric("held-bytes")).isPositive();
        assertThat(metric("oldest-open-age-ms")).isEqualTo(7_000L);
        assertThat(metric("records-dead-lettered-total")).isEqualTo(1L);
        assertThat(metric("upload-count")).isEqualTo(1L);
        assertThat(metric("uploads-in-flight")).isEqualTo(0L);

        task.stop();
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(BEAN))
                .isFalse();
    }

    @Test
    void everyMetricIsInTheReference() throws JMException, IOException {
        start(Map.of());

        String page = Files.readString(Path.of("..", "docs", "reference", "s3-parquet-sink-metrics.md"));

        assertThat(ManagementFactory.getPlatformMBeanServer().getMBeanInfo(BEAN).getAttributes())
                .isNotEmpty()
                .allSatisfy(attribute -> assertThat(page).contains("| `" + attribute.getName() + "` |"));
    }

    private static Object metric(String name) throws JMException {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(BEAN, name);
    }

    private static ObjectName bean() {
        try {
            return new ObjectName("dev.sluice:type=s3-parquet-sink,connector=lake,task=0");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }
}
