// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connect.jdbc.credentials.JdbcCredentials;
import dev.sluice.connect.jdbc.credentials.JdbcCredentialsProvider;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a batch while the database is away, silent or busy. */
class OutagesTest {
    private static final Schema KEY = struct("id", Schema.INT64_SCHEMA);
    private static final Schema VALUE =
            struct("name", Schema.OPTIONAL_STRING_SCHEMA, "amount", Schema.OPTIONAL_INT32_SCHEMA);

    private final Topic orders = new Topic("orders", KEY, VALUE);
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

    private static Struct key(long id) {
        return structOf(KEY, id);
    }

    private SinkRecord order(long id, String name, Integer amount) {
        return orders.record(key(id), name, amount);
    }

    private List<String> orders() throws SQLException {
        return database.rows("SELECT id, name, amount FROM orders ORDER BY id");
    }

    @Test
    void aDatabaseThatFallsSilentIsGivenUpAfterTheSocketTimeout() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "connection.socketTimeout", "1")) {
            sink.put(order(1, "one", 1));
            // From the driver's side a statement that waits for a lock is a server that does not answer.
            database.connection().setAutoCommit(false);
            database.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");

            assertThatExceptionOfType(RetriableException.class)
                    .isThrownBy(() -> sink.put(order(1, "uno", 2)))
                    .withMessageContaining("08006");

            database.connection().rollback();
            database.connection().setAutoCommit(true);
            sink.put(order(1, "uno", 2));
        }

        assertThat(orders()).containsExactly("1|uno|2");
    }

    /** As a server that writes a large table anew: it says nothing for longer than the driver waits for a row. */
    @Test
    void aChangeOfATableMayTakeLongerThanTheSocketTimeout() throws SQLException {
        Schema wider = struct("name", Schema.STRING_SCHEMA, "wide", Schema.INT64_SCHEMA);
        database.execute(
                "ALTER TABLE orders ADD COLUMN wide smallint",
                "CREATE FUNCTION dawdle() RETURNS event_trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN PERFORM pg_sleep(2); END $$",
                "CREATE EVENT TRIGGER dawdle ON ddl_command_start WHEN TAG IN ('ALTER TABLE')"
                        + " EXECUTE FUNCTION dawdle()");
        try (RunningSink sink =
                RunningSink.mirroring(database, "connection.socketTimeout", "1", "auto.evolve", "true")) {
            sink.put(new Topic("orders", KEY, wider).record(structOf(KEY, 1L), "one", Long.MAX_VALUE));
            assertThat(sink.reports()).isEmpty();
        }

        assertThat(database.rows("SELECT wide FROM orders")).containsExactly("9223372036854775807");
    }

    @Test
    void outagesCountTowardsMaxRetriesOnlyInARow() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "max.retries", "1")) {
            sink.put(order(0, "zero", 0));
            for (int i = 1; i <= 4; i++) {
                database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'sluice-jdbc-upsert-sink' AND datname = current_database()");
                SinkRecord record = order(i, "row", i);
                assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> sink.put(record));
                sink.put(record);
            }
        }

        assertThat(database.rows("SELECT count(*) FROM orders")).containsExactly("5");
    }

    @Test
    void aKilledBackendIsRetriedWithTheSameBatchAndNothingIsLost() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "retry.backoff.ms", "250")) {
            sink.put(order(1, "one", 1));
            database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'sluice-jdbc-upsert-sink'");
            SinkRecord[] batch = {order(1, "uno", 2), order(2, "two", 1_000_000)};

            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> sink.put(batch));
            assertThat(sink.context.timeouts).containsExactly(250L);
            assertThat(sink.reports()).isEmpty();

            sink.put(batch);
            assertThat(sink.reports()).hasSize(1);
        }

        assertThat(orders()).containsExactly("1|uno|2");
    }

    @Test
    void aBackendKilledJustBeforeTheCommitLeavesNothingHalfWritten() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database)) {
            sink.context.onReport = () -> {
                try {
                    database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name = 'sluice-jdbc-upsert-sink'");
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            };
            SinkRecord[] batch = {order(1, "one", 1), order(2, "bad", 1_000_000)};
            assertThatThrownBy(() -> sink.put(batch)).isInstanceOf(RetriableException.class);
            assertThat(orders()).isEmpty();

            sink.context.onReport = () -> {};
            sink.put(batch);
        }

        assertThat(orders()).containsExactly("1|one|1");
    }

    @Test
    void anOutageThatLastsStopsTheTaskAfterMaxRetriesAndSetsNoRecordAside() throws IOException {
        String nobodyListens = "jdbc:postgresql://127.0.0.1:" + freePort() + "/none";
        try (RunningSink sink = RunningSink.mirroring(
                database, "connection.url", nobodyListens, "max.retries", "1", "connection.attempts", "2")) {
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> sink.put(order(1, "one", 1)));
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> sink.put(order(1, "one", 1)))
                    .withMessageContaining("08001")
                    .withMessageContaining("max.retries")
                    .isNotInstanceOf(RetriableException.class);
            assertThat(sink.reports()).isEmpty();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aLockThatIsNotHadInTimeIsRetried() throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(database, "connection.options", "-c lock_timeout=50ms")) {
            sink.put(order(1, "one", 1));
            database.connection().setAutoCommit(false);
            database.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");

            assertThatThrownBy(() -> sink.put(order(1, "uno", 2))).isInstanceOf(RetriableException.class);

            database.connection().rollback();
            database.connection().setAutoCommit(true);
            sink.put(order(1, "uno", 2));
        }

        assertThat(orders()).containsExactly("1|uno|2");
    }

    /** A stand-in for a service whose passwords expire: hands out another one each time. */
    public static final class Rotating implements JdbcCredentialsProvider {
        private String user = "";
        private int asked;

        @Override
        public void configure(Map<String, ?> options) {
            user = String.valueOf(options.get("user"));
        }

        @Override
        public JdbcCredentials credentials() {
            asked++;
            return new JdbcCredentials(user, new Password("password " + asked));
        }
    }

    @Test
    void eachConnectionIsMadeWithTheCredentialsOfTheMoment() throws SQLException {
        String role = "rotating_" + Long.toHexString(System.nanoTime());
        database.execute("CREATE ROLE " + role + " LOGIN SUPERUSER PASSWORD 'password 1'");
        // What stands in the URL goes before properties.
        String urlWithoutUser = database.url().replaceFirst("[?].*", "");
        try (RunningSink sink = RunningSink.mirroringAt(
                urlWithoutUser,
                "jdbc.credentials.provider.class",
                Rotating.class.getName(),
                "jdbc.credentials.provider.user",
                role,
                "connection.user",
                "nobody of this name")) {
            sink.put(order(1, "one", 1));
            assertThat(database.rows("SELECT DISTINCT usename FROM pg_stat_activity WHERE usename LIKE 'rotating%'"))
                    .containsExactly(role);

            database.execute("ALTER ROLE " + role + " PASSWORD 'password 2'");
            database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + role + "'");
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> sink.put(order(2, "two", 2)));
            sink.put(order(2, "two", 2));
        }

        assertThat(orders()).containsExactly("1|one|1", "2|two|2");
        database.execute("DROP ROLE " + role);
    }
}
