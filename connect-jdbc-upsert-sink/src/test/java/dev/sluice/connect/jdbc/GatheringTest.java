// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records of several puts are written together, and no offset is committed before they are. */
class GatheringTest {
    private static final Schema KEY = struct("id", Schema.INT64_SCHEMA);
    private static final Schema VALUE = struct("name", Schema.STRING_SCHEMA);
    private static final TopicPartition PARTITION = new TopicPartition("orders", 3);

    private final Topic orders = new Topic("orders", KEY, VALUE);
    private final Topic others = new Topic("orders", 4, KEY, VALUE);
    private final Hands clock = new Hands();
    private TestDatabase database;

    /** A clock that goes when it is moved. */
    private static final class Hands extends Clock {
        private Instant now = Instant.EPOCH;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void createTable() throws SQLException {
        database = TestDatabase.create();
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text)");
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        database.close();
    }

    private RunningSink gathering() {
        return RunningSink.mirroring(database, clock, "batch.linger.ms", "200", "batch.size", "4");
    }

    private SinkRecord order(long id) {
        return orders.record(structOf(KEY, id), "order");
    }

    private SinkRecord other(long id) {
        return others.record(structOf(KEY, id), "other");
    }

    private List<String> ids() throws SQLException {
        return database.rows("SELECT id FROM orders ORDER BY id");
    }

    private static Map<TopicPartition, OffsetAndMetadata> delivered(long offset) {
        return Map.of(PARTITION, new OffsetAndMetadata(offset));
    }

    private void endSessions() throws SQLException {
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'sluice-jdbc-upsert-sink' AND datname = current_database()");
    }

    /** One text for all of them, so that the test itself needs little memory. */
    @Test
    void largeRecordsDoNotWaitUntilTheyFillTheHeap() throws SQLException {
        String large = "x".repeat(4 << 20);
        long enough = Delivery.gatheredBytes(Runtime.getRuntime().maxMemory()) / large.length();
        try (RunningSink sink =
                RunningSink.mirroring(database, clock, "batch.linger.ms", "200", "batch.size", "1000000")) {
            for (long id = 0; id < enough - 1; id++) {
                sink.put(orders.record(structOf(KEY, id), large));
            }
            assertThat(ids()).isEmpty();

            sink.put(orders.record(structOf(KEY, enough), large), orders.record(structOf(KEY, enough + 1), large));
            assertThat(ids()).hasSize((int) enough + 1);
        }
    }

    @Test
    void theBudgetForGatheredRecordsIsASixteenthOfTheHeapAndEightMebibytesAtTheLeast() {
        assertThat(Delivery.gatheredBytes(1L << 30)).isEqualTo(64L << 20);
        assertThat(Delivery.gatheredBytes(1L << 20)).isEqualTo(8L << 20);
    }

    @Test
    void recordsWaitForABatchToFill() throws SQLException {
        try (RunningSink sink = gathering()) {
            sink.put(order(1), order(2));
            sink.put(order(3));
            assertThat(ids()).isEmpty();

            sink.put(order(4), order(5));
            assertThat(ids()).containsExactly("1", "2", "3", "4", "5");
        }
    }

    @Test
    void recordsWaitNoLongerThanTheLingerAlsoWhenNothingFollows() throws SQLException {
        try (RunningSink sink = gathering()) {
            sink.put(order(1));
            assertThat(sink.context.timeouts).containsExactly(200L);
            clock.pass(Duration.ofMillis(150));
            sink.put(order(2));
            assertThat(sink.context.timeouts).containsExactly(200L, 50L);
            assertThat(ids()).isEmpty();

            clock.pass(Duration.ofMillis(50));
            sink.put(List.of());
            assertThat(ids()).containsExactly("1", "2");
            assertThat(sink.context.timeouts).hasSize(2);
        }
    }

    @Test
    void whatWaitsIsWrittenBeforeOffsetsAreCommitted() throws SQLException {
        try (RunningSink sink = gathering()) {
            sink.put(order(1), order(2));

            assertThat(sink.task().preCommit(delivered(2))).isEqualTo(delivered(2));
            assertThat(ids()).containsExactly("1", "2");
        }
    }

