// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.s3.chain.ChainEnd;
import dev.sluice.connect.s3.rotation.CloseCause;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All files of one topic-partition in one directory: those that are visible, and the one that is not yet.
 *
 * <p>The next file is opened only after the last one became visible, so files become visible in the order of their offsets.
 */
final class Chain {
    private final String prefix;
    private ChainEnd end;
    private @Nullable OpenFile open;
    private @Nullable FinishedFile finished;

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

    FinishedFile finish(CloseCause cause, String connector) {
        finished = Objects.requireNonNull(open, "only an open file can be finished")
                .finish(cause, connector);
        open = null;
        return finished;
    }

    void published() {
        FinishedFile file = Objects.requireNonNull(finished, "only a finished file can be published");
        end = ChainEnd.at(file.key(), file.metadata());
        finished = null;
    }

    /** True while some of the chain's records are not visible. */
    boolean isPending() {
        return open != null || finished != null;
    }

    /** The first offset that is not visible; only while pending. */
    long firstUnwritten() {
        return finished != null
                ? finished.firstOffset()
                : Objects.requireNonNull(open, "nothing is pending").firstOffset();
    }
}
