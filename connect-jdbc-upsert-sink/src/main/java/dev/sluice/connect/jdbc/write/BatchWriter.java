// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.RecordPlan;
import dev.sluice.connect.jdbc.change.Reduction;
import dev.sluice.connect.jdbc.change.RowChange;
import dev.sluice.connect.jdbc.change.TableChange;
import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.sql.DatabaseError;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.FailureKind;
import dev.sluice.connect.jdbc.sql.TableInfo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
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
    private final Dialect dialect;
    private final Reduction reduction;
    private final Tables tables;
    private final Statements statements;

    public BatchWriter(
            Database database, Dialect dialect, Reduction reduction, boolean autoCreate, boolean autoEvolve) {
        this.database = database;
        this.dialect = dialect;
        this.reduction = reduction;
        this.tables = new Tables(dialect, autoCreate, autoEvolve);
        this.statements = new Statements(dialect);
    }

    /**
     * Returns once the batch is committed.
     *
     * @param tolerant whether a batch with refused records is committed at all; else {@code beforeCommit} gets the first one, and throws
     * @param beforeCommit takes the records that the database refuses; what it throws undoes the batch
     * @throws RetriableException if the same batch may well succeed later; nothing is written then, or, where the connection was lost
     *     during the commit, all of it may be
     * @throws ConnectException if it will not; nothing is written then
     */
    public void write(List<TableChange> changes, boolean tolerant, Consumer<List<Rejected>> beforeCommit) {
        try {
            try {
                attempt(changes, tolerant, beforeCommit);
            } catch (RefusedException e) {
                if (kind(e.refusal()) != FailureKind.STRUCTURE) {
                    throw e;
                }
                log.info("Table {} has changed ({}): reading it again", e.table(), SqlErrors.of(e.refusal()));
                tables.forget();
                attempt(changes, tolerant, beforeCommit);
            }
        } catch (RefusedException e) {
            throw failure("table " + dialect.quoted(e.table()) + ": ", e.refusal());
        } catch (SQLException e) {
            throw failure("", e);
        }
    }

    private void attempt(List<TableChange> changes, boolean tolerant, Consumer<List<Rejected>> beforeCommit)
            throws SQLException, RefusedException {
        Connection connection = database.connection();
        boolean committed = false;
        try {
            List<Rejected> rejected = writeAll(connection, changes, tolerant);
            beforeCommit.accept(rejected);
            if (!tolerant && !rejected.isEmpty()) {
                throw new IllegalStateException("a refused record was accepted, and what follows it is not written");
            }
            connection.commit();
            connection.setAutoCommit(true);
            committed = true;
        } finally {
            if (!committed) {
                // Whatever state the connection is in: the server rolls back what a closed one leaves open.
                database.close();
            }
        }
    }

    /** Leaves the transaction open that holds everything but the rejected records. */
    private List<Rejected> writeAll(Connection connection, List<TableChange> changes, boolean tolerant)
            throws SQLException, RefusedException {
        try {
            Map<TableId, TableInfo> ready = ready(connection, changes);
            connection.setAutoCommit(false);
            List<TableChange> writable = writable(changes, ready);
            BatchOrder order = BatchOrder.of(dialect, writable, ready);
            statements.run(
                    connection,
                    ready,
                    order.reducible()
                            ? reduction.statements(writable)
                            : reduction.inArrivalOrder(writable, order.ambiguous()));
            return List.of();
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
        connection.setAutoCommit(false);
        List<TableChange> writable = writable(changes, ready);
        Set<TableId> ambiguous = BatchOrder.of(dialect, writable, ready).ambiguous();
        return new Replay(connection, dialect, reduction, statements, ready, ambiguous, !tolerant).write(writable);
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

        private void add(TableChange change) {
            if (seen.add(change.plan())) {
                (change.change() instanceof RowChange.Delete ? deletes : upserts).add(change.plan());
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
            table.ifPresent(info -> ready.put(entry.getKey(), info));
        }
        return ready;
    }

    private ConnectException failure(String where, SQLException e) {
        DatabaseError error = SqlErrors.of(e);
        return switch (kind(e)) {
            case TRANSIENT ->
                new RetriableException(
                        where + "the database cannot be reached or is busy (" + error + ")", SqlErrors.driversOwn(e));
            case DATA ->
                // No record to blame: such a check is made at the commit.
                new ConnectException(where + "the database refuses the batch at its commit (" + error + "): "
                        + dialect.errors().meaning(error)
                        + ". Declare the constraint as not deferred, so that the record is found");
            case STRUCTURE, UNKNOWN, PERMANENT ->
                new ConnectException(
                        where + "the database does not take the batch (" + error + "): "
                                + dialect.errors().meaning(error),
                        SqlErrors.driversOwn(e));
        };
    }

    private FailureKind kind(SQLException e) {
        return dialect.errors().classify(SqlErrors.of(e));
    }

    @Override
    public void close() {
        database.close();
    }
}
