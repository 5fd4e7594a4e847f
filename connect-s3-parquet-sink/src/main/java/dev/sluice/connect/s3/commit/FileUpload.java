// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.storage.ObjectStore;
import dev.sluice.connect.s3.storage.ObjectStore.Creation;
import dev.sluice.connect.s3.storage.ObjectStore.Part;
import dev.sluice.connect.s3.storage.ObjectStore.Upload;
import dev.sluice.connect.s3.storage.UploadGoneException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file on its way into the store, whole and never over another object.
 *
 * <p>A small file is one request. A large one is uploaded in parts, side by side and before its turn; only the request that makes
 * it visible waits for that. What fails for now is done again after a pause: a part by itself, and a completion from the start, because
 * there is no telling what became of the parts; so does an upload that the store has ended. A try whose reply was lost is recognised by the file's tag.
 *
 * <p>All methods are called by the task thread.
 */
final class FileUpload {
    private static final Logger log = LoggerFactory.getLogger(FileUpload.class);

    private final FinishedFile file;
    private final Map<String, String> metadata;
    private final ObjectStore store;
    private final Jobs jobs;
    private final Clock clock;
    private final Supplier<Duration> pauses;
    private final Consumer<FileUpload> changed;
    private final int partSize;
    private final @Nullable Part[] parts;
    private final boolean[] asked;
    private final Instant begun;

    private @Nullable Upload upload;
    private boolean itsTurn;
    private int running;
    private int failures;
    private @Nullable Instant pausedUntil;
    private @Nullable Outcome outcome;
    /** Also read by the threads of the requests, so that one that has not begun does not. */
    private volatile boolean abandoned;

    /** Who has made the object that bears the name. */
    private enum Created {
        NOW,
        /** A try whose reply was lost. */
        EARLIER,
        BY_OTHERS
    }

    /**
     * @param partSize bytes of one request; a file up to this size needs only one
     * @param pauses how long to wait after each failure
     * @param changed called when it has come to rest
     */
    FileUpload(
            FinishedFile file,
            int partSize,
            ObjectStore store,
            Jobs jobs,
            Clock clock,
            Supplier<Duration> pauses,
            Consumer<FileUpload> changed) {
        this.file = file;
        this.metadata = file.metadata().toUserMetadata();
        this.partSize = partSize;
        this.store = store;
        this.jobs = jobs;
        this.clock = clock;
        this.pauses = pauses;
        this.changed = changed;
        begun = clock.instant();
        int count = Math.toIntExact(Math.max(1, (file.bytes().length() + partSize - 1) / partSize));
        parts = new Part[count];
        asked = new boolean[count];
    }

    FinishedFile file() {
        return file;
    }

    Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** True where nothing more will happen. */
    boolean isAtRest() {
        return running == 0 && (abandoned || outcome != null);
    }

    /** When {@link #advance} has something to do by itself. */
    /** When it began its way to the store. */
    Instant begun() {
        return begun;
    }

    Optional<Instant> pausedUntil() {
        return Optional.ofNullable(pausedUntil);
    }

    boolean isRunning() {
        return running > 0;
    }

    /** All files before it in its lane are visible. */
    void itsTurn() {
        itsTurn = true;
        advance();
    }

    /** Does what can be done now. */
    void advance() {
        if (abandoned || outcome != null || isPaused()) {
            return;
        }
        if (parts.length == 1) {
            if (itsTurn && running == 0) {
                run(() -> created(store.createExclusive(file.key(), file.bytes(), metadata)), this::ended, this::again);
            }
            return;
        }
        Upload started = upload;
        if (started == null) {
            if (running == 0) {
                run(() -> store.startUpload(file.key(), metadata), this::started, this::again);
            }
            return;
        }
        for (int i = 0; i < parts.length; i++) {
            upload(started, i);
        }
        if (itsTurn && running == 0) {
            List<Part> all = Arrays.stream(parts).map(Objects::requireNonNull).toList();
            run(() -> created(store.completeExclusive(started, all)), this::ended, this::fromTheStart);
        }
    }

