// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.chain;

import java.util.OptionalLong;

/**
 * How far one topic-partition has come: which delivered records are new, and which offset may be committed.
 *
 * <p>The worker's own count of what it delivered cannot be trusted after a rewind or an assignment that falls between a failed
 * {@code put} and its redelivery: the worker then delivers the old batch once more, although the consumer stands somewhere else by
 * then, and counts it as consumed. So such a batch is ignored, and the worker's count is believed again only after a batch that was
 * polled later has been delivered.
 */
public final class PartitionProgress {
    private static final long UNKNOWN = -1;

    private long position = UNKNOWN;
    private boolean stale;
    private boolean repeated;
    private boolean workerCounts;
    private boolean seen;

    /** What is to become of a delivered record. */
    public enum Verdict {
        TAKE,
        /** It was taken before, or will be polled again. */
        IGNORE,
        /** It was polled after records with higher offsets: somebody set the consumer back. */
        WENT_BACK
    }

    /** @param redelivery whether the next batch is one that failed before this assignment */
    public PartitionProgress(boolean redelivery) {
        stale = redelivery;
        workerCounts = !redelivery;
    }

    /** @param redelivery whether the batch is one that failed before; otherwise it was polled after everything that happened so far */
    public void batchBegins(boolean redelivery) {
        repeated = redelivery;
        stale &= redelivery;
    }

    public Verdict judge(long offset) {
        if (stale) {
            return Verdict.IGNORE;
        }
        seen = true;
        if (offset >= position) {
            return Verdict.TAKE;
        }
        return repeated ? Verdict.IGNORE : Verdict.WENT_BACK;
    }

    /** The consumer was set back to this offset by somebody else, and its records come now. */
    public void goBack(long offset) {
        position = offset;
    }

    /** The offset after the last record that is done with; negative before the first. */
    public long position() {
        return position;
    }

    /** The record at this offset is written, skipped or set aside: it is done with, but for becoming visible. */
    public void taken(long offset) {
        position = offset + 1;
    }

    /** The consumer will be set back to this offset; everything delivered until then is void. */
    public void rewind(long offset) {
        position = offset;
        stale = true;
        workerCounts = false;
        seen = false;
    }

    /** The batch went through: the worker will not deliver it again. */
    public void batchDelivered() {
        workerCounts |= seen;
        seen = false;
    }

    /**
     * The offset to commit; empty while it is not known.
     *
     * @param firstUnwritten the lowest offset in a file that is not visible yet
     * @param delivered what the worker counts as delivered; more than was taken where a transform dropped records
     */
    public OptionalLong committable(OptionalLong firstUnwritten, long delivered) {
        if (firstUnwritten.isPresent()) {
            return OptionalLong.of(Math.min(firstUnwritten.getAsLong(), delivered));
        }
        if (workerCounts) {
            return OptionalLong.of(delivered);
        }
        return position == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(Math.min(position, delivered));
    }
}
