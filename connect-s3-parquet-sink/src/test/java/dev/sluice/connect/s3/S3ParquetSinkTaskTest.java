// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.s3.storage.InMemoryObjectStore.Fault;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class S3ParquetSinkTaskTest extends SinkTaskTestBase {
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
    void aNewerSchemaClosesTheFileOnceAndThenOldRecordsGoIntoTheNewFile() {
        start(Map.of("flush.size", "2"));
        Schema wider = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .build();

        task.put(List.of(record(0, 5), valued(1, wider, new Struct(wider).put("id", 1L)), record(2, 5), record(3, 5)));

        assertThat(lake.idsByKey().values()).containsExactlyInAnyOrder(List.of(0L), List.of(1L, 2L));
    }

    @Test
    void aRecordOfARenamedTopicGoesToTheNewDirectoryUnderItsOldName() {
        start(Map.of("flush.size", "1"));

        task.put(List.of(Records.renamed(record(7, 5), "lake")));

        assertThat(lake.idsByKey())
                .containsOnlyKeys("topics/lake/year=2026/month=11/day=20/hour=05/orders+0+0000000007.snappy.parquet");
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
    void badRecordsAreSetAsideAloneAndHoldNothingBack() {
        start(Map.of("flush.size", "2", "errors.tolerance", "all"));
        SinkRecord schemaless = valued(1, null, List.of(1));
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
}
