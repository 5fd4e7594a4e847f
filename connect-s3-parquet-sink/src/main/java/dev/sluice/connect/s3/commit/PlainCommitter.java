// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import dev.sluice.connect.s3.storage.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file is committed when its object is there. */
public final class PlainCommitter implements Committer {
    private static final Logger log = LoggerFactory.getLogger(PlainCommitter.class);
    private static final Duration ASK_AGAIN = Duration.ofMillis(50);
    private static final Duration TIME_TO_TIDY_UP = Duration.ofSeconds(1);
    /** The records that describe a file, besides its bytes. */
    private static final long FILE_OVERHEAD = 2 << 10;

    private final ObjectStore store;
    private final Background background;
    private final Jobs jobs;
    private final int partSize;
    private final Clock clock;
    private final Supplier<Duration> pauses;
    private final UploadMetrics metrics;
    private final Map<String, Deque<FileUpload>> lanes = new HashMap<>();
    /** All that are not at rest, those that were given up included. */
    private final Set<FileUpload> uploads = new LinkedHashSet<>();

    private final List<Outcome> outcomes = new ArrayList<>();
    private long heldBytes;

    /**
     * @param partSize bytes of one request to the store
     * @param retryBackoff how long to wait after a failed try, at the most; at random not less than half of it
     */
    public record Settings(int partSize, Duration retryBackoff) {}

    public PlainCommitter(
            ObjectStore store,
            Background background,
            Settings settings,
            Clock clock,
            RandomGenerator random,
            UploadMetrics metrics) {
        this.store = store;
        this.background = background;
        this.jobs = new Jobs(background);
        partSize = settings.partSize();
        this.clock = clock;
        this.metrics = metrics;
        long longest = settings.retryBackoff().toMillis();
        pauses = () -> {
            metrics.failed();
            return Duration.ofMillis(longest - random.nextLong(longest / 2 + 1));
        };
    }

    @Override
    public void commit(List<FinishedFile> flush) {
        for (FinishedFile file : flush) {
            FileUpload upload = new FileUpload(file, partSize, store, jobs, clock, pauses, this::atRest);
            uploads.add(upload);
            heldBytes += heldBy(upload);
            Deque<FileUpload> lane = lanes.computeIfAbsent(file.lane(), ignored -> new ArrayDeque<>());
            lane.add(upload);
            if (lane.size() == 1) {
                upload.itsTurn();
            } else {
                upload.advance();
            }
        }
        tellMetrics();
    }

    @Override
    public List<Outcome> outcomes() {
        jobs.deliver();
        List.copyOf(uploads).forEach(FileUpload::advance);
        jobs.deliver();
        tellMetrics();
        List<Outcome> told = List.copyOf(outcomes);
        outcomes.clear();
        return told;
    }

    @Override
    public void forget(TopicPartition topicPartition) {
        outcomes.removeIf(outcome -> outcome.file().topicPartition().equals(topicPartition));
        lanes.values().removeIf(lane -> lane.element().file().topicPartition().equals(topicPartition));
        for (FileUpload upload : List.copyOf(uploads)) {
            if (upload.file().topicPartition().equals(topicPartition)) {
                upload.abandon();
            }
        }
    }

    @Override
    public boolean await(BooleanSupplier done, Duration limit) {
        return background.await(done, limit);
    }

    @Override
    public Optional<Instant> wakeUp() {
        Instant soon = clock.instant().plus(ASK_AGAIN);
        Optional<Instant> first = Optional.empty();
        for (FileUpload upload : uploads) {
            if (upload.isRunning()) {
                return Optional.of(soon);
            }
            Optional<Instant> resumes = upload.pausedUntil();
            if (first.isEmpty() || (resumes.isPresent() && resumes.get().isBefore(first.get()))) {
                first = resumes;
            }
        }
        return first;
    }

    @Override
    public long heldBytes() {
        return heldBytes;
    }

    @Override
    public void close() {
        lanes.clear();
        List.copyOf(uploads).forEach(FileUpload::abandon);
        boolean tidy = background.await(
                () -> {
                    jobs.deliver();
                    return uploads.isEmpty();
                },
                TIME_TO_TIDY_UP);
        if (!tidy) {
            log.info(
                    "{} requests to the store were still running at the end. What they leave of multipart uploads is removed by a"
                            + " lifecycle rule of the bucket",
                    uploads.size());
        }
        background.close();
    }

    private void atRest(FileUpload upload) {
        if (!uploads.remove(upload)) {
            return;
        }
        heldBytes -= heldBy(upload);
        if (upload.isAbandoned()) {
            return;
        }
        Outcome outcome = upload.outcome().orElseThrow();
        outcomes.add(outcome);
        if (outcome instanceof Outcome.Published published) {
            metrics.published(published.took());
            nextOf(upload.file().lane());
        }
    }

    private void tellMetrics() {
        // In the order in which they came.
        Iterator<FileUpload> oldest = uploads.iterator();
        metrics.inFlight(uploads.size(), oldest.hasNext() ? oldest.next().begun() : null);
    }

    private void nextOf(String name) {
        Deque<FileUpload> lane = Objects.requireNonNull(lanes.get(name), "a lane is forgotten with its files");
        lane.remove();
        if (lane.isEmpty()) {
            lanes.remove(name);
        } else {
            lane.element().itsTurn();
        }
    }

    private static long heldBy(FileUpload upload) {
        return FILE_OVERHEAD + upload.file().bytes().heldBytes();
    }
}
