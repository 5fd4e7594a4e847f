// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A task that has lost its partitions, and does not know it, writes nothing once the next owner has opened them. */
class ZombieFenceTest {
    private static final Schema KEY = struct("id", Schema.INT64_SCHEMA);
    private static final Schema VALUE = struct("name", Schema.OPTIONAL_STRING_SCHEMA, "amount", Schema.INT32_SCHEMA);
    private static final TopicPartition PARTITION = new TopicPartition("orders", 3);
    private static final TopicPartition OTHER = new TopicPartition("orders", 4);
    private static final String END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'sluice-jdbc-upsert-sink' AND datname = current_database()";

    private final Topic orders = new Topic("orders", KEY, VALUE);
    private final Topic others = new Topic("orders", 4, KEY, VALUE);
    private TestDatabase database;

    @BeforeEach
    void createTable() throws SQLException {
        database = TestDatabase.create();
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name text, amount smallint)");
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        database.close();
    }

    private RunningSink task(String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "name";
        all[settings.length + 1] = "warehouse";
        return RunningSink.mirroring(database, all);
    }

    private static Struct key(long id) {
        return structOf(KEY, id);
    }

    private SinkRecord order(long id, String name) {
        return orders.record(key(id), name, 1);
    }

    private List<String> names() throws SQLException {
        return database.rows("SELECT id, name FROM orders ORDER BY id");
    }

    private List<String> locks() throws SQLException {
        return database.rows("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
    }

    @Test
    void aTaskThatWakesUpAfterItsSuccessorBeganWritesNothing() throws SQLException {
        SinkRecord late = order(1, "old");
        SinkRecord next = order(1, "new");
        try (RunningSink zombie = task();
                RunningSink owner = task()) {
            zombie.open(Set.of(PARTITION));
            owner.put(late, next);

            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> zombie.put(late));
            }
            assertThatExceptionOfType(RetriableException.class)
                    .isThrownBy(() -> zombie.put(late))
                    .withMessageContaining("orders-3 is locked by another task");
            owner.put(order(2, "two"));
        }

        assertThat(names()).containsExactly("1|new", "2|two");
    }

    @Test
    void aTransactionThatIsUnderWayWhenTheSuccessorBeginsIsNotCommitted() throws SQLException {
        SinkRecord late = order(1, "old");
        SinkRecord bad = orders.record(key(2), "bad", 1_000_000);
        SinkRecord next = order(1, "new");
        try (RunningSink zombie = task();
                RunningSink owner = task()) {
            zombie.open(Set.of(PARTITION));
            // Called between the zombie's statements and its commit.
            zombie.context.onReport = () -> owner.put(late, next);

            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> zombie.put(late, bad));
        }

        assertThat(names()).containsExactly("1|new");
    }

    @Test
    void anOwnerWhoseSessionEndsByChanceGoesOn() throws SQLException {
        try (RunningSink owner = task()) {
            owner.put(order(1, "one"));
            database.execute(END_SESSIONS);
            SinkRecord next = order(2, "two");
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> owner.put(next));
            assertThat(locks()).containsExactly("0");

            owner.put(next);
            assertThat(locks()).containsExactly("1");
        }

        assertThat(names()).containsExactly("1|one", "2|two");
    }

    @Test
    void aSuccessorThatLostItsSessionByChanceIsNotOvertakenWhileItHasOne() throws SQLException {
        SinkRecord late = order(1, "old");
        try (RunningSink zombie = task();
                RunningSink owner = task()) {
            zombie.open(Set.of(PARTITION));
            owner.put(late, order(1, "new"));
            database.execute(END_SESSIONS);
            SinkRecord next = order(2, "two");
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> owner.put(next));
            owner.put(next);

            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> zombie.put(late));
            }
        }

        assertThat(names()).containsExactly("1|new", "2|two");
    }

    @Test
    void aPartitionThatIsGivenUpIsTakenWithoutEndingAnything() throws SQLException {
        try (RunningSink first = task();
                RunningSink second = task()) {
            first.open(Set.of(PARTITION, OTHER));
            first.put(order(1, "one"));
            first.task().close(Set.of(PARTITION));

            second.put(order(2, "two"));
            // Its session is the one it had, or this would be refused.
            first.put(others.record(key(3), "three", 3));
        }

        assertThat(names()).containsExactly("1|one", "2|two", "3|three");
    }

    @Test
    void connectorsOfOtherNamesHaveLocksOfTheirOwn() throws SQLException {
        try (RunningSink one = task();
                RunningSink two = RunningSink.mirroring(database, "name", "lake")) {
            one.open(Set.of(PARTITION));
            two.put(order(2, "two"));
            one.put(order(1, "one"));
            assertThat(locks()).containsExactly("2");
        }

        assertThat(names()).containsExactly("1|one", "2|two");
    }

    @Test
    void aDatabaseThatIsAwayWhenPartitionsAreAssignedIsWaitedFor() throws SQLException, IOException {
        try (BrokenNetwork network = BrokenNetwork.to(TestDatabase.port());
                RunningSink owner =
                        task("connection.url", database.urlThrough(network.port()), "connection.attempts", "1")) {
            network.breakAt(1, false);
            owner.open(Set.of(PARTITION));
            assertThat(network.broken()).isEqualTo(1);
            assertThat(locks()).containsExactly("0");

            owner.put(order(1, "one"));
            assertThat(locks()).containsExactly("1");
        }

        assertThat(names()).containsExactly("1|one");
    }

    @Test
    void aTaskThatCouldNotTakeItsPartitionsWhenTheyWereAssignedDoesNotTakeThemFromAnybody()
            throws SQLException, IOException {
        SinkRecord late = order(1, "old");
        try (BrokenNetwork network = BrokenNetwork.to(TestDatabase.port());
                RunningSink zombie =
                        task("connection.url", database.urlThrough(network.port()), "connection.attempts", "1");
                RunningSink owner = task()) {
            network.breakAt(1, false);
            zombie.open(Set.of(PARTITION));
            owner.put(late, order(1, "new"));

            assertThatExceptionOfType(RetriableException.class)
                    .isThrownBy(() -> zombie.put(late))
                    .withMessageContaining("is locked by another task");
            owner.put(order(2, "two"));
        }

        assertThat(names()).containsExactly("1|new", "2|two");
    }

    @Test
    void behindAProxyThatHandsOutSessionsThereIsNoLockAndTheTaskWrites() throws SQLException, IOException {
        try (BrokenNetwork pooler =
                        BrokenNetwork.changing(TestDatabase.port(), ZombieFenceTest::withAnotherProcessNumber);
                RunningSink owner = task("connection.url", database.urlThrough(pooler.port()))) {
            owner.put(order(1, "one"));
            assertThat(locks()).containsExactly("0");
        }

        assertThat(names()).containsExactly("1|one");
    }

    /** A pooler tells a client a process number of its own: the message is K, its length 12, the number, a secret. */
    private static byte[] withAnotherProcessNumber(byte[] chunk) {
        ByteBuffer bytes = ByteBuffer.wrap(chunk);
        for (int at = 0; at + 9 <= chunk.length; at++) {
            if (chunk[at] == 'K' && bytes.getInt(at + 1) == 12) {
                bytes.putInt(at + 5, bytes.getInt(at + 5) + 1);
            }
        }
        return chunk;
    }
}
