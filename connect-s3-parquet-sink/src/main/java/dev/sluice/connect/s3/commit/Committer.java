// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes over finished files and makes them visible: here as objects that readers list; a table format would add them to a table.
 *
 * <p>Called by the task thread alone. No method waits for the store, but {@link #await} and {@link #close}. What time heals is tried
 * again without end and without a word to the caller.
 */
public interface Committer extends AutoCloseable {
    /** Takes over the files that one call of the worker has finished, in the order in which they were. */
    void commit(List<FinishedFile> flush);

    /** What has become of files since this was last asked. Also what moves things on: to be asked at {@link #wakeUp} at the latest. */
    List<Outcome> outcomes();

    /** Gives up on the files of a topic-partition that are not visible yet. An attempt that is under way may still succeed. */
    void forget(TopicPartition topicPartition);

    /**
     * Lets time pass until {@code done} is true.
     *
     * @param done is to ask for {@link #outcomes}
     * @return false if the time is over
     */
    boolean await(BooleanSupplier done, Duration limit);

    /** When to be asked for outcomes again; empty where there is nothing to expect. */
    Optional<Instant> wakeUp();

    /** Bytes of heap in files that were taken over and not let go of yet. */
    long heldBytes();

    /** Gives up on everything, and leaves nothing half done in the store as far as that is possible in a short time. */
    @Override
    void close();
}