    @Test
    void whatCannotBeWrittenBeforeACommitKeepsItsOffsetsBackAndIsTriedAgain() throws SQLException {
        try (RunningSink sink = gathering()) {
            sink.put(order(1), order(2), order(3), order(4));
            sink.put(order(5));
            endSessions();

            assertThat(sink.task().preCommit(delivered(5))).isEqualTo(delivered(4));

            clock.pass(Duration.ofSeconds(1));
            sink.put(List.of());
            assertThat(sink.task().preCommit(delivered(5))).isEqualTo(delivered(5));
        }

        assertThat(ids()).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void aFailedPutIsGivenBackAndThoseBeforeItAreKept() throws SQLException {
        try (RunningSink sink = gathering()) {
            sink.put(order(1), order(2), order(3), order(4));
            sink.put(order(5), order(6));
            endSessions();
            List<SinkRecord> batch = List.of(order(7), order(8));
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> sink.put(batch));
            assertThat(sink.task().preCommit(delivered(6))).isEqualTo(delivered(6));

            sink.put(batch);
            assertThat(sink.task().preCommit(delivered(8))).isEqualTo(delivered(8));
        }

        assertThat(ids()).containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
    }

    @Test
    void aPartitionThatIsLostTakesWhatWaitsOfItAlongAndNothingElse() throws SQLException {
        try (RunningSink sink = gathering()) {
            sink.put(order(1), other(2));
            sink.task().close(Set.of(PARTITION));
            clock.pass(Duration.ofSeconds(1));
            sink.put(List.of());
        }

        assertThat(ids()).containsExactly("2");
    }

    @Test
    void aFailedBatchThatComesAgainAfterItsPartitionWentAndCameBackIsNotWritten() throws SQLException {
        try (RunningSink sink = gathering()) {
            sink.open(Set.of(PARTITION));
            endSessions();
            List<SinkRecord> batch = List.of(order(1), order(2), order(3), order(4));
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> sink.put(batch));
            sink.task().close(Set.of(PARTITION));
            sink.task().open(Set.of(PARTITION));

            sink.put(batch);
            assertThat(sink.task().preCommit(delivered(4))).isEmpty();
            clock.pass(Duration.ofSeconds(1));
            sink.put(List.of());
            assertThat(ids()).isEmpty();

            // What the consumer brings, from wherever it stands.
            sink.put(batch);
            assertThat(ids()).hasSize(4);
        }
    }

    @Test
    void aConsumerThatIsSetBackBringsWhatWaitsOnceMore() throws SQLException {
        Topic events = new Topic("events", null, VALUE);
        database.execute("CREATE TABLE events (name text)");
        try (RunningSink sink = RunningSink.on(database, clock, "batch.linger.ms", "200", "batch.size", "4")) {
            SinkRecord first = events.record(null, "first");
            SinkRecord second = events.record(null, "second");
            sink.put(first, second);
            sink.put(second);
            clock.pass(Duration.ofSeconds(1));
            sink.put(List.of());
        }

        assertThat(database.rows("SELECT name FROM events")).containsExactly("first", "second");
    }

    @Test
    void aPermanentFailureIsNotHiddenByACommit() {
        try (RunningSink sink = RunningSink.mirroring(
                database, clock, "batch.linger.ms", "200", "batch.size", "4", "errors.tolerance", "none")) {
            sink.put(orders.tombstone(null));
            assertThat(sink.task().preCommit(delivered(1))).isEqualTo(delivered(0));

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> {
                        clock.pass(Duration.ofSeconds(1));
                        sink.put(List.of());
                    })
                    .isNotInstanceOf(RetriableException.class);
        }
    }

    @Test
    void recordsThatATransformDroppedDoNotHoldOffsetsBack() {
        try (RunningSink sink = gathering()) {
            sink.put(order(1));

            assertThat(sink.task().preCommit(delivered(100))).isEqualTo(delivered(100));
        }
    }
}
