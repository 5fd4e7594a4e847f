// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import static java.util.stream.Collectors.joining;

import dev.sluice.connect.jdbc.change.InsertMode;
import dev.sluice.connect.jdbc.change.RecordPlan;
import dev.sluice.connect.jdbc.change.Row;
import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.sql.ColumnChange;
import dev.sluice.connect.jdbc.sql.ColumnDefinition;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.GuardColumns;
import dev.sluice.connect.jdbc.sql.Query;
import dev.sluice.connect.jdbc.sql.TableColumn;
import dev.sluice.connect.jdbc.sql.TableInfo;
import dev.sluice.connect.jdbc.sql.TextComparison;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the database's tables look like, read once a connection and every few minutes, and brought up to what records need.
 *
 * <p>Statements here run outside of the batch's transaction, as other databases than PostgreSQL would end it. Tasks that make the same
 * table or column at the same time all succeed: whoever comes second reads what the first has made.
 */
final class Tables {
    private static final Logger log = LoggerFactory.getLogger(Tables.class);

    /** How long others may change a table before that is seen where the database refuses nothing. */
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final Dialect dialect;
    private final DefinitionRunner runner;
    private final InsertMode mode;
    private final boolean autoCreate;
    private final boolean autoEvolve;
    private final LongSupplier nanoTime;
    private final Map<TableId, TableInfo> known = new HashMap<>();
    private final Map<TableId, Long> readAt = new HashMap<>();
    private final Map<TableId, RefusedChanges> refused = new HashMap<>();
    private @Nullable Connection reader;

    Tables(Dialect dialect, InsertMode mode, boolean autoCreate, boolean autoEvolve, LongSupplier nanoTime) {
        this.dialect = dialect;
        this.mode = mode;
        this.runner = new DefinitionRunner(dialect);
        this.autoCreate = autoCreate;
        this.autoEvolve = autoEvolve;
        this.nanoTime = nanoTime;
    }

    /**
     * The table, with room for the texts of these rows where columns may be made longer.
     *
     * @param table as {@link #ready} answered it
     */
    TableInfo fitting(Connection connection, TableInfo table, Collection<Row> rows) throws SQLException {
        if (!autoEvolve) {
            return table;
        }
        return changed(connection, table, TableGrowth.forTexts(dialect, refused(table.id()), rows));
    }

    /** Makes the next use of each table read it again. */
    void forget() {
        known.clear();
    }

    /** What is not refused is not noticed, as a unique index by which another database's upsert finds other rows. */
    private void forgetTheOld(Connection connection, TableId id) {
        if (!connection.equals(reader)) {
            forget();
            reader = connection;
        }
        Long read = readAt.get(id);
        if (read != null && nanoTime.getAsLong() - read > MAX_AGE.toNanos()) {
            known.remove(id);
        }
    }

    /**
     * The table, with a column for everything the plans write.
     *
     * @param upserts plans of records that write, in the order of arrival
     * @param deletes plans of records that delete
     * @return empty where the table does not exist and there is nothing to write but deletes, which then have nothing to do
     * @throws ConnectException if the table lacks something that the sink may not add, or would need two keys
     */
    Optional<TableInfo> ready(
            Connection connection, TableId id, Collection<RecordPlan> upserts, Collection<RecordPlan> deletes)
            throws SQLException {
        forgetTheOld(connection, id);
        TableInfo table = known.get(id);
        if (table == null) {
            table = read(connection, id);
        }
        if (table == null) {
            if (!autoCreate) {
                throw new ConnectException("table " + dialect.quoted(id)
                        + " does not exist. Create it, correct table.name.format, or set auto.create=true");
            }
            if (upserts.isEmpty()) {
                return Optional.empty();
            }
            table = create(connection, id, upserts);
        }
        Map<String, RecordPlan.Column> missing = missing(table, upserts.stream().flatMap(RecordPlan::columns));
        if (!missing.isEmpty()) {
            table = addMissing(connection, table, missing.values());
        }
        if (autoEvolve) {
            table = changed(connection, table, TableGrowth.forPlans(dialect, mode, upserts));
        }
        Map<String, RecordPlan.Column> missingKey =
                missing(table, deletes.stream().flatMap(RecordPlan::columns));
        if (missingKey.values().stream().noneMatch(column -> column.origin() != RecordPlan.Origin.MARK)
                && !missingKey.isEmpty()) {
            table = addMissing(connection, table, missingKey.values());
        } else if (!missingKey.isEmpty()) {
            throw lacks(id, missingKey.values(), "Correct pk.fields");
        }
        for (RecordPlan plan : upserts) {
            requireOrdered(table, plan);
        }
        for (RecordPlan plan : deletes) {
            requireOrdered(table, plan);
        }
        known.put(id, table);
        return Optional.of(table);
    }

