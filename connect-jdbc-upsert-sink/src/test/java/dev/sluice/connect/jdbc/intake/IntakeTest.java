// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which delivered records are new, what waits to be written, and which offsets may be committed meanwhile. */
class IntakeTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final TopicPartition ITEMS = new TopicPartition("items", 1);

    private final Intake intake = new Intake();

    @BeforeEach
    void assign() {
        intake.open(List.of(ORDERS, ITEMS));
    }

    private static List<SinkRecord> records(TopicPartition partition, long... offsets) {
        return LongStream.of(offsets)
                .mapToObj(offset ->
                        new SinkRecord(partition.topic(), partition.partition(), null, null, null, null, offset))
                .toList();
    }

    /** A call of {@code put} that is not at its end yet. */
    private void take(List<SinkRecord> records) {
        intake.begin(records);
        intake.take(records, (record, partition, offset) -> new Taken.Changes(partition, offset, List.of(), 10));
    }

    /** One that goes through, and what waits after it. */
    private List<String> put(List<SinkRecord> records) {
        take(records);
        intake.delivered();
        return waiting();
    }

    private void fail(List<SinkRecord> records) {
        take(records);
        intake.undo(records);
    }

    private List<String> waiting() {
        return intake.waiting().stream()
                .map(taken -> taken.partition() + "@" + taken.offset())
                .toList();
    }

    /** As the worker asks when it has delivered up to these. */
    private Map<TopicPartition, OffsetAndMetadata> committable(TopicPartition partition, long delivered) {
        return intake.committable(Map.of(partition, new OffsetAndMetadata(delivered)));
    }

    private static Map<TopicPartition, OffsetAndMetadata> only(TopicPartition partition, long offset) {
        return Map.of(partition, new OffsetAndMetadata(offset));
    }

    @Test
    void recordsOfSeveralPutsWaitInTheirOrderOfArrival() {
        put(Stream.concat(records(ORDERS, 0, 1).stream(), records(ITEMS, 7).stream())
                .toList());
        take(records(ORDERS, 2, 4));

        assertThat(waiting()).containsExactly("orders-0@0", "orders-0@1", "items-1@7", "orders-0@2", "orders-0@4");
        assertThat(intake.size()).isEqualTo(5);
        assertThat(intake.bytes()).isEqualTo(50);
        assertThat(intake.next()).isEqualTo(Map.of(ORDERS, 5L, ITEMS, 8L));
    }

    @Test
    void whatIsWrittenWaitsNoMore() {
        put(records(ORDERS, 0));
        take(records(ORDERS, 1));
        intake.written();

        assertThat(waiting()).isEmpty();
        assertThat(intake.next()).isEmpty();
    }

    @Test
    void noOffsetIsCommittedBeyondTheFirstRecordThatWaits() {
        put(records(ORDERS, 3, 4));
        put(records(ORDERS, 5));

        assertThat(committable(ORDERS, 6)).isEqualTo(only(ORDERS, 3));
        assertThat(committable(ORDERS, 2)).isEqualTo(only(ORDERS, 2));

        intake.written();
        assertThat(committable(ORDERS, 6)).isEqualTo(only(ORDERS, 6));
    }

    @Test
    void recordsThatATransformDroppedAreCommittedWithTheRest() {
        assertThat(committable(ORDERS, 9)).isEqualTo(only(ORDERS, 9));

        put(records(ORDERS, 3));
        intake.written();
        assertThat(committable(ORDERS, 9)).isEqualTo(only(ORDERS, 9));
    }

    @Test
    void nothingIsCommittedOfAPartitionThatIsNotAssigned() {
        assertThat(committable(new TopicPartition("others", 0), 9)).isEmpty();
    }

    @Test
    void aPutThatFailsIsGivenBackAndEarlierOnesAreKept() {
        put(records(ORDERS, 0));
        List<SinkRecord> failed = records(ORDERS, 1, 2);
        fail(failed);

        assertThat(waiting()).containsExactly("orders-0@0");
        assertThat(committable(ORDERS, 1)).isEqualTo(only(ORDERS, 0));
        assertThat(put(failed)).containsExactly("orders-0@0", "orders-0@1", "orders-0@2");
    }

    @Test
    void aPutMayFailAgainAndAgain() {
        List<SinkRecord> failed = records(ORDERS, 0, 1);
        fail(failed);
        fail(failed);
        fail(failed);

        assertThat(put(failed)).containsExactly("orders-0@0", "orders-0@1");
        assertThat(put(records(ORDERS, 2))).containsExactly("orders-0@0", "orders-0@1", "orders-0@2");
    }

    @Test
    void recordsThatWereWrittenBeforeTheReplyWasLostAreNotWrittenTwice() {
        List<SinkRecord> failed = records(ORDERS, 0, 1, 2);
        fail(failed);
        intake.dropWritten(Map.of(ORDERS, 2L, new TopicPartition("others", 0), 5L));

        assertThat(put(failed)).containsExactly("orders-0@2");
        intake.written();
        assertThat(committable(ORDERS, 3)).isEqualTo(only(ORDERS, 3));
        assertThat(put(records(ORDERS, 3))).containsExactly("orders-0@3");
    }

    @Test
    void whatTurnsOutToBeWrittenWaitsNoMore() {
        put(records(ORDERS, 0, 1, 2));
        put(records(ITEMS, 0));
        take(Stream.concat(records(ORDERS, 3, 4).stream(), records(ITEMS, 1).stream())
                .toList());
        intake.dropWritten(Map.of(ORDERS, 2L));
        assertThat(waiting()).containsExactly("orders-0@2", "items-1@0", "orders-0@3", "orders-0@4", "items-1@1");

        intake.dropWritten(Map.of(ORDERS, 1L));
        assertThat(waiting()).hasSize(5);

        intake.dropWritten(Map.of(ORDERS, 4L));
        assertThat(waiting()).containsExactly("items-1@0", "orders-0@4", "items-1@1");
    }

    @Test
    void aNewRecordBelowWhatIsWrittenIsNotTakenForAnOldOne() {
        intake.dropWritten(Map.of(ORDERS, 5L));

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> put(records(ORDERS, 4)))
                .withMessageContaining("orders-0 offset 4")
                .withMessageContaining("\"kafka_topic\": \"orders\", \"kafka_partition\": 0");
    }

    @Test
    void theFirstRecordThatIsNotWrittenIsTaken() {
        intake.dropWritten(Map.of(ORDERS, 5L));

        assertThat(put(records(ORDERS, 5))).containsExactly("orders-0@5");
    }

    @Test
    void aConsumerThatWentBackDeliversWhatFollowsOnceMore() {
        put(records(ORDERS, 4, 5, 6));
        put(records(ITEMS, 8));

        assertThat(put(records(ORDERS, 5))).containsExactly("orders-0@4", "items-1@8", "orders-0@5");
        assertThat(put(records(ORDERS, 6))).containsExactly("orders-0@4", "items-1@8", "orders-0@5", "orders-0@6");
    }

    @Test
    void aConsumerThatWentBackWithinAPutDoesTheSame() {
        List<SinkRecord> records = new ArrayList<>(records(ORDERS, 4, 5, 6));
        records.addAll(records(ITEMS, 8));
        records.addAll(records(ORDERS, 5));

        assertThat(put(records)).containsExactly("orders-0@4", "items-1@8", "orders-0@5");
    }

    @Test
    void aRecordIsKnownByItsOwnTopicWhateverATransformCallsIt() {
        SinkRecord record = records(ORDERS, 3).get(0);

        assertThat(put(List.of(record.newRecord("renamed", 9, null, null, null, null, null))))
                .containsExactly("orders-0@3");
    }

    @Test
    void recordsOfAPartitionThatWasTakenAwayAreNotWritten() {
        put(records(ORDERS, 0));
        put(records(ITEMS, 0));
        intake.close(List.of(ORDERS));

        assertThat(waiting()).containsExactly("items-1@0");
        assertThat(put(records(ORDERS, 1))).containsExactly("items-1@0");
        assertThat(committable(ORDERS, 2)).isEmpty();
    }

    @Test
    void aPartitionThatIsAssignedAgainBeginsAnew() {
        put(records(ORDERS, 5));
        intake.close(List.of(ORDERS));
        intake.open(List.of(ORDERS));

        assertThat(put(records(ORDERS, 2))).containsExactly("orders-0@2");
    }

    @Test
    void aBatchThatFailedBeforeAnAssignmentMeansNothingAfterIt() {
        List<SinkRecord> failed = records(ORDERS, 0, 1);
        fail(failed);
        intake.close(List.of(ORDERS));
        intake.open(List.of(ORDERS));

        assertThat(put(failed)).isEmpty();
        assertThat(committable(ORDERS, 2)).isEmpty();
        assertThat(put(records(ORDERS, 0))).containsExactly("orders-0@0");
        intake.written();
        assertThat(committable(ORDERS, 1)).isEqualTo(only(ORDERS, 1));
    }

    @Test
    void anEmptyPutIsNoRedelivery() {
        List<SinkRecord> failed = records(ORDERS, 0);
        fail(failed);
        intake.close(List.of(ORDERS));
        intake.open(List.of(ORDERS));
        put(List.of());

        assertThat(put(records(ORDERS, 0))).containsExactly("orders-0@0");
    }

    @Test
    void aPartitionThatIsLostTakesNothingAndCommitsNothing() {
        put(records(ORDERS, 3, 4));
        put(records(ITEMS, 0));
        intake.lose(List.of(ORDERS, new TopicPartition("others", 0)));

        assertThat(intake.lost()).containsExactly(ORDERS);
        assertThat(put(records(ORDERS, 5))).containsExactly("items-1@0");
        assertThat(committable(ORDERS, 6)).isEmpty();
    }

    @Test
    void aPartitionThatIsRegainedIsReadAgainFromTheFirstRecordThatWasDropped() {
        put(records(ITEMS, 1));
        put(records(ORDERS, 3, 4));
        intake.lose(List.of(ORDERS));
        put(records(ORDERS, 5));

        assertThat(intake.regain(ORDERS)).hasValue(3);
        assertThat(intake.lost()).isEmpty();
        assertThat(committable(ORDERS, 6)).isEqualTo(only(ORDERS, 3));
        assertThat(put(records(ORDERS, 3, 4, 5)))
                .containsExactly("items-1@1", "orders-0@3", "orders-0@4", "orders-0@5");
        assertThat(intake.regain(ORDERS)).isEmpty();
    }

    @Test
    void aPartitionThatIsLostTwiceIsReadAgainFromTheEarlierOfBoth() {
        put(records(ORDERS, 3));
        intake.lose(List.of(ORDERS));
        intake.lose(List.of(ORDERS));

        assertThat(intake.regain(ORDERS)).hasValue(3);
    }

    @Test
    void aPartitionThatWaitedForNothingGoesOnWhereItWas() {
        put(records(ORDERS, 3));
        intake.written();
        intake.lose(List.of(ORDERS));

        assertThat(intake.regain(ORDERS)).isEmpty();
        assertThat(put(records(ORDERS, 4))).containsExactly("orders-0@4");
        assertThat(intake.regain(new TopicPartition("others", 0))).isEmpty();
    }

    @Test
    void recordsOfAFailingPutThatALossDropsComeAgainByThemselves() {
        List<SinkRecord> failed = records(ORDERS, 3);
        take(failed);
        intake.lose(List.of(ORDERS));
        intake.undo(failed);

        assertThat(intake.regain(ORDERS)).isEmpty();
        assertThat(put(failed)).containsExactly("orders-0@3");
    }

    @Test
    void recordsOfAPartitionThatIsLostWithinAPutAreNotWritten() {
        take(Stream.concat(records(ORDERS, 3).stream(), records(ITEMS, 0).stream())
                .toList());
        intake.lose(List.of(ORDERS));
        intake.delivered();

        assertThat(waiting()).containsExactly("items-1@0");
    }

    @Test
    void whatWaitedOfAPartitionComesAgainWhereItsConsumerIsSent() {
        put(records(ORDERS, 3));
        put(records(ITEMS, 0));
        intake.seek(ORDERS, 2);

        assertThat(waiting()).containsExactly("items-1@0");
        assertThat(put(records(ORDERS, 2, 3))).containsExactly("items-1@0", "orders-0@2", "orders-0@3");
    }

    @Test
    void aBatchThatTurnsOutToBeWrittenMakesTheWorkersCountRight() {
        intake.seek(ORDERS, 7);
        List<SinkRecord> failed = records(ORDERS, 7, 8);
        fail(failed);
        intake.dropWritten(Map.of(ORDERS, 9L));

        assertThat(put(failed)).isEmpty();
        assertThat(committable(ORDERS, 20)).isEqualTo(only(ORDERS, 20));
    }

    @Test
    void partitionsOfOneTopicAndOfOneNumberAreKeptApart() {
        TopicPartition sameTopic = new TopicPartition("orders", 1);
        TopicPartition sameNumber = new TopicPartition("items", 0);
        intake.open(List.of(sameTopic, sameNumber));
        List<SinkRecord> records = new ArrayList<>(records(ORDERS, 9));
        records.addAll(records(sameTopic, 5));
        records.addAll(records(ORDERS, 10));
        records.addAll(records(sameNumber, 2));

        assertThat(put(records)).containsExactly("orders-0@9", "orders-1@5", "orders-0@10", "items-0@2");
        assertThat(intake.next()).isEqualTo(Map.of(ORDERS, 11L, sameTopic, 6L, sameNumber, 3L));
    }

    @Test
    void aConsumerThatIsSentSomewhereDeliversNothingThatCountsBeforeItIsThere() {
        List<SinkRecord> failed = records(ORDERS, 0, 1);
        put(records(ITEMS, 0));
        take(failed);
        intake.seek(ORDERS, 7);
        intake.undo(failed);

        assertThat(put(failed)).containsExactly("items-1@0");
        assertThat(committable(ORDERS, 9)).isEqualTo(only(ORDERS, 7));
        assertThat(put(records(ORDERS, 7))).containsExactly("items-1@0", "orders-0@7");
    }

    @Test
    void whatTheWorkerCountsIsBelievedAgainOnceARecordHasComeFromTheNewPlace() {
        intake.seek(ORDERS, 7);
        put(records(ITEMS, 0));
        intake.written();
        assertThat(committable(ORDERS, 20)).isEqualTo(only(ORDERS, 7));

        put(records(ORDERS, 8));
        intake.written();
        assertThat(committable(ORDERS, 20)).isEqualTo(only(ORDERS, 20));
    }

    @Test
    void aRecordOfAPutThatFailedDoesNotMakeTheWorkersCountRight() {
        intake.seek(ORDERS, 7);
        fail(records(ORDERS, 8));
        put(records(ITEMS, 0));
        intake.written();

        assertThat(committable(ORDERS, 20)).isEqualTo(only(ORDERS, 7));
    }

    @Test
    void sendingTheConsumerOfAPartitionThatIsNotAssignedDoesNothing() {
        intake.seek(new TopicPartition("others", 0), 7);

        assertThat(intake.lost()).isEmpty();
        assertThat(waiting()).isEmpty();
    }
}
