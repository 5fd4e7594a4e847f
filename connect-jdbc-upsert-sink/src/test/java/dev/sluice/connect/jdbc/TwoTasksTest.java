// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Tasks that write the same rows wait for each other, and never in a circle. */
class TwoTasksTest {
    private static final Schema KEY = struct("id", Schema.INT64_SCHEMA);
    private static final Schema VALUE = struct("name", Schema.STRING_SCHEMA);

    private final Topic first = new Topic("orders", 0, KEY, VALUE);
    private final Topic second = new Topic("orders", 1, KEY, VALUE);

    private static SinkRecord order(Topic topic, long id) {
        return topic.record(structOf(KEY, id), "written");
    }

    @Test
    void batchesThatHoldTheSameKeysInOppositeOrdersAreBothWrittenAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (TestDatabase database = TestDatabase.create();
                TestDatabase holder = database.again();
                RunningSink up = RunningSink.mirroring(database, "name", "orders", "task.id", "0");
                RunningSink down = RunningSink.mirroring(database, "name", "orders", "task.id", "1")) {
            database.execute(
                    "CREATE TABLE orders (id bigint PRIMARY KEY, name text)",
                    "INSERT INTO orders SELECT i, 'old' FROM generate_series(1, 3) AS i");
            up.open(Set.of(new TopicPartition("orders", 0)));
            down.open(Set.of(new TopicPartition("orders", 1)));
            holder.connection().setAutoCommit(false);
            holder.execute("SELECT FROM orders WHERE id = 1 FOR UPDATE");

            Future<?> ascending = threads.submit(() -> up.put(order(first, 1), order(first, 2), order(first, 3)));
            Future<?> descending = threads.submit(() -> down.put(order(second, 3), order(second, 2), order(second, 1)));
            database.await(waiting(database), "2");
            // Neither has a row that the other one needs.
            assertThat(lockable(database)).containsExactly("2", "3");
            holder.connection().rollback();
            holder.connection().setAutoCommit(true);

            ascending.get();
            descending.get();
            assertThat(up.context.timeouts).isEmpty();
            assertThat(down.context.timeouts).isEmpty();
            assertThat(database.rows("SELECT count(*) FROM orders WHERE name = 'written'"))
                    .containsExactly("3");
        } finally {
            threads.shutdownNow();
        }
    }

    private static String waiting(TestDatabase database) {
        return "SELECT count(DISTINCT pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '"
                + database.name() + "'";
    }

    private static List<String> lockable(TestDatabase database) throws SQLException {
        return database.rows("SELECT id FROM orders WHERE id > 1 ORDER BY id FOR UPDATE SKIP LOCKED");
    }
}
