// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.jspecify.annotations.Nullable;

/** How much a task holds, and how it lets go of it. */
final class WriteKeys {
    private static final int OFF = -1;
    private static final int SHARE_OF_HEAP = 8;
    private static final long LEAST_SHARE = 32 << 20;

    static final ConfigKey<Long> MEMORY = ConfigKey.longInteger("buffer.memory.bytes")
            .defaultTo((long) OFF)
            .validatedBy(ConfigParsers.OFF_OR_POSITIVE)
            .doc(
                    "Bytes of heap that a task may hold in open files and in uploads together. Above it, files are closed early"
                            + " (docs/concepts/memory.md). -1 for an eighth of the worker's heap, and at least 32 MiB.");
    static final ConfigKey<Integer> OPEN_FILES = ConfigKey.integer("partitioner.max.open.files")
            .defaultTo(OFF)
            .validatedBy(ConfigParsers.OFF_OR_POSITIVE)
            .doc(
                    "How many files a task may have open at once. One more closes the one that was not used for the longest time. -1"
                            + " for any number; memory has a limit of its own.");
    static final ConfigKey<Integer> UPLOAD_THREADS = ConfigKey.integer("upload.threads")
            .defaultTo(4)
            .validatedBy(Range.between(1, 64))
            .doc("Requests of uploads that a task may have under way at once: several files, or several parts of one.");
    static final ConfigKey<Long> SHUTDOWN_TIMEOUT = ConfigKey.longInteger("shutdown.timeout.ms")
            .defaultTo(3000L)
            .validatedBy(Range.atLeast(0))
            .doc(
                    "How long in milliseconds to wait for the open files to become visible when the task stops or a Kafka partition goes to"
                            + " another. What does not is read again. Keep it below the worker's task.shutdown.graceful.timeout.ms.");

    private WriteKeys() {}

    static void declare(ConfigTable.Builder table) {
        table.group("Memory and uploads", MEMORY, OPEN_FILES, UPLOAD_THREADS, SHUTDOWN_TIMEOUT);
    }

    static long memory(ConfigValues values) {
        long configured = values.get(MEMORY);
        return configured == OFF ? Math.max(LEAST_SHARE, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP) : configured;
    }

    static @Nullable Integer maxOpenFiles(ConfigValues values) {
        int limit = values.get(OPEN_FILES);
        return limit == OFF ? null : limit;
    }

    static Duration shutdownTimeout(ConfigValues values) {
        return Duration.ofMillis(values.get(SHUTDOWN_TIMEOUT));
    }
}
