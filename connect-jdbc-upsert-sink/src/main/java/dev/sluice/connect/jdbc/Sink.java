// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.data.UnavailableValue;
import dev.sluice.connect.jdbc.change.Deletes;
import dev.sluice.connect.jdbc.change.InsertMode;
import dev.sluice.connect.jdbc.change.PrimaryKeyMode;
import dev.sluice.connect.jdbc.change.RecordPlanner;
import dev.sluice.connect.jdbc.change.RecordReader;
import dev.sluice.connect.jdbc.change.Reduction;
import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.change.TableNaming;
import dev.sluice.connect.jdbc.driver.DriverWords;
import dev.sluice.connect.jdbc.fence.AdvisoryLocks;
import dev.sluice.connect.jdbc.fence.Fence;
import dev.sluice.connect.jdbc.fence.NoFence;
import dev.sluice.connect.jdbc.fence.OffsetTable;
import dev.sluice.connect.jdbc.fence.OffsetTableText;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.LocalTimestamps;
import dev.sluice.connect.jdbc.write.BatchWriter;
import dev.sluice.connect.jdbc.write.Database;
import dev.sluice.connect.jdbc.write.Inspection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Puts the parts together as a configuration asks. */
record Sink(RecordReader reader, BatchWriter writer, Fence fence) {

    /** @param connector its name, by which the database tells this connector's partitions from those of others */
    static Sink of(JdbcUpsertSinkConfig config, String connector) {
        Dialect dialect = dialect(config);
        UnaryOperator<String> storedName = storedName(config, dialect);
        Deletes deletes = config.writes().deletes().named(storedName);
        RecordPlanner planner = new RecordPlanner(
                config.fields().primaryKeyMode(),
                config.fields().primaryKeyFields(),
                config.fields().selection(),
                deletes.columnOfDeleted(),
                deletes.field(),
                new UnavailableValue(config.fields().unavailablePlaceholder()),
                storedName,
                schema -> LocalTimestamps.in(config.tables().zone(), schema, dialect.mapping(schema)));
        DriverWords driverWords = DriverWords.of(config.databaseKind());
        Fence fence = fence(config, dialect, driverWords, connector);
        return new Sink(
                new RecordReader(
                        new TableNaming(config.tables().names().rules(), storedName),
                        planner,
                        deletes,
                        config.fields().replaceNullWithDefault()),
                new BatchWriter(
                        database(config),
                        fence,
                        dialect,
                        driverWords,
                        new Reduction(
                                config.writes().insertMode(),
                                config.writes().batchSize(),
                                config.fields().selection().guard() != null),
                        config.tables().autoCreate(),
                        config.tables().autoEvolve()),
                fence);
    }

    private static Fence fence(
            JdbcUpsertSinkConfig config, Dialect dialect, DriverWords driverWords, String connector) {
        if (config.delivery().exactlyOnce()) {
            return offsetTable(config, dialect, connector);
        }
        return dialect.sessionLocks()
                .<Fence>map(locks -> new AdvisoryLocks(locks, driverWords, connector))
                .orElseGet(NoFence::new);
    }

    private static OffsetTable offsetTable(JdbcUpsertSinkConfig config, Dialect dialect, String connector) {
        String name = config.delivery().offsetTable();
        int dot = name.lastIndexOf('.');
        TableId id = new TableId(
                dot < 0 ? null : dialect.storedName(name.substring(0, dot)),
                dialect.storedName(name.substring(dot + 1)));
        return new OffsetTable(new OffsetTableText(dialect, id), connector);
    }

    private static UnaryOperator<String> storedName(JdbcUpsertSinkConfig config, Dialect dialect) {
        return name -> dialect.storedName(config.tables().names().letters().apply(name));
    }

    /** @param topics those that the configuration lists; their tables are known unless each record names its own */
    static Inspection inspection(JdbcUpsertSinkConfig config, List<String> topics) {
        Dialect dialect = dialect(config);
        UnaryOperator<String> storedName = storedName(config, dialect);
        Map<String, TableId> tables = new LinkedHashMap<>();
        for (String topic : topics) {
            new TableNaming(config.tables().names().rules(), storedName)
                    .tableOfTopic(topic)
                    .ifPresent(table -> tables.put(topic, table));
        }
        return new Inspection(
                dialect,
                tables,
                config.tables().autoCreate(),
                config.fields().primaryKeyFields().stream().map(storedName).collect(Collectors.toSet()),
                isFoundByKey(config));
    }

    private static boolean isFoundByKey(JdbcUpsertSinkConfig config) {
        InsertMode mode = config.writes().insertMode();
        return mode == InsertMode.UPSERT
                || (mode == InsertMode.INSERT_IGNORE && config.fields().primaryKeyMode() != PrimaryKeyMode.NONE);
    }

    static Database database(JdbcUpsertSinkConfig config) {
        return Database.of(dialect(config), config.connection());
    }

    private static Dialect dialect(JdbcUpsertSinkConfig config) {
        return config.databaseKind().dialect(config.tables().quoting(), config.mergeHoldlock());
    }
}
