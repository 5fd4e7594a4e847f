// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.s3.rotation.CloseCause;
import dev.sluice.connect.s3.rotation.RotationPolicy;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All open files of a task, whatever their chain: what they hold together, and which of them is to close. */
final class OpenFiles {
    private final RotationPolicy rotation;
    private final @Nullable Integer limit;
    private final Set<OpenFile> files = new LinkedHashSet<>();
    /** Those that were written to since they were weighed. */
    private final Set<OpenFile> unweighed = new HashSet<>();

    private long heldBytes;
    private long uses;
    /** No file is due before. */
    private Instant nextDeadline = Instant.MAX;

    /** @param limit how many may be open; null for any number */
    OpenFiles(RotationPolicy rotation, @Nullable Integer limit) {
        this.rotation = rotation;
        this.limit = limit;
    }

    /** Takes note of a new file, and closes the one that was not used for the longest time if they are too many. */
    void add(OpenFile file) {
        if (limit != null && files.size() >= limit) {
            files.stream()
                    .min(Comparator.comparingLong(OpenFile::lastUse))
                    .ifPresent(unused -> unused.close(CloseCause.OPEN_FILES));
        }
        files.add(file);
        watch(file);
    }

    void remove(OpenFile file) {
        unweighed.remove(file);
        if (files.remove(file)) {
            heldBytes -= file.heldBytes();
        }
    }

    /** A file holds so many bytes more than it did. */
    void grew(long by) {
        heldBytes += by;
    }

    /** A file is written to for the first time since it was weighed. */
    void unweighed(OpenFile file) {
        unweighed.add(file);
    }

    /** What was written lately counts as it was delivered, which is more than it takes up in columns: finds out how much that is. */
    void weigh() {
        List<OpenFile> lately = List.copyOf(unweighed);
        unweighed.clear();
        lately.forEach(OpenFile::weigh);
    }

    long nextUse() {
        return ++uses;
    }

    /** Bytes of heap, from above. */
    long heldBytes() {
        return heldBytes;
    }

    int count() {
        return files.size();
    }

    /** Closes the files that the wall clock closes. */
    void closeDue(Instant now) {
        if (now.isBefore(nextDeadline)) {
            return;
        }
        nextDeadline = Instant.MAX;
        for (OpenFile file : List.copyOf(files)) {
            rotation.due(file.times(), now).ifPresentOrElse(file::close, () -> watch(file));
        }
    }

    /** When {@link #closeDue} may have something to do. */
    Optional<Instant> nextDeadline() {
        return nextDeadline.equals(Instant.MAX) ? Optional.empty() : Optional.of(nextDeadline);
    }

    Optional<Instant> oldest() {
        return files.stream().map(file -> file.times().openedAt()).min(Comparator.naturalOrder());
    }

    /**
     * Gets memory back, by the largest row group if ending it frees some, or else by the largest file.
     *
     * @return false if no file is open
     */
    boolean release() {
        Comparator<OpenFile> byWeight = Comparator.comparingLong(OpenFile::heldBytes);
        Optional<OpenFile> shrinkable =
                files.stream().filter(OpenFile::canShrink).max(byWeight);
        if (shrinkable.isPresent()) {
            shrinkable.get().shrink();
            return true;
        }
        Optional<OpenFile> largest = files.stream().max(byWeight);
        largest.ifPresent(file -> file.close(CloseCause.MEMORY));
        return largest.isPresent();
    }

    private void watch(OpenFile file) {
        rotation.deadline(file.times()).filter(nextDeadline::isAfter).ifPresent(deadline -> nextDeadline = deadline);
    }
}
