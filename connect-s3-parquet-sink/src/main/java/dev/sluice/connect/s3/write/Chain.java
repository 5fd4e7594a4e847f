// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.s3.chain.ChainEnd;
import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.rotation.CloseCause;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * All files of one topic-partition in one directory: those that are visible, and the one that is not yet.
 *
 * <p>The next file is opened only after the last one became visible, so files become visible in the order of their offsets.
 */
final class Chain {
    private static final long NOTHING = -1;

    private final String prefix;
    private ChainEnd end;
    private @Nullable OpenFile open;
    private @Nullable FinishedFile finished;
    private long skippedFrom = NOTHING;
    private boolean verified;

    Chain(String prefix, ChainEnd end) {
        this.prefix = prefix;
        this.end = end;
    }

    String prefix() {
        return prefix;
    }

    ChainEnd end() {
        return end;
    }

    @Nullable OpenFile open() {
        return open;
    }

    @Nullable FinishedFile finished() {
        return finished;
    }

    void opened(OpenFile file) {
        open = file;
    }

    FinishedFile finish(CloseCause cause, FileMetadata.Origin origin) {
        finished = Objects.requireNonNull(open, "only an open file can be finished")
                .finish(cause, origin);
        open = null;
        return finished;
    }

    void published() {
        FinishedFile file = Objects.requireNonNull(finished, "only a finished file can be published");
        end = ChainEnd.at(file.key(), file.metadata());
        finished = null;
        verified = true;
    }

    /** Passes over a record that a visible file holds. Throws a ConnectException if it may not be passed over. */
    void skip(long offset, @Nullable Long timestamp, FileMetadata.Origin reader) {
        verified |= end.verifyCovered(offset, timestamp, reader);
        if (skippedFrom == NOTHING) {
            skippedFrom = offset;
        }
    }

    /** True while some of the chain's records are not visible. */
    boolean isPending() {
        return open != null || finished != null;
    }

    /**
     * The lowest offset that must not be committed yet; empty if there is none. Skipped records count until the last of the visible files
     * has proved to be made of the same records, or cannot be asked any more because its last offset has passed.
     *
     * @param position the offset after the last record of the topic-partition that was seen
     */
    OptionalLong holdsBack(long position) {
        if (skippedFrom != NOTHING && !verified && position < end.nextOffset()) {
            return OptionalLong.of(skippedFrom);
        }
        if (finished != null) {
            return OptionalLong.of(finished.firstOffset());
        }
        return open != null ? OptionalLong.of(open.firstOffset()) : OptionalLong.empty();
    }
}
