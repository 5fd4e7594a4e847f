// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.jdbc.change.RecordPlanner;
import dev.sluice.connect.jdbc.change.RecordReader;
import dev.sluice.connect.jdbc.change.Reduction;
import dev.sluice.connect.jdbc.change.TableNaming;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.PostgresDialect;
import dev.sluice.connect.jdbc.write.BatchWriter;
import dev.sluice.connect.jdbc.write.Database;

/** Puts the parts together as a configuration asks. */
record Sink(RecordReader reader, BatchWriter writer) {

    static Sink of(JdbcUpsertSinkConfig config) {
        Dialect dialect = dialect(config);
        RecordPlanner planner = new RecordPlanner(
                config.fields().primaryKeyMode(),
                config.fields().primaryKeyFields(),
                config.fields().fieldsWhitelist(),
                dialect::storedName,
                dialect::mapping);
        return new Sink(
                new RecordReader(
                        new TableNaming(config.tables().nameFormat(), dialect::storedName),
                        planner,
                        config.writes().deleteEnabled(),
                        config.fields().replaceNullWithDefault()),
                new BatchWriter(
                        database(config),
                        dialect,
                        new Reduction(
                                config.writes().insertMode(), config.writes().batchSize()),
                        config.tables().autoCreate(),
                        config.tables().autoEvolve()));
    }

    static Database database(JdbcUpsertSinkConfig config) {
        return Database.postgres(dialect(config), config.connection());
    }

    private static Dialect dialect(JdbcUpsertSinkConfig config) {
        return new PostgresDialect(config.tables().quoting());
    }
}
