// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.Reduction;
import dev.sluice.connect.jdbc.change.TableChange;
import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.FailureKind;
import dev.sluice.connect.jdbc.sql.TableInfo;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Writes one batch in the order of arrival, halved around each refusal until single records stand alone. */
final class Replay {
    private final Connection connection;
    private final Dialect dialect;
    private final Reduction reduction;
    private final Statements statements;
    private final Map<TableId, TableInfo> tables;
    private final Set<TableId> ambiguous;
    private final boolean firstAlone;
    private final Refusals refusals;
    private final List<Rejected> rejected = new ArrayList<>();
    private int withUnknownState;
    private @Nullable RefusedException lastUnknown;

    /**
     * @param connection within a transaction
     * @param tables has every table of the batch
     * @param firstAlone stop at the first record that is refused, as the batch is not to be committed then
     */
    Replay(
            Connection connection,
            Dialect dialect,
            Refusals refusals,
            Reduction reduction,
            Statements statements,
            Map<TableId, TableInfo> tables,
            Set<TableId> ambiguous,
            boolean firstAlone) {
        this.connection = connection;
        this.dialect = dialect;
        this.reduction = reduction;
        this.statements = statements;
        this.tables = tables;
        this.ambiguous = ambiguous;
        this.firstAlone = firstAlone;
        this.refusals = refusals;
    }

    /**
     * Leaves the transaction with everything written but the records answered.
     *
     * @throws RefusedException if the refusal is of no record, or of every one of several with a state that may mean anything
     */
    List<Rejected> write(List<TableChange> changes) throws SQLException, RefusedException {
        List<List<TableChange>> records = byRecord(changes);
        writePart(records);
        if (lastUnknown != null && records.size() > 1 && withUnknownState == records.size()) {
            throw lastUnknown;
        }
        return rejected;
    }

    /** A record whose key has changed is two changes, of which never one alone may be written. */
    // The record itself is meant: another one may be equal.
    @SuppressWarnings("ReferenceEquality")
    private static List<List<TableChange>> byRecord(List<TableChange> changes) {
        List<List<TableChange>> records = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= changes.size(); i++) {
            if (i == changes.size()
                    || changes.get(i).source() != changes.get(from).source()) {
                records.add(changes.subList(from, i));
                from = i;
            }
        }
        return records;
    }

    private void writePart(List<List<TableChange>> part) throws SQLException, RefusedException {
        if (firstAlone && !rejected.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            statements.run(connection, tables, reduction.inArrivalOrder(flat(part), ambiguous));
            Savepoints.release(connection, before);
        } catch (RefusedException e) {
            FailureKind kind = dialect.errors().classify(SqlErrors.of(e.refusal()));
            if (!kind.mayBeOfARecord()) {
                throw e;
            }
            connection.rollback(before);
            Savepoints.release(connection, before);
            if (part.size() == 1) {
                if (kind == FailureKind.UNKNOWN) {
                    withUnknownState++;
                    lastUnknown = e;
                }
                reject(part.get(0), e);
            } else {
                int half = part.size() / 2;
                writePart(part.subList(0, half));
                writePart(part.subList(half, part.size()));
            }
        }
    }

    private static List<TableChange> flat(List<List<TableChange>> records) {
        return records.stream().flatMap(List::stream).toList();
    }

    private void reject(List<TableChange> record, RefusedException refused) throws SQLException, RefusedException {
        if (record.size() == 1) {
            rejected.add(new Rejected(record.get(0).source(), explained(record.get(0), refused.refusal())));
            return;
        }
        Savepoint before = connection.setSavepoint();
        rejected.add(new Rejected(record.get(0).source(), explained(record, refused)));
        connection.rollback(before);
        Savepoints.release(connection, before);
    }

    /** By the change that the database refuses after those before it. */
    private DataException explained(List<TableChange> record, RefusedException refused)
            throws SQLException, RefusedException {
        for (TableChange change : record) {
            Savepoint before = connection.setSavepoint();
            try {
                statements.run(connection, tables, reduction.inArrivalOrder(List.of(change), ambiguous));
                Savepoints.release(connection, before);
            } catch (RefusedException e) {
                if (!dialect.errors().classify(SqlErrors.of(e.refusal())).mayBeOfARecord()) {
                    throw e;
                }
                connection.rollback(before);
                Savepoints.release(connection, before);
                return explained(change, e.refusal());
            }
        }
        return explained(record.get(record.size() - 1), refused.refusal());
    }

    private DataException explained(TableChange bad, SQLException refusal) throws SQLException {
        TableInfo table = Objects.requireNonNull(tables.get(bad.table()), "a table that was not made ready");
        return refusals.explain(connection, table, bad, refusal);
    }
}
