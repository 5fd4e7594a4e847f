// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.RecordPlan;
import dev.sluice.connect.jdbc.change.Reduction;
import dev.sluice.connect.jdbc.change.Row;
import dev.sluice.connect.jdbc.change.RowChange;
import dev.sluice.connect.jdbc.change.RowGroup;
import dev.sluice.connect.jdbc.change.TableChange;
import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.driver.DriverWords;
import dev.sluice.connect.jdbc.fence.Fence;
import dev.sluice.connect.jdbc.sql.DatabaseError;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.FailureKind;
import dev.sluice.connect.jdbc.sql.TableInfo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a batch in one transaction over all of its tables: all of it but the rejected records is there, or none.
 *
 * <p>First the reduced form, a few statements, where {@link BatchOrder} allows it. Only when the database refuses data, that is rolled back and the batch is written in the
 * order of arrival, halved around each refusal until single records stand alone. So a record is called bad only where the database
 * refuses it after all records before it.
 */
public final class BatchWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);

    private final Database database;
    private final Fence fence;
    private final Dialect dialect;
    private final DriverWords driverWords;
    private final Reduction reduction;
    private final boolean autoEvolve;
    private final Tables tables;
    private final Statements statements;

    public BatchWriter(
            Database database,
            Fence fence,
            Dialect dialect,
            DriverWords driverWords,
            Reduction reduction,
            boolean autoCreate,
            boolean autoEvolve) {
        this.database = database;
        this.fence = fence;
        this.dialect = dialect;
        this.driverWords = driverWords;
        this.reduction = reduction;
        this.autoEvolve = autoEvolve;
        this.tables = new Tables(dialect, reduction.mode(), autoCreate, autoEvolve, System::nanoTime);
        this.statements = new Statements(dialect);
    }

    /** @see Fence#open */
    public Map<TopicPartition, Long> open(Collection<TopicPartition> partitions) {
        return fenced(connection -> fence.open(connection, partitions));
    }

    /** @see Fence#reopen */
    public Map<TopicPartition, Long> reopen(Collection<TopicPartition> partitions) {
        return fenced(connection -> fence.reopen(connection, partitions));
    }

    /** Sees to it that there is a connection, which may write. @see Fence#ready */
    public Map<TopicPartition, Long> prepare() {
        return fenced(fence::ready);
    }

    /** @see Fence#close */
    public void release(Collection<TopicPartition> partitions) {
        fence.close(partitions);
    }

    /** @see Fence#alter */
    public void alterOffsets(Map<TopicPartition, @Nullable Long> offsets) {
        fenced(connection -> {
            fence.alter(connection, offsets);
            return Map.of();
        });
    }

    @FunctionalInterface
    private interface FenceCall {
        Map<TopicPartition, Long> on(Connection connection) throws SQLException;
    }

    private Map<TopicPartition, Long> fenced(FenceCall call) {
        boolean done = false;
        try {
            Map<TopicPartition, Long> next = call.on(database.connection());
            done = true;
            return next;
        } catch (SQLException e) {
            throw failure("", e);
        } finally {
            if (!done) {
                database.close();
            }
        }
    }

    /**
     * Returns once the batch is committed.
     *
     * @param tolerant whether a batch with refused records is committed at all; else {@code beforeCommit} gets the first one, and throws
     * @param beforeCommit takes the records that the database refuses; what it throws undoes the batch
     * @throws dev.sluice.connect.jdbc.fence.FencedException if another task has taken partitions over; nothing is written then
     * @throws RetriableException if the same batch may well succeed later; nothing is written then, or, where the connection was lost
     *     during the commit, all of it may be
     * @throws ConnectException if it will not; nothing is written then
     */
    public Written write(Batch batch, boolean tolerant, Consumer<List<Rejected>> beforeCommit) {
        try {
            try {
                return attempt(batch, tolerant, beforeCommit);
            } catch (RefusedException e) {
                if (kind(e.refusal()) != FailureKind.STRUCTURE) {
                    throw e;
                }
                log.info("Table {} has changed ({}): reading it again", e.table(), SqlErrors.of(e.refusal()));
                tables.forget();
                return attempt(batch, tolerant, beforeCommit);
            }
        } catch (RefusedException e) {
            throw failure("table " + dialect.quoted(e.table()) + ": ", e.refusal());
        } catch (SQLException e) {
            throw failure("", e);
        }
    }

    private Written attempt(Batch batch, boolean tolerant, Consumer<List<Rejected>> beforeCommit)
            throws SQLException, RefusedException {
        boolean committed = false;
        try {
            Connection connection = database.connection();
            fence.ready(connection);
            Written written = writeAll(connection, batch, tolerant);
            beforeCommit.accept(written.rejected());
            if (!tolerant && !written.rejected().isEmpty()) {
                throw new IllegalStateException("a refused record was accepted, and what follows it is not written");
            }
            connection.commit();
            connection.setAutoCommit(true);
            committed = true;
            fence.committed(batch.next());
            return written;
        } finally {
            if (!committed) {
                // Whatever state the connection is in: the server rolls back what a closed one leaves open.
                database.close();
            }
        }
    }

    /** Leaves the transaction open that holds everything but the rejected records. */
    private Written writeAll(Connection connection, Batch batch, boolean tolerant)
            throws SQLException, RefusedException {
        List<TableChange> changes = batch.changes();
        try {
            Map<TableId, TableInfo> ready = ready(connection, changes);
            begin(connection, batch);
            List<TableChange> writable = writable(changes, ready);
            BatchOrder order = BatchOrder.of(dialect, writable, ready);
            List<RowGroup> groups = order.reducible()
                    ? reduction.statements(writable)
                    : reduction.inArrivalOrder(writable, order.ambiguous());
            statements.run(connection, ready, groups);
            return Written.of(changes.size(), groups);
        } catch (RefusedException e) {
            if (!kind(e.refusal()).mayBeOfARecord()) {
                throw e;
            }
            log.debug(
                    "Table {} refuses data ({}): writing {} records in the order of arrival",
                    e.table(),
                    SqlErrors.of(e.refusal()),
                    changes.size());
        }
        connection.rollback();
        connection.setAutoCommit(true);
        // A column may have been widened since its type was read.
        tables.forget();
        Map<TableId, TableInfo> ready = ready(connection, changes);
        begin(connection, batch);
        List<TableChange> writable = writable(changes, ready);
        Set<TableId> ambiguous = BatchOrder.of(dialect, writable, ready).ambiguous();
        Refusals refusals = new Refusals(dialect, driverWords, reduction, statements, autoEvolve);
        List<Rejected> rejected = new Replay(
                        connection, dialect, refusals, reduction, statements, ready, ambiguous, !tolerant)
                .write(writable);
        return Written.oneByOne(writable, rejected);
    }

    /** The fence comes first: a task that may not write is to find out before it touches a row. */
    private void begin(Connection connection, Batch batch) throws SQLException {
        connection.setAutoCommit(false);
        fence.enter(connection, batch.next());
    }

    /** Without deletes from tables that do not exist. */
    private static List<TableChange> writable(List<TableChange> changes, Map<TableId, TableInfo> ready) {
        return changes.stream()
                .filter(change -> ready.containsKey(change.table()))
                .toList();
    }

    /** What the records of one table are read by. */
    private static final class Plans {
        private final Set<RecordPlan> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        /** In the order of arrival, which is the order of columns in a table that is made for them. */
        private final List<RecordPlan> upserts = new ArrayList<>();

        private final List<RecordPlan> deletes = new ArrayList<>();

        private final List<Row> rows = new ArrayList<>();
        private @Nullable RecordPlan last;

        // Plans are made once a schema, and told apart by which they are.
        @SuppressWarnings("ReferenceEquality")
        private void add(TableChange change) {
            rows.add(change.change().row());
            // Neighbours are mostly read by one plan.
            if (change.plan() == last) {
                return;
            }
            last = change.plan();
            if (seen.add(change.plan())) {
                (change.change() instanceof RowChange.Upsert ? upserts : deletes).add(change.plan());
            }
        }
    }

    private Map<TableId, TableInfo> ready(Connection connection, List<TableChange> changes) throws SQLException {
        Map<TableId, Plans> plans = new LinkedHashMap<>();
        for (TableChange change : changes) {
            plans.computeIfAbsent(change.table(), table -> new Plans()).add(change);
        }
        Map<TableId, TableInfo> ready = new HashMap<>();
        for (Map.Entry<TableId, Plans> entry : plans.entrySet()) {
            Optional<TableInfo> table =
                    tables.ready(connection, entry.getKey(), entry.getValue().upserts, entry.getValue().deletes);
            if (table.isPresent()) {
                ready.put(entry.getKey(), tables.fitting(connection, table.get(), entry.getValue().rows));
            }
        }
        return ready;
    }

    private ConnectException failure(String where, SQLException e) {
        DatabaseError error = SqlErrors.of(e);
        return switch (kind(e)) {
            case TRANSIENT ->
                new RetriableException(
                        where + "the database cannot be reached or is busy (" + error + ")", driversOwn(e));
            case DATA ->
                // No record to blame: such a check is made at the commit.
                new ConnectException(where + "the database refuses the batch at its commit (" + error + "): "
                        + dialect.errors().meaning(error)
                        + ". Declare the constraint as not deferred, so that the record is found");
            case STRUCTURE, UNKNOWN, PERMANENT ->
                new ConnectException(
                        where + "the database does not take the batch (" + error + "): "
                                + dialect.errors().meaning(error),
                        driversOwn(e));
        };
    }

    private @Nullable SQLException driversOwn(SQLException e) {
        return driverWords.isDriversOwn(e) ? e : null;
    }

    private FailureKind kind(SQLException e) {
        return dialect.errors().classify(SqlErrors.of(e));
    }

    @Override
    public void close() {
        database.close();
    }
}
