// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the sink asks of an object store: little, so that every store can do it.
 *
 * <p>Every method throws {@link org.apache.kafka.connect.errors.RetriableException} where time may heal, and then the call may have had
 * its effect or not; {@link org.apache.kafka.connect.errors.ConnectException} where it will not.
 */
public interface ObjectStore extends AutoCloseable {
    /** Whether a call has created the object. */
    enum Creation {
        CREATED,
        /** An object of this name was there before, maybe from an earlier try of the same call; it is left as it was. */
        EXISTS
    }

    /** A multipart upload that was begun. */
    record Upload(String key, String id) {}

    /** A part that the store has; numbers begin at 1. */
    record Part(int number, String etag) {}

    /**
     * Some of the names of visible objects.
     *
     * @param next the token of the next page; null on the last
     */
    record Page(List<String> keys, @Nullable String next) {}

    /**
     * The names of all visible objects that begin with {@code prefix}, in no particular order, page by page: one request each.
     *
     * @param token of the page; null for the first
     */
    Page list(String prefix, @Nullable String token);

    /** The user metadata of an object; empty if there is no such object. */
    Optional<Map<String, String>> metadata(String key);

    /** The bytes of a small object; empty if there is no such object. */
    Optional<byte[]> read(String key);

    /** Makes an object visible, whole, unless one of this name exists. */
    Creation createExclusive(String key, Content content, Map<String, String> userMetadata);

    /** Begins an object that is too large for one request. Nothing is visible until {@link #completeExclusive}. */
    Upload startUpload(String key, Map<String, String> userMetadata);

    /** @throws UploadGoneException if the upload has to be begun anew */
    Part uploadPart(Upload upload, int number, Content content);

    /** Makes the uploaded parts visible as one object, unless one of this name exists. */
    Creation completeExclusive(Upload upload, List<Part> parts);

    /** Frees what an upload holds. */
    void abort(Upload upload);

    @Override
    void close();
}
