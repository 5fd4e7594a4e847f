// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.s3.commit.Background;
import dev.sluice.connect.s3.commit.Inline;
import dev.sluice.connect.s3.commit.ManualBackground;
import dev.sluice.connect.s3.storage.InMemoryObjectStore;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Bucket;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Fault;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Faults;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class S3ParquetSinkTaskTest {
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    private static final Instant FIVE = Instant.parse("2026-11-20T05:00:00Z");
    private static final String HOUR_5 = "topics/orders/year=2026/month=11/day=20/hour=05/orders+0+";
    private static final String HOUR_6 = "topics/orders/year=2026/month=11/day=20/hour=06/orders+0+";

    private static final ObjectName BEAN = bean();

    private final Bucket bucket = new Bucket();
    private final Lake lake = new Lake(bucket);
    private final ManualClock clock = new ManualClock();
    private final AtomicReference<Faults> faults = new AtomicReference<>(Faults.NONE);
    private final RecordingContext context = new RecordingContext();
    private final S3ParquetSinkTask task = task();

    @Test
    void aFileClosesWithItsLastRecordAndIsCommittedAtOnce() {
        start(Map.of("flush.size", "2"));

        task.put(List.of(record(0, 5), record(1, 5), record(2, 5)));

        assertThat(lake.idsByKey()).containsOnly(Map.entry(HOUR_5 + "0000000000.snappy.parquet", List.of(0L, 1L)));
        assertThat(context.takeCommitRequest()).isTrue();
        assertThat(committable(3)).isEqualTo(2);
    }

    @Test
    void eachDirectoryCountsItsOwnRecordsAndTheOldestOpenFileHoldsTheCommitBack() {
        start(Map.of("flush.size", "2"));

        task.put(List.of(record(0, 6), record(1, 5), record(2, 5)));

        assertThat(lake.idsByKey()).containsOnly(Map.entry(HOUR_5 + "0000000001.snappy.parquet", List.of(1L, 2L)));
        assertThat(committable(3)).isZero();
    }

    @Test
    void aLateRecordClosesNoOtherFile() {
        start(Map.of("rotate.interval.ms", "3600000"));

        task.put(List.of(record(0, 6), record(1, 5), record(2, 6)));
        assertThat(lake.files()).isEmpty();
        clock.advance(Duration.ofMinutes(10));
        task.put(List.of());

        assertThat(lake.idsByKey())
                .containsOnly(
                        Map.entry(HOUR_5 + "0000000001.snappy.parquet", List.of(1L)),
                        Map.entry(HOUR_6 + "0000000000.snappy.parquet", List.of(0L, 2L)));
    }

    @Test
    void theRecordThatWouldStretchAFileTooFarBeginsTheNext() {
        start(Map.of("partitioner.class", "DefaultPartitioner", "rotate.interval.ms", "3600000"));

        task.put(List.of(record(0, 5), record(1, 6)));

        assertThat(lake.idsByKey())
                .containsOnly(Map.entry("topics/orders/partition=0/orders+0+0000000000.snappy.parquet", List.of(0L)));
    }

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
    void anotherSchemaClosesTheFile() {
        start(Map.of("flush.size", "2"));
        Schema wider = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .build();

        task.put(List.of(record(0, 5), valued(1, wider, new Struct(wider).put("id", 1L)), record(2, 5), record(3, 5)));

        assertThat(lake.idsByKey().values()).containsExactlyInAnyOrder(List.of(0L), List.of(1L), List.of(2L, 3L));
    }

    @Test
    void aRecordOfARenamedTopicGoesToTheNewDirectoryUnderItsOldName() {
        start(Map.of("flush.size", "1"));

        task.put(List.of(Records.renamed(record(7, 5), "lake")));

        assertThat(lake.idsByKey())
                .containsOnlyKeys("topics/lake/year=2026/month=11/day=20/hour=05/orders+0+0000000007.snappy.parquet");
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
    void aStoreThatCannotBeReadKeepsEverythingAndTheSameBatchGoesOnWhereItWas() {
        start(Map.of("flush.size", "2"));
        List<SinkRecord> batch = List.of(record(0, 5), record(1, 6), record(2, 5));
        faults.set((method, key) -> key.contains("hour=06") ? Fault.FAILS : Fault.NONE);

        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> task.put(batch));
            assertThat(context.takeTimeout()).isEqualTo(5000);
        }
        assertThat(committable(0)).isZero();
        faults.set(Faults.NONE);
        task.put(batch);
        task.put(List.of(record(3, 6)));

        assertThat(lake.idsByKey().values()).containsExactlyInAnyOrder(List.of(0L, 2L), List.of(1L, 3L));
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
    void aSecondTaskGoesOnAfterTheFilesThatAreThere() {
        start(Map.of("flush.size", "2"));
        task.put(List.of(record(0, 5), record(1, 5), record(2, 5)));
        S3ParquetSinkTask next = task();
        start(next, new RecordingContext(), Map.of("flush.size", "3"));

        next.put(List.of(record(0, 5), record(1, 5), record(2, 5), record(3, 5), record(4, 5)));

        assertThat(lake.idsByKey().values()).containsExactlyInAnyOrder(List.of(0L, 1L), List.of(2L, 3L, 4L));
    }

    @Test
    void aZombieNeitherOverwritesNorDuplicatesAndGoesBack() {
        start(Map.of("flush.size", "3"));
        task.put(List.of(record(0, 5), record(1, 5)));
        S3ParquetSinkTask owner = task();
        start(owner, new RecordingContext(), Map.of("flush.size", "2"));
        owner.put(List.of(record(0, 5), record(1, 5)));

        task.put(List.of(record(2, 5), record(3, 6)));

        assertThat(lake.idsByKey().values()).containsExactly(List.of(0L, 1L));
        assertThat(context.takeOffsets()).containsExactly(Map.entry(ORDERS_0, 0L));
        assertThat(committable(4)).isZero();

        // The worker reads again from there.
        task.put(List.of(record(0, 5), record(1, 5), record(2, 5), record(3, 5), record(4, 5)));

        assertThat(lake.idsByKey().values()).containsExactlyInAnyOrder(List.of(0L, 1L), List.of(2L, 3L, 4L));
    }

    @Test
    void anObjectOfAnotherMakingAtOurNamesStopsTheTask() {
        bucket.put(HOUR_5 + "0000000000.snappy.parquet", new byte[1], Map.of());
        start(Map.of());

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> task.put(List.of(record(0, 5))))
                .withMessageContaining(HOUR_5 + "0000000000.snappy.parquet")
                .isNotInstanceOf(RetriableException.class);
    }

    @Test
    void aTopicThatWasMadeAgainIsNotSkippedSilently() {
        start(Map.of("flush.size", "2"));
        task.put(List.of(record(0, 5), record(1, 5)));
        S3ParquetSinkTask next = task();
        start(next, new RecordingContext(), Map.of());
        SinkRecord other = Records.record(ORDERS_0, 1, FIVE.plusSeconds(59));

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> next.put(List.of(record(0, 5), other)))
                .withMessageContaining("created again");
    }

    @Test
    void ofATopicThatWasMadeAgainNothingIsCommittedBeforeItIsNoticed() {
        start(Map.of("flush.size", "3"));
        task.put(List.of(record(0, 5), record(1, 5), record(2, 5)));
        RecordingContext nextContext = new RecordingContext();
        S3ParquetSinkTask next = task();
        start(next, nextContext, Map.of());

        next.put(List.of(record(0, 5), record(1, 5)));

        assertThat(committable(next, 2)).isZero();
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> next.put(List.of(Records.record(ORDERS_0, 2, FIVE.plusSeconds(59)))))
                .withMessageContaining("none of them is committed yet");
    }

    @Test
    void skippedRecordsAreCommittedOnceTheLastOfThemHasProvedToBeTheSame() {
        start(Map.of("flush.size", "3"));
        task.put(List.of(record(0, 5), record(1, 5), record(2, 5)));
        S3ParquetSinkTask next = task();
        start(next, new RecordingContext(), Map.of());

        next.put(List.of(record(0, 5), record(1, 5), record(2, 5)));

        assertThat(committable(next, 3)).isEqualTo(3);
    }

    @Test
    void skippedRecordsAreCommittedOnceTheLastOfThemCanNoLongerCome() {
        start(Map.of("flush.size", "3"));
        task.put(List.of(record(0, 5), record(1, 5), record(2, 5)));
        S3ParquetSinkTask next = task();
        start(next, new RecordingContext(), Map.of("behavior.on.null.values", "ignore"));

        // Compaction has removed offset 2.
        next.put(List.of(record(0, 5), record(1, 5), Records.tombstone(ORDERS_0, 3, FIVE)));

        assertThat(committable(next, 4)).isEqualTo(4);
    }

    @Test
    void aConsumerThatIsSetBackIsFollowedAndItsRecordsComparedWithWhatIsWritten() {
        start(Map.of("flush.size", "2"));
        task.put(List.of(record(0, 5), record(1, 5)));
        task.put(List.of(record(2, 5)));

        task.put(List.of(record(0, 5), record(1, 5), record(2, 5), record(3, 5)));
        assertThat(lake.idsByKey().values()).containsExactlyInAnyOrder(List.of(0L, 1L), List.of(2L, 3L));

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> task.put(List.of(record(2, 5), Records.record(ORDERS_0, 3, FIVE.plusSeconds(59)))))
                .withMessageContaining("created again");
    }

    @Test
    void aConsumerThatIsSetBackBehindAnOpenFilesBeginningReadsThatAgainToo() {
        start(Map.of("flush.size", "9"));
        task.put(List.of(record(0, 5), record(1, 5), record(2, 5)));

        task.put(List.of(record(1, 5)));

        assertThat(context.takeOffsets()).containsExactly(Map.entry(ORDERS_0, 0L));
        assertThat(committable(2)).isZero();
    }

    @Test
    void theBatchAfterAFailedOneIsNewUnlessItIsMadeOfTheSameRecords() {
        start(Map.of("flush.size", "1"));
        faults.set((method, key) -> method.equals("list") ? Fault.FAILS : Fault.NONE);
        assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> task.put(List.of(record(0, 5))));
        faults.set(Faults.NONE);
        // A rebalance takes the failed batch away, and the consumer reads it again.
        task.close(List.of(ORDERS_0));
        task.open(List.of(ORDERS_0));

        task.put(List.of(record(0, 5), record(1, 5)));

        assertThat(lake.ids(ORDERS_0)).containsExactly(0L, 1L);
    }

    @Test
    void withTheWallClockNoRecordIsLostWhenItsHourHasPassed() {
        Map<String, String> wallClock =
                Map.of("timestamp.extractor", "Wallclock", "flush.size", "3", "rotate.open.interval.ms", "-1");
        start(wallClock);
        task.put(List.of(record(0, 5), record(1, 5)));
        clock.advance(Duration.ofHours(1));
        task.put(List.of(record(2, 5), record(3, 5), record(4, 5)));
        S3ParquetSinkTask next = task();
        start(next, new RecordingContext(), wallClock);

        next.put(List.of(record(0, 5), record(1, 5), record(2, 5), record(3, 5), record(4, 5)));

        assertThat(lake.ids(ORDERS_0)).contains(0L, 1L, 2L, 3L, 4L);
        assertThat(committable(next, 5)).isEqualTo(5);
    }

    @Test
    void afterAChangeOfLayoutNothingIsSkippedOnTheWordOfOldFiles() {
        start(Map.of("flush.size", "3"));
        task.put(List.of(record(0, 5), record(1, 5), record(2, 6), record(3, 6), record(4, 6)));
        S3ParquetSinkTask next = task();
        start(next, new RecordingContext(), Map.of("timezone", "Europe/Berlin"));

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> next.put(List.of(record(0, 5), record(1, 5))))
                .withMessageContaining("other settings of partitioner");
    }

    @Test
    void anotherConnectorsFilesAreNoProof() {
        start(Map.of("flush.size", "2"));
        task.put(List.of(record(0, 5), record(10, 5)));
        S3ParquetSinkTask other = task();
        start(other, new RecordingContext(), Map.of("name", "other"));

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> other.put(List.of(record(1, 5))))
                .withMessageContaining("connector 'lake'");
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
    void badRecordsAreSetAsideAloneAndHoldNothingBack() {
        start(Map.of("flush.size", "2", "errors.tolerance", "all"));
        SinkRecord schemaless = valued(1, null, Map.of("id", 1));
        SinkRecord noStruct = valued(2, Schema.STRING_SCHEMA, "x");
        SinkRecord tombstone = Records.tombstone(ORDERS_0, 3, FIVE);
        SinkRecord missing = valued(4, Records.SCHEMA, new Struct(Records.SCHEMA));
        SinkRecord timeless =
                Records.record(ORDERS_0, 5, null, Records.SCHEMA, new Struct(Records.SCHEMA).put("id", 5L));

        task.put(List.of(record(0, 5), schemaless, noStruct, tombstone, missing, timeless, record(6, 5)));

        assertThat(lake.idsByKey().values()).containsExactly(List.of(0L, 6L));
        assertThat(context.errantRecords()).containsExactly(schemaless, noStruct, tombstone, missing, timeless);
        assertThat(committable(7)).isEqualTo(7);
    }

    @Test
    void aReportIsStoredBeforeAFileThatReachesPastItsRecordIsVisible() {
        start(Map.of("flush.size", "2", "errors.tolerance", "all"));
        List<Integer> storedAtPublication = new ArrayList<>();
        faults.set((method, key) -> {
            if (method.equals("createExclusive")) {
                storedAtPublication.add(context.storedReports());
            }
            return Fault.NONE;
        });

        task.put(List.of(record(0, 5), Records.tombstone(ORDERS_0, 1, FIVE), record(2, 5)));

        assertThat(storedAtPublication).containsExactly(1);
    }

    @Test
    void reportsAreStoredBeforeTheBatchCountsAsDelivered() {
        start(Map.of("errors.tolerance", "all"));

        task.put(List.of(Records.tombstone(ORDERS_0, 0, FIVE)));

        assertThat(context.storedReports()).isEqualTo(1);
    }

    @Test
    void withoutToleranceABadRecordStopsTheTaskWithItsCoordinates() {
        start(Map.of());

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> task.put(List.of(Records.tombstone(ORDERS_0, 8812, FIVE))))
                .withMessageContaining("orders-0 offset 8812")
                .withMessageContaining("behavior.on.null.values=ignore");
    }

    @Test
    void nullValuesMaySimplyBeSkipped() {
        start(Map.of("behavior.on.null.values", "ignore"));

        task.put(List.of(Records.tombstone(ORDERS_0, 0, FIVE)));

        assertThat(context.errantRecords()).isEmpty();
        assertThat(committable(1)).isEqualTo(1);
    }

    @Test
    void whatTheTransformationsDroppedIsCommittedWhileNothingIsOpen() {
        start(Map.of());

        task.put(List.of());

        assertThat(committable(42)).isEqualTo(42);
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

    private static Object metric(String name) throws JMException {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(BEAN, name);
    }

    private S3ParquetSinkTask task() {
        return task(new Inline());
    }

    private S3ParquetSinkTask task(Background background) {
        return Tasks.task(
                new InMemoryObjectStore(bucket, (method, key) -> faults.get().next(method, key)),
                background,
                5 << 20,
                new Random(1),
                clock);
    }

    private static ObjectName bean() {
        try {
            return new ObjectName("dev.sluice:type=s3-parquet-sink,connector=lake,task=0");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private void start(Map<String, String> changes) {
        start(task, context, changes);
    }

    private static void start(S3ParquetSinkTask task, RecordingContext context, Map<String, String> changes) {
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

    private long committable(long delivered) {
        return committable(task, delivered);
    }

    private static long committable(S3ParquetSinkTask task, long delivered) {
        return task.preCommit(Map.of(ORDERS_0, new OffsetAndMetadata(delivered)))
                .get(ORDERS_0)
                .offset();
    }

    private static SinkRecord record(long offset, int hour) {
        return Records.record(ORDERS_0, offset, FIVE.plus(Duration.ofHours(hour - 5)));
    }

    private static SinkRecord valued(long offset, Schema schema, Object value) {
        return Records.record(ORDERS_0, offset, FIVE.toEpochMilli(), schema, value);
    }
}
