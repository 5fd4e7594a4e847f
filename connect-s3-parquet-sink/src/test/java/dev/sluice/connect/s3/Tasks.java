// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.s3.commit.Background;
import dev.sluice.connect.s3.commit.PlainCommitter;
import dev.sluice.connect.s3.storage.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;

/** Tasks whose surroundings are made by hand. */
final class Tasks {
    private Tasks() {}

    /** @param partSize what a configuration could not make as small */
    static S3ParquetSinkTask task(ObjectStore store, Background background, int partSize, Random random, Clock clock) {
        return new S3ParquetSinkTask(new S3ParquetSinkTask.Environment(
                settings -> store,
                (opened, settings, metrics, task) -> new PlainCommitter(
                        opened,
                        background,
                        new PlainCommitter.Settings(partSize, Duration.ofSeconds(5)),
                        clock,
                        random,
                        metrics),
                clock));
    }
}
