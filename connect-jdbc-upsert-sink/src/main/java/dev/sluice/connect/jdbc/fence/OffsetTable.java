// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.fence;

import dev.sluice.connect.jdbc.change.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table in the target database with the next offset of each topic-partition, which moves in the very transaction that writes the rows.
 *
 * <p>So an offset and its rows are there together or not at all, and where the two sides of a lost connection disagree about a commit, the
 * table knows. Each row has an epoch that {@link #open} raises: it waits for whatever transaction holds the row, and from then on the
 * former owner's find no row of their epoch to move.
 */
public final class OffsetTable implements Fence {
    private static final Logger log = LoggerFactory.getLogger(OffsetTable.class);

    /** Always the same, so that two tasks that move several rows cannot wait for each other in a circle. */
    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final OffsetTableText text;
    private final String connector;
    private final Map<TopicPartition, Position> positions = new HashMap<>();
    private @Nullable Connection session;

    /** @param next null while nothing was written */
    private record Position(long epoch, @Nullable Long next) {}

    public OffsetTable(OffsetTableText text, String connector) {
        this.text = text;
        this.connector = connector;
    }

    @Override
    public String description() {
        return "offset table";
    }

    @Override
    public Map<TopicPartition, Long> open(Connection connection, Collection<TopicPartition> partitions)
            throws SQLException {
        text.createIfMissing(connection);
        Map<TopicPartition, Long> next = new HashMap<>();
        for (TopicPartition partition : sorted(partitions)) {
            Position position = claim(connection, partition);
            positions.put(partition, position);
            if (position.next() != null) {
                next.put(partition, position.next());
            }
        }
        log.info("Exactly once: table {} has the offsets of connector {}, and begins with {}", id(), connector, next);
        return next;
    }

    private TableId id() {
        return text.id();
    }

    /** Whoever has the table's offset may go on from there: unlike rows, offsets cannot be written over by an older claim. */
    @Override
    public Map<TopicPartition, Long> reopen(Connection connection, Collection<TopicPartition> partitions)
            throws SQLException {
        return open(connection, partitions);
    }

    @Override
    public Map<TopicPartition, Long> ready(Connection connection) throws SQLException {
        if (connection == session) {
            return Map.of();
        }
        Set<TopicPartition> lost = new HashSet<>();
        Map<TopicPartition, Long> next = new HashMap<>();
        for (TopicPartition partition : sorted(positions.keySet())) {
            Position known = Objects.requireNonNull(positions.get(partition));
            Optional<Position> stored = settled(connection, partition);
            if (stored.isEmpty() || stored.get().epoch() != known.epoch()) {
                lost.add(partition);
                continue;
            }
            positions.put(partition, stored.get());
            if (stored.get().next() != null) {
                next.put(partition, stored.get().next());
            }
        }
        if (!lost.isEmpty()) {
            positions.keySet().removeAll(lost);
            throw new FencedException(lost);
        }
        session = connection;
        return next;
    }

    @Override
    public void enter(Connection connection, Map<TopicPartition, Long> next) throws SQLException {
        Set<TopicPartition> lost = new HashSet<>();
        for (TopicPartition partition : sorted(next.keySet())) {
            Position known = positions.get(partition);
            if (known == null || !advance(connection, partition, known, next.get(partition))) {
                lost.add(partition);
            }
        }
        if (!lost.isEmpty()) {
            positions.keySet().removeAll(lost);
            throw new FencedException(lost);
        }
    }

    @Override
    public void committed(Map<TopicPartition, Long> next) {
        next.forEach((partition, offset) ->
                positions.computeIfPresent(partition, (same, known) -> new Position(known.epoch(), offset)));
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        positions.keySet().removeAll(partitions);
    }

    @Override
    public void alter(Connection connection, Map<TopicPartition, @Nullable Long> offsets) throws SQLException {
        text.createIfMissing(connection);
        if (offsets.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(text.resetAll())) {
                statement.setString(1, connector);
                statement.executeUpdate();
            }
        }
        for (TopicPartition partition : sorted(offsets.keySet())) {
            claim(connection, partition);
            try (PreparedStatement statement = connection.prepareStatement(text.set())) {
                setOffset(statement, 1, offsets.get(partition));
                setKey(statement, 2, partition);
                statement.executeUpdate();
            }
        }
    }

    /** Raises the epoch and reads the offset, in one transaction. */
    private Position claim(Connection connection, TopicPartition partition) throws SQLException {
        Optional<Position> claimed = raise(connection, partition);
        if (claimed.isEmpty()) {
            insert(connection, partition);
            claimed = raise(connection, partition);
        }
        return claimed.orElseThrow(() -> new IllegalStateException(
                "the row of " + partition + " in " + id() + " vanished as soon as it was made"));
    }

    private Optional<Position> raise(Connection connection, TopicPartition partition) throws SQLException {
        return inTransaction(connection, text.raiseEpoch(), partition);
    }

    /** Waits for what another session may still be doing to the row: a commit whose reply was lost, for example. */
    private Optional<Position> settled(Connection connection, TopicPartition partition) throws SQLException {
        return inTransaction(connection, text.touch(), partition);
    }

    private Optional<Position> inTransaction(Connection connection, String lockingUpdate, TopicPartition partition)
            throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement update = connection.prepareStatement(lockingUpdate)) {
            setKey(update, 1, partition);
            update.executeUpdate();
        }
        Optional<Position> position = read(connection, partition);
        connection.commit();
        connection.setAutoCommit(true);
        return position;
    }

    private Optional<Position> read(Connection connection, TopicPartition partition) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(text.read())) {
            setKey(query, 1, partition);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                long epoch = row.getLong(1);
                long next = row.getLong(2);
                return Optional.of(new Position(epoch, row.wasNull() ? null : next));
            }
        }
    }

    private void insert(Connection connection, TopicPartition partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text.insert())) {
            setKey(statement, 1, partition);
            statement.executeUpdate();
        } catch (SQLException e) {
            if (!text.isDuplicate(e)) {
                throw e;
            }
            log.debug("Another task has just made the row of {}", partition);
        }
    }

    private boolean advance(Connection connection, TopicPartition partition, Position from, @Nullable Long to)
            throws SQLException {
        // What is expected to be there is part of the condition: a packet of a lost session that comes late must not
        // move it.
        try (PreparedStatement statement = connection.prepareStatement(text.advance(from.next() != null))) {
            setOffset(statement, 1, to);
            setKey(statement, 2, partition);
            statement.setLong(5, from.epoch());
            if (from.next() != null) {
                statement.setLong(6, from.next());
            }
            return statement.executeUpdate() == 1;
        }
    }

    private void setKey(PreparedStatement statement, int first, TopicPartition partition) throws SQLException {
        statement.setString(first, connector);
        statement.setString(first + 1, partition.topic());
        statement.setInt(first + 2, partition.partition());
    }

    private static void setOffset(PreparedStatement statement, int index, @Nullable Long offset) throws SQLException {
        if (offset == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, offset);
        }
    }

    private static List<TopicPartition> sorted(Collection<TopicPartition> partitions) {
        List<TopicPartition> sorted = new ArrayList<>(partitions);
        sorted.sort(ORDER);
        return sorted;
    }
}
