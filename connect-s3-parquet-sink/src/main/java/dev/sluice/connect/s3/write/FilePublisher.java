// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.storage.ByteChunks;
import dev.sluice.connect.s3.storage.ObjectStore;
import dev.sluice.connect.s3.storage.ObjectStore.Creation;
import dev.sluice.connect.s3.storage.ObjectStore.Part;
import dev.sluice.connect.s3.storage.ObjectStore.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes finished files visible, whole and never over another object.
 *
 * <p>May be asked again after a RetriableException. A try whose reply was lost is then recognised by the file's tag.
 */
final class FilePublisher {
    private static final Logger log = LoggerFactory.getLogger(FilePublisher.class);

    private final ObjectStore store;
    private final int partSize;

    /** @param partSize bytes of one request; a file up to this size needs only one */
    FilePublisher(ObjectStore store, int partSize) {
        this.store = store;
        this.partSize = partSize;
    }

    enum Outcome {
        PUBLISHED,
        /** Another writer's object bears the name. */
        CONFLICT
    }

    Outcome publish(FinishedFile file) {
        Map<String, String> metadata = file.metadata().toUserMetadata();
        Creation creation = file.bytes().length() <= partSize
                ? store.createExclusive(file.key(), file.bytes(), metadata)
                : createInParts(file, metadata);
        return switch (creation) {
            case CREATED -> Outcome.PUBLISHED;
            case EXISTS -> isOurs(file) ? Outcome.PUBLISHED : Outcome.CONFLICT;
        };
    }

    private Creation createInParts(FinishedFile file, Map<String, String> metadata) {
        Upload upload = store.startUpload(file.key(), metadata);
        Creation creation = null;
        try {
            List<Part> parts = new ArrayList<>();
            ByteChunks bytes = file.bytes();
            for (long at = 0; at < bytes.length(); at += partSize) {
                long count = Math.min(partSize, bytes.length() - at);
                parts.add(store.uploadPart(upload, parts.size() + 1, bytes.slice(at, count)));
            }
            creation = store.completeExclusive(upload, parts);
            return creation;
        } finally {
            if (creation != Creation.CREATED) {
                abortQuietly(upload);
            }
        }
    }

    private void abortQuietly(Upload upload) {
        try {
            store.abort(upload);
        } catch (ConnectException e) {
            log.debug(
                    "Could not abort the upload of '{}'; a lifecycle rule of the bucket removes such remains",
                    upload.key(),
                    e);
        }
    }

    private boolean isOurs(FinishedFile file) {
        Map<String, String> found = store.metadata(file.key())
                .orElseThrow(() -> new RetriableException(
                        "object '" + file.key() + "' was there a moment ago and is gone; trying again"));
        return FileMetadata.parse(found)
                .map(metadata -> metadata.tag().equals(file.metadata().tag()))
                .orElse(false);
    }
}