    /** Nothing more is begun. What is running may still succeed. */
    void abandon() {
        abandoned = true;
        rest();
    }

    private boolean isPaused() {
        if (pausedUntil != null && clock.instant().isBefore(pausedUntil)) {
            return true;
        }
        pausedUntil = null;
        return false;
    }

    private void started(Upload started) {
        upload = started;
        advance();
    }

    private void upload(Upload started, int index) {
        if (asked[index]) {
            return;
        }
        asked[index] = true;
        long from = (long) index * partSize;
        long count = Math.min(partSize, file.bytes().length() - from);
        run(
                () -> store.uploadPart(started, index + 1, file.bytes().slice(from, count)),
                part -> {
                    if (started.equals(upload)) {
                        parts[index] = part;
                    }
                    advance();
                },
                e -> {
                    if (!started.equals(upload)) {
                        advance();
                    } else if (e instanceof UploadGoneException) {
                        fromTheStart(e);
                    } else {
                        asked[index] = false;
                        again(e);
                    }
                });
    }

    private void ended(Created how) {
        switch (how) {
            case NOW -> {
                // The parts went into the object.
                upload = null;
                outcome = published();
            }
            case EARLIER -> outcome = published();
            case BY_OTHERS -> outcome = new Outcome.Conflict(file);
        }
    }

    private void again(RuntimeException failure) {
        if (!(failure instanceof RetriableException)) {
            outcome = new Outcome.Failed(file, failure);
            return;
        }
        failures++;
        Duration pause = pauses.get();
        pausedUntil = clock.instant().plus(pause);
        log.warn(
                "'{}' is not written yet, after {} failed tries. Next in {} ms: {}",
                file.key(),
                failures,
                pause.toMillis(),
                failure.getMessage());
    }

    private void fromTheStart(RuntimeException failure) {
        Arrays.fill(parts, null);
        Arrays.fill(asked, false);
        abortUpload();
        again(failure);
    }

    private Outcome published() {
        return new Outcome.Published(file, Duration.between(begun, clock.instant()));
    }

    /** Part of a request. */
    private Created created(Creation creation) {
        return switch (creation) {
            case CREATED -> Created.NOW;
            case EXISTS -> {
                Map<String, String> found = store.metadata(file.key())
                        .orElseThrow(() -> new RetriableException(
                                "object '" + file.key() + "' was there a moment ago and is gone; trying again"));
                String ours = file.metadata().tag();
                yield FileMetadata.parse(found)
                                .filter(other -> other.tag().equals(ours))
                                .isPresent()
                        ? Created.EARLIER
                        : Created.BY_OTHERS;
            }
        };
    }

    private <T> void run(Supplier<T> request, Consumer<T> success, Consumer<RuntimeException> failure) {
        running++;
        jobs.run(
                () -> {
                    if (abandoned) {
                        throw new RetriableException("given up before it began");
                    }
                    return request.get();
                },
                result -> {
                    running--;
                    success.accept(result);
                    rest();
                },
                e -> {
                    running--;
                    if (!abandoned) {
                        failure.accept(e);
                    }
                    rest();
                });
    }

    private void rest() {
        if (isAtRest()) {
            abortUpload();
        }
        if (isAtRest()) {
            changed.accept(this);
        }
    }

    private void abortUpload() {
        Upload unwanted = upload;
        upload = null;
        if (unwanted == null) {
            return;
        }
        running++;
        jobs.run(
                () -> {
                    store.abort(unwanted);
                    return true;
                },
                done -> aborted(),
                e -> {
                    log.debug(
                            "Could not abort the upload of '{}'; a lifecycle rule of the bucket removes such remains",
                            unwanted.key(),
                            e);
                    aborted();
                });
    }

    private void aborted() {
        running--;
        rest();
    }
}
