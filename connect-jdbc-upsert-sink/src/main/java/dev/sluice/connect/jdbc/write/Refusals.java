// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.Reduction;
import dev.sluice.connect.jdbc.change.Row;
import dev.sluice.connect.jdbc.change.RowChange;
import dev.sluice.connect.jdbc.change.RowGroup;
import dev.sluice.connect.jdbc.change.Shape;
import dev.sluice.connect.jdbc.change.TableChange;
import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.driver.DriverWords;
import dev.sluice.connect.jdbc.sql.ColumnChange;
import dev.sluice.connect.jdbc.sql.DatabaseError;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.FailureKind;
import dev.sluice.connect.jdbc.sql.TableColumn;
import dev.sluice.connect.jdbc.sql.TableInfo;
import dev.sluice.connect.jdbc.sql.Widening;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Says which column or constraint made the database refuse a record, without the values that the server's own messages quote.
 *
 * <p>PostgreSQL does not name the column whose value it cannot take. It is found by writing the row without one column after the other,
 * each time undone: the column without which the complaint ends is the one. What was found for one record is tried first for the next;
 * and as a batch may be bad as a whole, only some records are explained so.
 *
 * <p>For one batch.
 */
final class Refusals {
    /** Enough to see what is wrong; each costs up to a statement a column. */
    private static final int MAX_EXPLAINED = 10;

    private final Dialect dialect;
    private final DriverWords driverWords;
    private final Reduction reduction;
    private final Statements statements;
    private final boolean autoEvolve;
    private final Map<Complaint, String> culprits = new HashMap<>();
    private int explained;

    private record Complaint(TableId table, Shape shape, DatabaseError error) {}

    /** @param autoEvolve whether the sink has already tried what makes room, and was refused */
    Refusals(Dialect dialect, DriverWords driverWords, Reduction reduction, Statements statements, boolean autoEvolve) {
        this.dialect = dialect;
        this.driverWords = driverWords;
        this.reduction = reduction;
        this.statements = statements;
        this.autoEvolve = autoEvolve;
    }

    /** The transaction is afterwards as it was before. */
    DataException explain(Connection connection, TableInfo table, TableChange bad, SQLException refusal)
            throws SQLException {
        DatabaseError error = SqlErrors.of(refusal);
        Optional<String> column = driverWords.column(refusal);
        if (column.isEmpty() && ++explained <= MAX_EXPLAINED && bad.change() instanceof RowChange.Upsert upsert) {
            column = culprit(connection, table, bad, upsert, error);
        }
        String where = column.map(name -> describe(table, bad, name))
                .orElseGet(() -> "table " + dialect.quoted(table.id()) + constraint(refusal));
        String remedy = column.isPresent() ? remedy(connection, table, bad, column.get()) : "";
        // Without the cause, whose message quotes values.
        return new DataException(where + " refuses the record (" + error + "): "
                + dialect.errors().meaning(error)
                + remedy);
    }

    /** The statement that makes room, where the column is of the right family and too narrow, or takes no null. */
    private String remedy(Connection connection, TableInfo table, TableChange bad, String name) throws SQLException {
        if (!table.has(name)) {
            return "";
        }
        TableColumn column = table.column(name);
        Widening widening = dialect.definitions().alterations().widening();
        Optional<String> wider = bad.plan()
                .column(name::equals)
                .flatMap(field -> widening.towards(column, field.mapping().columnType()))
                .or(() -> value(bad.change().row(), name) instanceof String text
                        ? longer(widening.toLength(column, widening.length(text)))
                        : Optional.empty());
        boolean lacksValue = column.notNull()
                && !bad.plan().keyNames().contains(name)
                && value(bad.change().row(), name) == null;
        if (wider.isEmpty() && !lacksValue) {
            return "";
        }
        List<String> statements = DefinitionRunner.statements(
                connection, dialect, table.id(), new ColumnChange(column, wider.orElse(null), lacksValue));
        return statements.isEmpty()
                ? ""
                : ". Run " + String.join("; ", statements) + (autoEvolve ? "" : ", or set auto.evolve=true");
    }

    /** The most to begin with; and the least of what the database has refused. */
    private Optional<String> longer(List<String> types) {
        return types.isEmpty() ? Optional.empty() : Optional.of(types.get(autoEvolve ? types.size() - 1 : 0));
    }

    private static @Nullable Object value(Row row, String name) {
        for (int i = 0; i < row.shape().columns().size(); i++) {
            if (row.shape().columns().get(i).name().equals(name)) {
                return row.value(i);
            }
        }
        return null;
    }

    private String describe(TableInfo table, TableChange bad, String name) {
        String field = bad.plan()
                .column(name::equals)
                .map(column -> "field '" + column.field() + "' of type " + column.typeName() + ": ")
                .orElse("");
        String type = table.has(name) ? " of type " + table.column(name).declaredType() : "";
        return field + "column " + dialect.quoted(table.id()) + "." + dialect.quoted(name) + type;
    }

    private Optional<String> culprit(
            Connection connection, TableInfo table, TableChange bad, RowChange.Upsert upsert, DatabaseError error)
            throws SQLException {
        Row row = upsert.row();
        Complaint complaint = new Complaint(bad.table(), row.shape(), error);
        List<Integer> candidates = new ArrayList<>();
        for (int i = row.shape().key().size(); i < row.shape().columns().size(); i++) {
            boolean first = row.shape().columns().get(i).name().equals(culprits.get(complaint));
            candidates.add(first ? 0 : candidates.size(), i);
        }
        for (int i : candidates) {
            Row without = row.without(Set.of(i));
            TableChange trial =
                    new TableChange(bad.source(), bad.table(), bad.plan(), new RowChange.Upsert(upsert.key(), without));
            if (without.shape().columns().isEmpty() || !isRefusedWith(connection, table, trial, error)) {
                String name = row.shape().columns().get(i).name();
                culprits.put(complaint, name);
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private boolean isRefusedWith(Connection connection, TableInfo table, TableChange trial, DatabaseError error)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            for (RowGroup group : reduction.inArrivalOrder(List.of(trial), Set.of())) {
                statements.run(connection, table, group);
            }
            return false;
        } catch (SQLException e) {
            DatabaseError other = SqlErrors.of(e);
            if (dialect.errors().classify(other) == FailureKind.TRANSIENT) {
                throw e;
            }
            return other.equals(error);
        } finally {
            connection.rollback(before);
            Savepoints.release(connection, before);
        }
    }

    private String constraint(SQLException refusal) {
        return driverWords
                .constraint(refusal)
                .map(name -> ", constraint " + dialect.quoted(name) + ",")
                .orElse("");
    }
}