    /** An older event would overwrite a newer row without a word, where the database compares texts. */
    private void requireOrdered(TableInfo table, RecordPlan plan) {
        for (RecordPlan.Column column : plan.others()) {
            if (column.name().equals(plan.guard()) && !GuardColumns.areCompared(table.column(column.name()), column)) {
                throw new ConnectException("table " + dialect.quoted(table.id()) + " would compare field '"
                        + column.field() + "' (" + column.typeName() + "), which upsert.guard.field names, with column "
                        + dialect.quoted(column.name()) + " "
                        + table.column(column.name()).declaredType()
                        + " as texts, among which 9 comes after 10. Make it a column of numbers or times, or name a"
                        + " field for which this database has such a type (SQLite: integers and times, not decimals)");
            }
        }
    }

    private static Map<String, RecordPlan.Column> missing(TableInfo table, Stream<RecordPlan.Column> columns) {
        Map<String, RecordPlan.Column> missing = new LinkedHashMap<>();
        columns.filter(column -> !table.has(column.name()))
                .forEach(column -> missing.putIfAbsent(column.name(), column));
        return missing;
    }

    private @Nullable TableInfo read(Connection connection, TableId id) throws SQLException {
        readAt.put(id, nanoTime.getAsLong());
        List<TableColumn> columns = Queries.rows(
                connection,
                dialect.catalogue().columns(id),
                row -> new TableColumn(
                        row.getString(1),
                        row.getString(2),
                        Queries.integer(row, 3),
                        Queries.integer(row, 4),
                        TextComparison.valueOf(row.getString(5)),
                        row.getBoolean(6),
                        row.getBoolean(7),
                        row.getBoolean(8),
                        row.getBoolean(9)));
        return columns.isEmpty()
                ? null
                : new TableInfo(
                        id,
                        columns,
                        deletesCascade(connection, id),
                        dialect.ignoresCaseOfColumns(),
                        conflictingIndexes(connection, id));
    }

    private List<TableInfo.Index> conflictingIndexes(Connection connection, TableId id) throws SQLException {
        Optional<Query> query = dialect.catalogue().conflictingIndexes(id);
        if (query.isEmpty()) {
            return List.of();
        }
        Map<String, List<TableInfo.IndexColumn>> indexes = new LinkedHashMap<>();
        Queries.rows(
                connection, query.get(), row -> indexes.computeIfAbsent(row.getString(1), index -> new ArrayList<>())
                        .add(new TableInfo.IndexColumn(row.getString(2), row.getBoolean(3))));
        return indexes.values().stream().map(TableInfo.Index::new).toList();
    }

    private boolean deletesCascade(Connection connection, TableId id) throws SQLException {
        return Queries.rows(connection, dialect.catalogue().deletesCascade(id), row -> row.getBoolean(1))
                .contains(true);
    }

    private TableInfo create(Connection connection, TableId id, Collection<RecordPlan> plans) throws SQLException {
        Map<String, ColumnDefinition> columns = new LinkedHashMap<>();
        for (RecordPlan plan : plans) {
            plan.columns()
                    .forEach(column -> columns.putIfAbsent(
                            column.name(),
                            definition(
                                    column,
                                    plan.key().contains(column)
                                            ? dialect.keyType(column.mapping().columnType())
                                            : column.mapping().columnType(),
                                    plan.key().contains(column) || isRequired(column, plans))));
        }
        // In the order of the record's key, which the source's own index has.
        List<String> key = plans.iterator().next().key().stream()
                .map(RecordPlan.Column::name)
                .toList();
        for (RecordPlan plan : plans) {
            if (!Set.copyOf(plan.keyNames()).equals(Set.copyOf(key))) {
                throw new ConnectException("table " + dialect.quoted(id) + " cannot be created with two keys: the first"
                        + " record has the key columns " + key + ", a later one " + plan.keyNames()
                        + ". Name the key columns in pk.fields, or write the topics to tables of their own");
            }
        }
        runner.make(connection, id, dialect.definitions().createTable(id, List.copyOf(columns.values()), key));
        log.info("Created table {} with {} columns, primary key {}", id, columns.size(), key);
        return readBack(connection, id);
    }

    /** Records of a schema without the column would otherwise find no place in the table that is made for all of them. */
    private boolean isRequired(RecordPlan.Column column, Collection<RecordPlan> plans) {
        return plans.stream().allMatch(plan -> plan.column(dialect.isColumn(column.name()))
                .filter(each -> !each.schema().isOptional() && each.schema().defaultValue() == null)
                .isPresent());
    }

    private TableInfo addMissing(Connection connection, TableInfo table, Collection<RecordPlan.Column> missing)
            throws SQLException {
        if (!autoEvolve) {
            throw lacks(
                    table.id(),
                    missing,
                    "Add what is missing, name the fields to write in fields.whitelist, or set" + " auto.evolve=true");
        }
        // Never NOT NULL: the rows that exist have no value for it.
        List<ColumnDefinition> columns = missing.stream()
                .map(column -> definition(column, column.mapping().columnType(), false))
                .toList();
        runner.make(connection, table.id(), dialect.definitions().addColumns(table.id(), columns));
        log.info("Added to table {} the columns {}", table.id(), columns);
        return readBack(connection, table.id());
    }

