// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see of a task through JMX. */
class MetricsTest {
    private static final Schema KEY = struct("id", Schema.INT64_SCHEMA);
    private static final Schema VALUE = struct("amount", Schema.INT32_SCHEMA);
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "jdbc-upsert-sink-metrics.md");

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Topic orders = new Topic("orders", KEY, VALUE);
    private TestDatabase database;

    /** A clock that goes when it is read. */
    private static final class Steps extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plusMillis(10);
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
        database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, amount smallint)");
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        database.close();
    }

    private RunningSink start(String... settings) {
        String[] all = Stream.concat(Stream.of("name", "warehouse", "task.id", "2"), Stream.of(settings))
                .toArray(String[]::new);
        return RunningSink.mirroring(database, new Steps(), all);
    }

    private static ObjectName bean() throws JMException {
        return new ObjectName("dev.sluice:type=jdbc-upsert-sink,connector=warehouse,task=2");
    }

    private Object metric(String name) throws JMException {
        return server.getAttribute(bean(), name);
    }

    private static Struct key(long id) {
        return structOf(KEY, id);
    }

    private SinkRecord order(long id, int amount) {
        return orders.record(key(id), amount);
    }

    private void endSessions() throws SQLException {
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'sluice-jdbc-upsert-sink' AND datname = current_database()");
    }

    @Test
    void rowsAndBatchesAreCountedAsTheDatabaseHasThem() throws Exception {
        try (RunningSink sink = start()) {
            sink.put(order(1, 1), order(2, 1), order(1, 2), order(1, 3), order(3, 1));
            assertThat(metric("rows-upserted-total")).isEqualTo(3L);
            assertThat(metric("changes-reduced-total")).isEqualTo(2L);
            assertThat(metric("rows-deleted-total")).isEqualTo(0L);

            sink.put(orders.tombstone(key(1)), orders.tombstone(key(2)));
            assertThat(metric("rows-deleted-total")).isEqualTo(2L);
            assertThat(metric("rows-upserted-total")).isEqualTo(3L);

            assertThat(metric("batch-count")).isEqualTo(2L);
            assertThat(metric("batch-total-ms")).isEqualTo(20L);
            assertThat(metric("batch-max-ms")).isEqualTo(10L);
            assertThat(metric("batch-retries-total")).isEqualTo(0L);
            assertThat(metric("records-dead-lettered-total")).isEqualTo(0L);
        }
        assertThat(server.isRegistered(bean())).isFalse();
    }

    @Test
    void aBadRecordIsCountedAsDeadLetterAndNotAsARow() throws Exception {
        try (RunningSink sink = start()) {
            sink.put(order(1, 1), order(2, 70_000), order(3, 1));

            assertThat(metric("records-dead-lettered-total")).isEqualTo(1L);
            assertThat(metric("rows-upserted-total")).isEqualTo(2L);
            assertThat(metric("changes-reduced-total")).isEqualTo(0L);
        }
    }

    @Test
    void aBatchThatFailsForNowIsCountedAsARetryWhoeverAskedForItToBeWritten() throws Exception {
        try (RunningSink sink = start()) {
            sink.put(order(1, 1));
            endSessions();
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> sink.put(order(2, 1)));
            assertThat(metric("batch-retries-total")).isEqualTo(1L);
            assertThat(metric("batch-count")).isEqualTo(1L);
        }
        try (RunningSink sink = start("batch.linger.ms", "100000")) {
            // The worker commits offsets before the linger has passed.
            sink.put(order(1, 1));
            endSessions();
            sink.task().preCommit(Map.of(new TopicPartition("orders", 3), new OffsetAndMetadata(9)));
            assertThat(metric("batch-retries-total")).isEqualTo(1L);

            sink.task().preCommit(Map.of(new TopicPartition("orders", 3), new OffsetAndMetadata(9)));
            assertThat(metric("batch-retries-total")).isEqualTo(1L);
            assertThat(metric("rows-upserted-total")).isEqualTo(1L);
        }
    }

    @Test
    void theFenceInForceIsNamed() throws Exception {
        try (RunningSink sink = start()) {
            sink.put(order(1, 1));
            assertThat(metric("fence")).isEqualTo("session advisory locks");
        }
        try (RunningSink sink = start("exactly.once.enabled", "true")) {
            sink.put(order(2, 1));
            assertThat(metric("fence")).isEqualTo("offset table");
        }
    }

    @Test
    void theReferenceHasEachMetricAndNoOther() throws JMException, IOException {
        List<String> inReference = Pattern.compile("(?m)^\\| `([^`]+)` \\|")
                .matcher(Files.readString(REFERENCE))
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();

        try (RunningSink sink = start()) {
            assertThat(sink.reports()).isEmpty();
            assertThat(Stream.of(server.getMBeanInfo(bean()).getAttributes()).map(MBeanFeatureInfo::getName))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(inReference);
        }
    }
}
