// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.fence;

import dev.sluice.connect.jdbc.driver.DriverWords;
import dev.sluice.connect.jdbc.sql.SessionLocks;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock of the session for each topic-partition, and every transaction on that very session.
 *
 * <p>{@link #open} takes each lock and ends the session of a former owner that still holds it, so that nothing of the former owner is
 * committed from then on. A task whose session has ended, by a successor or by chance, takes its locks again only where nobody holds
 * them: it cannot know that it is still the owner, and never ends anybody's session but its own former one.
 *
 * <p>Where a proxy hands out sessions by the transaction, a lock would belong to anybody. Such a proxy answers the connection with a number
 * of its own in place of the server process's, by which it is known; then there is no fence.
 */
public final class AdvisoryLocks implements Fence {
    private static final Logger log = LoggerFactory.getLogger(AdvisoryLocks.class);

    private final SessionLocks locks;
    private final DriverWords driverWords;
    private final String connector;
    private final Map<TopicPartition, Long> keys = new HashMap<>();
    private @Nullable Connection holding;
    /** This task's own, since it last held all of its locks. */
    private final Set<Session> sessions = new HashSet<>();

    private boolean pooled;
    private boolean announced;

    /** A session of the server: its number alone is given to another one after it has ended. */
    private record Session(int number, @Nullable String began) {}

    private record Holder(Session session, boolean ours) {}

    public AdvisoryLocks(SessionLocks locks, DriverWords driverWords, String connector) {
        this.locks = locks;
        this.driverWords = driverWords;
        this.connector = connector;
    }

    @Override
    public String description() {
        return pooled ? "none" : "session advisory locks";
    }

    @Override
    public Map<TopicPartition, Long> open(Connection connection, Collection<TopicPartition> partitions)
            throws SQLException {
        Set<Long> fresh = new TreeSet<>();
        for (TopicPartition partition : partitions) {
            long key = LockKey.of(connector, partition);
            keys.put(partition, key);
            fresh.add(key);
        }
        hold(connection, fresh, fresh);
        return Map.of();
    }

    @Override
    public Map<TopicPartition, Long> reopen(Connection connection, Collection<TopicPartition> partitions)
            throws SQLException {
        Set<Long> unheld = new TreeSet<>();
        for (TopicPartition partition : partitions) {
            long key = LockKey.of(connector, partition);
            keys.put(partition, key);
            unheld.add(key);
        }
        hold(connection, unheld, Set.of());
        return Map.of();
    }

    @Override
    public Map<TopicPartition, Long> ready(Connection connection) throws SQLException {
        hold(connection, Set.of(), Set.of());
        return Map.of();
    }

    /**
     * Sees to it that this connection holds the lock of each partition.
     *
     * @param unheld keys that no connection of this task holds
     * @param fresh the keys of partitions that have just been assigned, so that whoever has their locks has lost them
     */
    private void hold(Connection connection, Set<Long> unheld, Set<Long> fresh) throws SQLException {
        if (connection == holding) {
            if (!pooled) {
                // Those that are held are not taken again: they would have to be released twice.
                take(connection, unheld, fresh);
            }
            return;
        }
        holding = null;
        Session current = begin(connection);
        if (!pooled) {
            take(connection, new TreeSet<>(keys.values()), fresh);
        }
        sessions.retainAll(Set.of(current));
        holding = connection;
    }

    private Session begin(Connection connection) throws SQLException {
        Session current = identity(connection);
        sessions.add(current);
        OptionalInt answering = driverWords.sessionNumber(connection);
        pooled = answering.isEmpty() || answering.getAsInt() != current.number();
        announce();
        if (!pooled) {
            try (Statement statement = connection.createStatement()) {
                for (String setting : locks.settings()) {
                    statement.execute(setting);
                }
            }
        }
        return current;
    }

    private Session identity(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(locks.identity())) {
            row.next();
            return new Session(row.getInt(1), row.getString(2));
        }
    }

    private void announce() {
        if (announced) {
            return;
        }
        announced = true;
        if (pooled) {
            log.warn(
                    "Zombie fence: none. A proxy stands between this task and the database, and locks of a session do not hold"
                            + " where sessions are shared. A task that was thrown out of its group may write late over newer rows."
                            + " Set exactly.once.enabled=true, or connect to the database itself");
        } else {
            log.info("Zombie fence: session advisory locks, one for each topic-partition of connector {}", connector);
        }
    }

    private void take(Connection connection, Collection<Long> wanted, Set<Long> fresh) throws SQLException {
        List<Long> missing = wanted.isEmpty() ? List.of() : query(connection, locks.take(), wanted, rows -> {});
        if (missing.isEmpty()) {
            return;
        }
        Map<Long, Holder> holders = new HashMap<>();
        query(
                connection,
                locks.holders(),
                missing,
                row -> holders.put(
                        row.getLong(1), new Holder(new Session(row.getInt(2), row.getString(3)), row.getBoolean(4))));
        Set<Integer> ended = new TreeSet<>();
        for (Map.Entry<Long, Holder> entry : holders.entrySet()) {
            Holder holder = entry.getValue();
            TopicPartition partition = partition(entry.getKey());
            boolean own = sessions.contains(holder.session());
            if (!own && !fresh.contains(entry.getKey())) {
                throw new RetriableException(partition + " is locked by another task, session "
                        + holder.session().number()
                        + " of the database: this task was thrown out of its group, or another connector of the same name"
                        + " writes to this database. This task does not write while that lasts");
            }
            if ((own || holder.ours()) && ended.add(holder.session().number())) {
                end(connection, holder.session().number(), partition, own);
            }
        }
        await(connection, missing);
    }

    private TopicPartition partition(long key) {
        return keys.entrySet().stream()
                .filter(entry -> entry.getValue() == key)
                .map(Map.Entry::getKey)
                .findAny()
                .orElseThrow();
    }

    private void end(Connection connection, int number, TopicPartition partition, boolean own) throws SQLException {
        log.warn(
                "Ending session {} of the database, which {} and still holds the lock of {}",
                number,
                own ? "this task has lost" : "belongs to a former owner of the partition",
                partition);
        try (PreparedStatement statement = connection.prepareStatement(locks.end())) {
            statement.setInt(1, number);
            statement.execute();
        }
    }

    /** Its session is about to end, or is not ours to end. */
    private void await(Connection connection, List<Long> missing) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement patience = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(locks.await())) {
            patience.execute(locks.patience());
            for (long key : missing) {
                statement.setLong(1, key);
                statement.execute();
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Answers the first column of each row. */
    private static List<Long> query(Connection connection, String text, Collection<Long> keys, RowReader reader)
            throws SQLException {
        List<Long> found = new ArrayList<>();
        Array array = connection.createArrayOf("int8", keys.toArray());
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setArray(1, array);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getLong(1));
                    reader.read(rows);
                }
            }
        } finally {
            array.free();
        }
        return found;
    }

    /** Nothing to do: the transaction is the session's, and the session holds the locks for as long as it lives. */
    @Override
    public void enter(Connection connection, Map<TopicPartition, Long> next) {}

    @Override
    public void committed(Map<TopicPartition, Long> next) {}

    @Override
    public void close(Collection<TopicPartition> partitions) {
        List<Long> released =
                partitions.stream().map(keys::remove).filter(Objects::nonNull).toList();
        Connection connection = holding;
        if (connection == null || pooled || released.isEmpty()) {
            return;
        }
        try {
            query(connection, locks.release(), released, rows -> {});
        } catch (SQLException e) {
            // The session is gone, and its locks with it.
            log.debug("Locks were not released one by one", e);
        }
    }

    /** The database keeps no offsets. */
    @Override
    public void alter(Connection connection, Map<TopicPartition, @Nullable Long> offsets) {}
}
