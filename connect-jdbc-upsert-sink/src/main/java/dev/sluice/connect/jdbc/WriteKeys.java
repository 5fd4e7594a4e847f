// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.jdbc.change.InsertMode;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;

/** What is written, how much at a time, and what follows a failure. */
final class WriteKeys {
    record Writes(InsertMode insertMode, int batchSize, boolean deleteEnabled, int maxRetries, Duration retryBackoff) {}

    static final ConfigKey<InsertMode> INSERT_MODE = ConfigKey.oneOf("insert.mode", InsertMode.class, '-')
            .defaultTo("insert")
            .importance(ConfigDef.Importance.HIGH)
            .dependents("pk.mode")
            .doc(
                    "What a record does to its table: insert adds a row, and a second one with the same key is a bad record; upsert"
                            + " adds the row or changes it where the key exists; update changes it, and does nothing where the key does"
                            + " not exist.");

    static final ConfigKey<Integer> BATCH_SIZE = ConfigKey.integer("batch.size")
            .defaultTo(3_000)
            .validatedBy(ConfigDef.Range.atLeast(0))
            .doc(
                    "How many rows one statement writes at the most. The consumer hands over max.poll.records (500) at a time, so"
                            + " raise consumer.override.max.poll.records along with it.");

    static final ConfigKey<Boolean> DELETE_ENABLED = ConfigKey.bool("delete.enabled")
            .defaultTo(false)
            .dependents("pk.mode")
            .doc(
                    "Whether a record without a value (a tombstone) deletes the row of its key. Needs pk.mode=record_key. When"
                            + " false, such a record is a bad record.");

    static final ConfigKey<Integer> MAX_RETRIES = ConfigKey.integer("max.retries")
            .defaultTo(10)
            .validatedBy(ConfigDef.Range.atLeast(0))
            .doc(
                    "How often a batch is tried again before the task fails, when the database cannot be reached, is busy, or breaks"
                            + " a deadlock. Bad records are never tried again.");

    static final ConfigKey<Integer> RETRY_BACKOFF_MS = ConfigKey.integer("retry.backoff.ms")
            .defaultTo(3_000)
            .validatedBy(ConfigDef.Range.atLeast(0))
            .displayName("Retry backoff (ms)")
            .doc("The pause before a batch is tried again, in milliseconds. The task keeps its partitions meanwhile.");

    private WriteKeys() {}

    static void addTo(ConfigTable.Builder table) {
        table.group("Writes", INSERT_MODE, BATCH_SIZE, DELETE_ENABLED)
                .group("Retries", MAX_RETRIES, RETRY_BACKOFF_MS)
                .acceptedWithoutEffect("trim.sensitive.log", "no message of this plugin holds a value of a record");
    }

    static Writes writes(ConfigValues values) {
        return new Writes(
                values.get(INSERT_MODE),
                Math.max(1, values.get(BATCH_SIZE)),
                values.get(DELETE_ENABLED),
                values.get(MAX_RETRIES),
                Duration.ofMillis(values.get(RETRY_BACKOFF_MS)));
    }
}
