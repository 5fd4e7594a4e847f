// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.jdbc.change.DeleteMode;
import dev.sluice.connect.jdbc.change.Deletes;
import dev.sluice.connect.jdbc.change.InsertMode;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;

/** What is written, how much at a time, and what follows a failure. */
final class WriteKeys {
    record Writes(
            InsertMode insertMode,
            int batchSize,
            Duration linger,
            Deletes deletes,
            int maxRetries,
            Duration retryBackoff) {}

    static final ConfigKey<InsertMode> INSERT_MODE = ConfigKey.oneOf("insert.mode", InsertMode.class, '-')
            .defaultTo("insert")
            .importance(ConfigDef.Importance.HIGH)
            .dependents("pk.mode")
            .doc(
                    "What a record does to its table: insert adds a row, and a second one with the same key is a bad record;"
                            + " insert-ignore adds a row, and a second one with the same key is passed over, and one that meets another unique index is a bad record; upsert adds the row or changes it where the key exists; update changes it, and does nothing where the key does"
                            + " not exist.");

    static final ConfigKey<Integer> BATCH_SIZE = ConfigKey.integer("batch.size")
            .defaultTo(3_000)
            .validatedBy(ConfigDef.Range.atLeast(0))
            .doc(
                    "How many records are gathered before they are written in one transaction, and how many rows one statement"
                            + " writes at the most. Fewer where their values come to a sixteenth of the worker's heap (8 MiB at the least), so"
                            + " that large records do not fill it. The consumer hands over max.poll.records (500) at a time; what is short of a"
                            + " batch waits for batch.linger.ms.");

    static final ConfigKey<Integer> BATCH_LINGER_MS = ConfigKey.integer("batch.linger.ms")
            .defaultTo(100)
            .validatedBy(ConfigDef.Range.atLeast(0))
            .displayName("Batch linger (ms)")
            .doc(
                    "How long records wait for a batch to fill, in milliseconds. 0: what one poll of the consumer brings is"
                            + " written at once. Offsets are committed only for what is written.");

    static final ConfigKey<Boolean> DELETE_ENABLED = ConfigKey.bool("delete.enabled")
            .defaultTo(false)
            .dependents("pk.mode")
            .doc(
                    "Whether records delete rows: a record without a value (a tombstone), a whole change event of Debezium with"
                            + " op=d, and a row whose delete.field says so. Needs a pk.mode that says which row: with record_key and"
                            + " record_header it is that of the key; with record_value that of the event's before or of the row itself,"
                            + " or of the record's key where that has all of pk.fields. A tombstone with neither is passed over; unless it"
                            + " follows a delete, the log warns. An event with neither is a bad record. When false, a record that deletes"
                            + " is a bad record.");

    static final ConfigKey<DeleteMode> DELETE_MODE = ConfigKey.oneOf("delete.mode", DeleteMode.class, '_')
            .defaultTo("hard")
            .dependents("delete.soft.column")
            .doc(
                    "What becomes of a row whose source has deleted it. hard: it is deleted. soft: it stays, and the column"
                            + " delete.soft.column is true until the row is written again. ignore: records that delete do nothing,"
                            + " whatever delete.enabled says.");

    static final ConfigKey<String> DELETE_SOFT_COLUMN = ConfigKey.string("delete.soft.column")
            .defaultTo("__deleted")
            .validatedBy(new ConfigDef.NonEmptyString())
            .importance(ConfigDef.Importance.LOW)
            .doc("With delete.mode=soft, the boolean column that says whether a row is deleted.");

    static final ConfigKey<String> DELETE_FIELD = ConfigKey.string("delete.field")
            .doc(
                    "The field of a flat row that says whether it is deleted (true, or the text true), for example __deleted as"
                            + " ExtractNewRecordState and FlattenCdc write it in their rewrite modes. It is then no column of its own."
                            + " Empty: no field has such a meaning.");

    static final ConfigKey<Boolean> TRUNCATE_ENABLED = ConfigKey.bool("truncate.enabled")
            .defaultTo(false)
            .doc(
                    "Whether a record may empty its table: a whole change event of Debezium with op=t, or a record with the header"
                            + " __op=t, as FlattenCdc passes it on. The order against other records holds within one partition only."
                            + " When false, such a record is a bad record.");

    static final ConfigKey<Integer> MAX_RETRIES = ConfigKey.integer("max.retries")
            .defaultTo(10)
            .validatedBy(ConfigDef.Range.atLeast(0))
            .doc(
                    "How often a batch is tried again before the task fails, when the database cannot be reached, is busy, or breaks"
                            + " a deadlock. That others use a table which is to be made or changed does not count: the task waits until they"
                            + " are done. Bad records are never tried again.");

    static final ConfigKey<Integer> RETRY_BACKOFF_MS = ConfigKey.integer("retry.backoff.ms")
            .defaultTo(3_000)
            .validatedBy(ConfigDef.Range.atLeast(0))
            .displayName("Retry backoff (ms)")
            .doc("The pause before a batch is tried again, in milliseconds. The task keeps its partitions meanwhile.");

    private WriteKeys() {}

    static void addTo(ConfigTable.Builder table) {
        table.group(
                        "Writes",
                        INSERT_MODE,
                        BATCH_SIZE,
                        BATCH_LINGER_MS,
                        DELETE_ENABLED,
                        DELETE_MODE,
                        DELETE_SOFT_COLUMN,
                        DELETE_FIELD,
                        TRUNCATE_ENABLED)
                .group("Retries", MAX_RETRIES, RETRY_BACKOFF_MS)
                .acceptedWithoutEffect("trim.sensitive.log", "no message of this plugin holds a value of a record")
                .acceptedWithoutEffect("use.reduction.buffer", "batches are always reduced to one change a key");
    }

    static Writes writes(ConfigValues values) {
        return new Writes(
                values.get(INSERT_MODE),
                Math.max(1, values.get(BATCH_SIZE)),
                Duration.ofMillis(values.get(BATCH_LINGER_MS)),
                new Deletes(
                        values.get(DELETE_ENABLED),
                        values.get(DELETE_MODE),
                        values.get(DELETE_SOFT_COLUMN),
                        values.get(DELETE_FIELD).isEmpty() ? null : values.get(DELETE_FIELD),
                        values.get(TRUNCATE_ENABLED)),
                values.get(MAX_RETRIES),
                Duration.ofMillis(values.get(RETRY_BACKOFF_MS)));
    }
}
