// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;

/** With exactly.once.enabled each record is a row of a table without a key once, whatever fails. */
class ExactlyOnceTest {
    private static final Schema VALUE = struct("n", Schema.INT16_SCHEMA);
    private static final TopicPartition PARTITION = new TopicPartition("events", 3);
    private static final String OFFSETS =
            "SELECT connector, topic, topic_partition, next_offset FROM sluice_connect_offsets";

    private static TestDatabase database;

    private Topic events = new Topic("events", null, VALUE);

    @BeforeContainer
    static void createDatabase() throws SQLException {
        database = TestDatabase.create();
    }

    @AfterContainer
    static void closeDatabase() throws SQLException {
        database.close();
    }

    @BeforeTry
    void startAfresh() throws SQLException {
        database.execute("DROP TABLE IF EXISTS events, sluice_connect_offsets", "CREATE TABLE events (n smallint)");
        events = new Topic("events", null, VALUE);
    }

    private static RunningSink task(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("name", "archive", "exactly.once.enabled", "true"));
        return RunningSink.on(database, all.toArray(String[]::new));
    }

    private List<SinkRecord> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> events.record(null, (short) n))
                .toList();
    }

    private static List<String> rows() throws SQLException {
        return database.rows("SELECT n FROM events ORDER BY n");
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    @Example
    void aTaskBeginsWhereTheTableSaysAndNotWhereKafkaDoes() throws SQLException {
        List<SinkRecord> records = events(5);
        try (RunningSink first = task()) {
            first.put(records.subList(0, 3));
        }
        try (RunningSink second = task()) {
            second.open(Set.of(PARTITION));
            assertThat(second.context.offsets).containsExactly(Map.entry(PARTITION, 3L));
            second.put(records.subList(3, 5));
        }

        assertThat(rows()).isEqualTo(numbers(5));
        assertThat(database.rows(OFFSETS)).containsExactly("archive|events|3|5");
    }

    @Example
    void anOffsetPastABadRecordIsKeptToo() throws SQLException {
        Schema wide = struct("n", Schema.INT32_SCHEMA);
        try (RunningSink sink = task()) {
            sink.put(events.recordWith(wide, null, 1_000_000), events.record(null, Schema.STRING_SCHEMA, "no struct"));
            assertThat(sink.reports()).hasSize(2);
        }

        assertThat(database.rows(OFFSETS)).containsExactly("archive|events|3|2");
    }

    @Example
    void aZombieIsFencedAndItsSuccessorGoesOn() throws SQLException {
        List<SinkRecord> records = events(4);
        try (RunningSink zombie = task();
                RunningSink owner = task()) {
            zombie.put(records.subList(0, 1));
            owner.open(Set.of(PARTITION));
            owner.put(records.subList(1, 3));

            assertThatExceptionOfType(RetriableException.class)
                    .isThrownBy(() -> zombie.put(records.subList(1, 2)))
                    .withMessageContaining("another task of this connector has taken over [events-3]");
            owner.put(records.subList(3, 4));
        }

        assertThat(rows()).isEqualTo(numbers(4));
    }

    @Example
    void aTaskThatWasFencedAndIsTheOwnerAfterAllGoesOnWhereTheTableIs() throws SQLException {
        List<SinkRecord> records = events(5);
        try (RunningSink owner = task();
                RunningSink late = task()) {
            owner.put(records.subList(0, 1));
            late.open(Set.of(PARTITION));
            late.put(records.subList(1, 2));
            List<SinkRecord> batch = records.subList(1, 4);
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> owner.put(batch));

            // As the worker does it: the same batch again, and then what the consumer was sent to.
            owner.put(batch);
            assertThat(rows()).isEqualTo(numbers(2));
            assertThat(owner.context.offsets).containsEntry(PARTITION, 2L);
            owner.put(records.subList(2, 5));
        }

        assertThat(rows()).isEqualTo(numbers(5));
    }

    @Example
    void whatWaitedWhenTheTaskWasFencedIsReadAgainAlsoIfNobodyHasWrittenYet() throws SQLException {
        List<SinkRecord> records = events(4);
        try (RunningSink owner = task("batch.linger.ms", "3600000", "batch.size", "4");
                RunningSink late = task()) {
            owner.put(records.subList(0, 2));
            late.open(Set.of(PARTITION));
            List<SinkRecord> batch = records.subList(2, 4);
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> owner.put(batch));

            owner.put(batch);
            assertThat(rows()).isEmpty();
            assertThat(owner.context.offsets).containsEntry(PARTITION, 0L);
            owner.put(records);
        }

        assertThat(rows()).isEqualTo(numbers(4));
    }

    @Example
    void aTransactionUnderWayIsWaitedForAndCounted() throws SQLException {
        List<SinkRecord> records = events(2);
        try (RunningSink first = task()) {
            first.put(records.subList(0, 1));
            // Another session has moved the offset, and commits only once the successor waits for it.
            database.connection().setAutoCommit(false);
            database.execute("UPDATE sluice_connect_offsets SET next_offset = 2", "INSERT INTO events VALUES (1)");
            try (RunningSink second = task();
                    TestDatabase observer = database.again()) {
                Thread opening = new Thread(() -> second.open(Set.of(PARTITION)));
                opening.start();
                observer.await("SELECT count(*) FROM pg_locks WHERE NOT granted", "1");
                database.connection().commit();
                opening.join();
                assertThat(second.context.offsets).containsEntry(PARTITION, 2L);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            } finally {
                database.connection().setAutoCommit(true);
            }
        }

        assertThat(rows()).isEqualTo(numbers(2));
    }

    @Example
    void aTopicThatWasMadeAgainStopsTheTask() throws SQLException {
        List<SinkRecord> records = events(5);
        try (RunningSink sink = task()) {
            sink.put(records);
        }
        try (RunningSink sink = task()) {
            sink.open(Set.of(PARTITION));
            sink.put(List.of());
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> sink.put(records.subList(0, 1)))
                    .withMessageContaining("events-3 offset 0")
                    .withMessageContaining("PATCH /connectors/<name>/offsets")
                    .withMessageContaining("{\"kafka_topic\": \"events\", \"kafka_partition\": 3}, \"offset\": null")
                    .isNotInstanceOf(RetriableException.class);
        }
    }

    @Example
    void offsetsThatAreAlteredThroughConnectHoldForTheTable() throws SQLException {
        Map<String, String> configuration =
                Map.of("name", "archive", "connection.url", database.url(), "exactly.once.enabled", "true");
        try (RunningSink sink = task()) {
            sink.put(events(3));
        }
        JdbcUpsertSinkConnector connector = new JdbcUpsertSinkConnector();

        assertThat(connector.alterOffsets(configuration, Map.of(PARTITION, 1L))).isTrue();
        try (RunningSink sink = task()) {
            sink.open(Set.of(PARTITION));
            assertThat(sink.context.offsets).containsEntry(PARTITION, 1L);
        }

        Map<TopicPartition, Long> reset = new HashMap<>();
        reset.put(PARTITION, null);
        assertThat(connector.alterOffsets(configuration, reset)).isTrue();
        try (RunningSink sink = task()) {
            sink.open(Set.of(PARTITION));
            assertThat(sink.context.offsets).isEmpty();
        }
    }

    @Example
    void aResetForWhichKafkaKnowsNoPartitionMeansAllOfTheConnector() throws SQLException {
        try (RunningSink sink = task()) {
            sink.put(events(3));
        }
        try (RunningSink other = RunningSink.on(database, "name", "other", "exactly.once.enabled", "true")) {
            other.put(List.of(new Topic("events", null, VALUE).record(null, (short) 9)));
        }
        Map<String, String> configuration =
                Map.of("name", "archive", "connection.url", database.url(), "exactly.once.enabled", "true");

        assertThat(new JdbcUpsertSinkConnector().alterOffsets(configuration, Map.of()))
                .isTrue();

        try (RunningSink sink = task()) {
            sink.open(Set.of(PARTITION));
            assertThat(sink.context.offsets).isEmpty();
        }
        assertThat(database.rows("SELECT next_offset FROM sluice_connect_offsets WHERE connector = 'other'"))
                .containsExactly("1");
    }

    @Example
    void withoutTheTableThereIsNothingToAlter() {
        assertThat(new JdbcUpsertSinkConnector()
                        .alterOffsets(
                                Map.of("connection.url", "jdbc:postgresql://127.0.0.1:1/none"), Map.of(PARTITION, 1L)))
                .isTrue();
    }

    /** The requests of a connection are few, so that each of them is hit, before and after, within these tries. */
    @Property(tries = 120, seed = "2026")
    void eachRecordIsARowOnceWhicheverRequestOrReplyIsLost(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 40) Integer> requests,
            @ForAll boolean replies,
            @ForAll @IntRange(min = 1, max = 5) int cut,
            @ForAll @IntRange(min = 0, max = 6) int crashEvery,
            @ForAll @IntRange(min = 1, max = 7) int batchSize)
            throws SQLException, IOException {
        int count = 20;
        List<SinkRecord> records = events(count);
        try (BrokenNetwork network = BrokenNetwork.to(TestDatabase.port())) {
            new Worker(network, records, cut, batchSize).run(requests, replies, crashEvery);
        }

        assertThat(rows()).isEqualTo(numbers(count));
    }

    /** Delivers as Connect does: a failed batch again, after a crash from the committed offset, unless the task says otherwise. */
    private static final class Worker {
        private final BrokenNetwork network;
        private final List<SinkRecord> records;
        private final int cut;
        private final int batchSize;
        private long committed;

        private Worker(BrokenNetwork network, List<SinkRecord> records, int cut, int batchSize) {
            this.network = network;
            this.records = records;
            this.cut = cut;
            this.batchSize = batchSize;
        }

        private void run(List<Integer> breaks, boolean replies, int crashEvery) {
            List<Integer> left = new ArrayList<>(breaks);
            int puts = 0;
            while (committed < records.size()) {
                assertThat(puts).as("puts without coming to the end").isLessThan(1_000);
                try (RunningSink sink = task(
                        "connection.url", database.urlThrough(network.port()),
                        "connection.attempts", "1",
                        "batch.linger.ms", "3600000",
                        "batch.size", String.valueOf(batchSize),
                        "retry.backoff.ms", "0",
                        "max.retries", "100")) {
                    if (!left.isEmpty()) {
                        network.breakAt(left.remove(0), replies);
                    }
                    sink.open(Set.of(PARTITION));
                    puts += life(sink, crashEvery == 0 ? Integer.MAX_VALUE : puts + crashEvery, puts);
                }
            }
        }

        private int life(RunningSink sink, int until, int from) {
            long position = committed;
            int puts = 0;
            while (from + puts < until) {
                Long sought = sink.context.offsets.remove(PARTITION);
                position = sought == null ? position : sought;
                int end = (int) Math.min(records.size(), position + cut);
                deliver(sink, records.subList((int) position, end));
                puts++;
                if (!sink.context.offsets.containsKey(PARTITION)) {
                    position = end;
                }
                if (position == records.size() || (from + puts) % 3 == 0) {
                    Map<TopicPartition, OffsetAndMetadata> offsets =
                            sink.task().preCommit(Map.of(PARTITION, new OffsetAndMetadata(position)));
                    if (offsets.containsKey(PARTITION)) {
                        committed = offsets.get(PARTITION).offset();
                    }
                    if (committed == records.size()) {
                        return puts;
                    }
                }
            }
            return puts;
        }

        private static void deliver(RunningSink sink, List<SinkRecord> batch) {
            while (true) {
                try {
                    sink.task().put(batch);
                    return;
                } catch (RetriableException e) {
                    // Delivered again.
                    assertThat(e).hasMessageNotContaining("locked");
                }
            }
        }
    }
}