    /**
     * Changes the columns as far as they still need it: another task may have come first, and must not be undone.
     *
     * <p>What the database refuses is tried once, and what it has no statement for never. Records that fit the column as it is are written as they would be without such a change, and the message of
     * one that does not fit names the statement.
     */
    private TableInfo changed(Connection connection, TableInfo given, TableGrowth growth) throws SQLException {
        RefusedChanges refusedHere = refused(given.id());
        TableInfo table = given;
        List<ColumnChange> wanted = wanted(connection, table, growth, refusedHere);
        while (!wanted.isEmpty()) {
            int before = refusedHere.count();
            try {
                table = runner.exclusively(
                        connection, given.id(), () -> changedAlone(connection, given.id(), growth, refusedHere));
                known.put(table.id(), table);
                return table;
            } catch (RetriableException e) {
                throw e;
            } catch (ConnectException e) {
                log.warn("{}. Records that need it are refused until that is done", e.getMessage());
                if (refusedHere.count() == before) {
                    // It is none of them: the table cannot even be locked.
                    wanted.forEach(refusedHere::add);
                }
                table = readBack(connection, table.id());
                wanted = wanted(connection, table, growth, refusedHere);
            }
        }
        return table;
    }

    private RefusedChanges refused(TableId id) {
        return refused.computeIfAbsent(id, each -> new RefusedChanges());
    }

    /** Those that are not refused. What has no statement, as in a view, is refused here: nobody else is kept from the table for it. */
    private List<ColumnChange> wanted(
            Connection connection, TableInfo table, TableGrowth growth, RefusedChanges refusedHere)
            throws SQLException {
        List<ColumnChange> wanted = new ArrayList<>();
        for (ColumnChange change : refusedHere.others(growth.changes(table))) {
            if (DefinitionRunner.statements(connection, dialect, table.id(), change)
                    .isEmpty()) {
                leave(table.id(), change, refusedHere);
            } else {
                wanted.add(change);
            }
        }
        return wanted;
    }

    private void leave(TableId id, ColumnChange change, RefusedChanges refusedHere) {
        log.warn(
                "Table {} keeps its column {} as it is, which the sink cannot change: records that do not fit it are refused",
                id,
                dialect.quoted(change.column().name()));
        refusedHere.add(change);
        refusedHere.others(List.of(change)).forEach(refusedHere::add);
    }

    private TableInfo changedAlone(Connection connection, TableId id, TableGrowth growth, RefusedChanges refusedHere)
            throws SQLException {
        TableInfo fresh = readBack(connection, id);
        List<ColumnChange> changes = wanted(connection, fresh, growth, refusedHere);
        while (!changes.isEmpty()) {
            for (ColumnChange change : changes) {
                change(connection, id, change, refusedHere);
            }
            fresh = readBack(connection, id);
            // Several schemas of a batch each widen a step.
            List<ColumnChange> next = wanted(connection, fresh, growth, refusedHere);
            next.stream().filter(changes::contains).forEach(inVain -> leave(id, inVain, refusedHere));
            changes = refusedHere.others(next);
        }
        return fresh;
    }

    private void change(Connection connection, TableId id, ColumnChange change, RefusedChanges refusedHere)
            throws SQLException {
        List<String> statements = DefinitionRunner.statements(connection, dialect, id, change);
        try {
            runner.change(connection, id, statements);
            log.info("Changed table {}: {}", id, statements);
        } catch (RetriableException e) {
            throw e;
        } catch (ConnectException e) {
            refusedHere.add(change);
            throw e;
        }
    }

    private ConnectException lacks(TableId id, Collection<RecordPlan.Column> missing, String whatToDo) {
        return new ConnectException("table " + dialect.quoted(id) + " has no column for "
                + missing.stream()
                        .map(column -> "field '" + column.field() + "' (" + dialect.quoted(column.name()) + " "
                                + column.mapping().columnType() + ")")
                        .collect(joining(", "))
                + ". " + whatToDo);
    }

    private static ColumnDefinition definition(RecordPlan.Column column, String type, boolean notNull) {
        Schema schema = column.schema();
        Object defaultValue = schema.defaultValue();
        return new ColumnDefinition(
                column.name(),
                type,
                notNull,
                defaultValue == null ? null : column.mapping().encoder().encode(defaultValue),
                schema.doc());
    }

    private TableInfo readBack(Connection connection, TableId id) throws SQLException {
        TableInfo table = read(connection, id);
        if (table == null) {
            throw new ConnectException("table " + dialect.quoted(id)
                    + " was made and is not to be seen. Check whether the search path of the user names its schema");
        }
        return table;
    }
}
