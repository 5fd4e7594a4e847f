// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.s3.chain.ChainEnd;
import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.commit.FinishedFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** All files of one topic-partition in one directory: those that are visible, those on their way, and the one that takes in records. */
final class Chain {
    private static final long NOTHING = -1;

    private final String prefix;
    private final Deque<FinishedFile> finished = new ArrayDeque<>();
    private ChainEnd end;
    private @Nullable OpenFile open;
    private long skippedFrom = NOTHING;
    private boolean verified;

    Chain(String prefix, ChainEnd end) {
        this.prefix = prefix;
        this.end = end;
    }

    String prefix() {
        return prefix;
    }

    /** Where the visible files end. */
    ChainEnd end() {
        return end;
    }

    @Nullable OpenFile open() {
        return open;
    }

    void opened(OpenFile file) {
        open = file;
    }

    /** The open file is whole. */
    void finished(FinishedFile file) {
        open = null;
        finished.add(file);
    }

    /** Whether this is the file that is to become visible next. */
    boolean isNext(FinishedFile file) {
        FinishedFile next = finished.peek();
        return next != null && next.metadata().tag().equals(file.metadata().tag());
    }

    void published() {
        FinishedFile file = finished.remove();
        end = ChainEnd.at(file.key(), file.metadata());
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
        return open != null || !finished.isEmpty();
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
        FinishedFile first = finished.peek();
        if (first != null) {
            return OptionalLong.of(first.firstOffset());
        }
        return open != null ? OptionalLong.of(open.firstOffset()) : OptionalLong.empty();
    }
}
