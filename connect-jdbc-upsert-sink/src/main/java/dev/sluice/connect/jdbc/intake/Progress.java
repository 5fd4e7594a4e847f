// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.intake;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * How far one topic-partition has come: which delivered records are new, and which offset may be committed.
 *
 * <p>The worker's own count of what it delivered is not to be believed after a rewind or an assignment that falls between a failed
 * {@code put} and its redelivery: the worker then delivers the old batch once more, although the consumer stands somewhere else by then,
 * and counts it as consumed.
 */
final class Progress {
    private static final long UNKNOWN = -1;

    private final TopicPartition partition;
    private long position = UNKNOWN;
    private long positionBefore = UNKNOWN;
    private long floor = UNKNOWN;
    private long dropped = UNKNOWN;
    private boolean repeated;
    private boolean stale;
    private boolean workerCounts;
    private boolean seen;
    private boolean lost;

    /** What is to become of a delivered record. */
    enum Verdict {
        TAKE,
        /** It was delivered before the partition was assigned or the consumer set back, and means nothing now. */
        IGNORE,
        /** Somebody else has set the consumer back. */
        WENT_BACK,
        /** It is written already, and was delivered again because nobody knew. */
        SKIP,
        /** It is written already, and yet it is new: another record is at its offset. */
        LOG_RESTARTED
    }

    /** @param redelivery whether the next batch is one that failed before this assignment */
    Progress(TopicPartition partition, boolean redelivery) {
        this.partition = partition;
        stale = redelivery;
        workerCounts = !redelivery;
    }

    TopicPartition partition() {
        return partition;
    }

    boolean isOf(String topic, int number) {
        return partition.partition() == number && partition.topic().equals(topic);
    }

    /** @param redelivery whether the batch is one that failed before; otherwise it was polled after everything that happened so far */
    void batchBegins(boolean redelivery) {
        positionBefore = position;
        repeated = redelivery;
        stale &= redelivery;
        seen = false;
    }

    Verdict judge(long offset) {
        if (stale || lost) {
            return Verdict.IGNORE;
        }
        if (offset < floor) {
            return repeated ? Verdict.SKIP : Verdict.LOG_RESTARTED;
        }
        return offset >= position ? Verdict.TAKE : Verdict.WENT_BACK;
    }

    /** The record at this offset is done with, but for being written. */
    void taken(long offset) {
        position = offset + 1;
        seen = true;
    }

    /** The batch failed, and will be delivered again. */
    void undo() {
        position = positionBefore;
        seen = false;
    }

    /** The batch went through: the worker will not deliver it again. */
    void delivered() {
        workerCounts |= seen;
        seen = false;
    }

    boolean isLost() {
        return lost;
    }

    /**
     * Another task has it, or may have it; what comes now is not written.
     *
     * @param firstDropped the lowest offset of an earlier batch that was not written: nobody delivers it again
     */
    void lose(OptionalLong firstDropped) {
        lost = true;
        seen = false;
        firstDropped.ifPresent(offset -> dropped = dropped == UNKNOWN ? offset : Math.min(dropped, offset));
    }

    /**
     * It is this task's again, and nobody has written to it meanwhile.
     *
     * @return where the consumer has to be sent, because records were dropped that it has passed
     */
    OptionalLong regain() {
        lost = false;
        OptionalLong back = dropped == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(dropped);
        back.ifPresent(this::seek);
        return back;
    }

    /** All below this offset is known to be written. */
    void written(long next) {
        floor = Math.max(floor, next);
    }

    /** It is this task's, and the consumer is sent to this offset; everything delivered until then is void. */
    void seek(long offset) {
        lost = false;
        position = offset;
        positionBefore = offset;
        floor = offset;
        stale = true;
        workerCounts = false;
        seen = false;
        dropped = UNKNOWN;
    }

    /**
     * The offset to commit; empty while it is not known.
     *
     * @param firstUnwritten the lowest offset that is not written yet
     * @param delivered what the worker counts as delivered; more than was taken where a transform dropped records
     */
    OptionalLong committable(OptionalLong firstUnwritten, long delivered) {
        if (lost) {
            return OptionalLong.empty();
        }
        if (firstUnwritten.isPresent()) {
            return OptionalLong.of(Math.min(firstUnwritten.getAsLong(), delivered));
        }
        if (workerCounts) {
            return OptionalLong.of(delivered);
        }
        return position == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(Math.min(position, delivered));
    }
}
