// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;

/** A bucket on the heap with conditional writes, shared by any number of stores, each with faults of its own. */
public final class InMemoryObjectStore implements ObjectStore {
    /** Few, so that lists of several pages are common. */
    private static final int PAGE = 3;

    private final Bucket bucket;
    private final Faults faults;

    public InMemoryObjectStore(Bucket bucket, Faults faults) {
        this.bucket = bucket;
        this.faults = faults;
    }

    /** What all stores of one bucket see. */
    public static final class Bucket {
        private final Map<String, StoredObject> objects = new TreeMap<>();
        private final Map<String, Pending> uploads = new HashMap<>();
        private final List<Supplier<?>> late = new ArrayList<>();
        private int nextUpload;

        /** What clients gave up on has its effect now. */
        public void lateArrivals() {
            List<Supplier<?>> arriving = List.copyOf(late);
            late.clear();
            arriving.forEach(effect -> {
                try {
                    Object unused = effect.get();
                } catch (ConnectException e) {
                    // Nobody waits for the answer.
                }
            });
        }

        public Map<String, StoredObject> objects() {
            return new TreeMap<>(objects);
        }

        /** What a lifecycle rule does to uploads that were begun long ago. */
        public void endUploads() {
            uploads.clear();
        }

        public int openUploads() {
            return uploads.size();
        }

        /** An object that someone else's writer left. */
        public void put(String key, byte[] bytes, Map<String, String> metadata) {
            objects.put(key, new StoredObject(bytes, metadata));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by identity nowhere, and read-only by convention
    public record StoredObject(byte[] bytes, Map<String, String> metadata) {}

    private static final class Pending {
        private final Map<String, String> metadata;
        private final Map<Integer, byte[]> parts = new TreeMap<>();

        Pending(Map<String, String> metadata) {
            this.metadata = metadata;
        }
    }

    /** What happens to a call. */
    public enum Fault {
        NONE,
        /** It fails and has no effect. */
        FAILS,
        /** It has its effect, and the reply is lost. */
        REPLY_LOST,
        /** The client gives up on it, and it has its effect later. */
        LATE,
        /** It is refused for good. */
        REFUSED,
        /** The process dies before the call has an effect. */
        CRASH_BEFORE,
        /** The process dies after the call had its effect. */
        CRASH_AFTER
    }

    /** Decides about each call. */
    @FunctionalInterface
    public interface Faults {
        Faults NONE = (method, key) -> Fault.NONE;

        Fault next(String method, String key);
    }

    /** The death of a process: nothing of the task's may catch it. */
    @SuppressWarnings("serial")
    public static final class Crash extends Error {
        Crash(String where) {
            super(where);
        }
    }

    @Override
    public Page list(String prefix, String token) {
        return call("list", prefix, () -> {
            List<String> keys = bucket.objects.keySet().stream()
                    .filter(key -> key.startsWith(prefix) && (token == null || key.compareTo(token) > 0))
                    .limit(PAGE)
                    .toList();
            return new Page(keys, keys.size() < PAGE ? null : keys.get(PAGE - 1));
        });
    }

    @Override
    public Optional<Map<String, String>> metadata(String key) {
        return call("metadata", key, () -> Optional.ofNullable(bucket.objects.get(key))
                .map(StoredObject::metadata));
    }

    @Override
    public Optional<byte[]> read(String key) {
        return call(
                "read", key, () -> Optional.ofNullable(bucket.objects.get(key)).map(StoredObject::bytes));
    }

    @Override
    public Creation createExclusive(String key, Content content, Map<String, String> userMetadata) {
        return call("createExclusive", key, () -> create(key, new StoredObject(bytes(content), userMetadata)));
    }

    @Override
    public Upload startUpload(String key, Map<String, String> userMetadata) {
        return call("startUpload", key, () -> {
            String id = "upload-" + bucket.nextUpload++;
            bucket.uploads.put(id, new Pending(userMetadata));
            return new Upload(key, id);
        });
    }

    @Override
    public Part uploadPart(Upload upload, int number, Content content) {
        return call("uploadPart", upload.key(), () -> {
            pending(upload).parts.put(number, bytes(content));
            return new Part(number, "etag-" + number);
        });
    }

    @Override
    public Creation completeExclusive(Upload upload, List<Part> parts) {
        return call("completeExclusive", upload.key(), () -> {
            Pending pending = pending(upload);
            int length = pending.parts.values().stream()
                    .mapToInt(part -> part.length)
                    .sum();
            byte[] whole = new byte[length];
            int at = 0;
            for (byte[] part : pending.parts.values()) {
                System.arraycopy(part, 0, whole, at, part.length);
                at += part.length;
            }
            Creation creation = create(upload.key(), new StoredObject(whole, pending.metadata));
            if (creation == Creation.CREATED) {
                bucket.uploads.remove(upload.id());
            }
            return creation;
        });
    }

    @Override
    public void abort(Upload upload) {
        call("abort", upload.key(), () -> Optional.ofNullable(bucket.uploads.remove(upload.id())));
    }

    @Override
    public void close() {
        // The bucket outlives its clients.
    }

    private Pending pending(Upload upload) {
        Pending pending = bucket.uploads.get(upload.id());
        if (pending == null) {
            throw new UploadGoneException("there is no upload " + upload.id() + " of " + upload.key(), null);
        }
        return pending;
    }

    private Creation create(String key, StoredObject object) {
        return bucket.objects.putIfAbsent(key, object) == null ? Creation.CREATED : Creation.EXISTS;
    }

    private <T> T call(String method, String key, Supplier<T> effect) {
        return switch (faults.next(method, key)) {
            case NONE -> effect.get();
            case FAILS -> throw new RetriableException(method + " of " + key + " failed");
            case LATE -> {
                bucket.late.add(effect);
                throw new RetriableException(method + " of " + key + " timed out");
            }
            case REFUSED -> throw new ConnectException(method + " of " + key + " is not implemented");
            case REPLY_LOST -> {
                Object unused = effect.get();
                throw new RetriableException("the reply to " + method + " of " + key + " was lost");
            }
            case CRASH_BEFORE -> throw new Crash("before " + method + " of " + key);
            case CRASH_AFTER -> {
                Object unused = effect.get();
                throw new Crash("after " + method + " of " + key);
            }
        };
    }

    private static byte[] bytes(Content content) {
        try (var in = content.open()) {
            byte[] bytes = in.readAllBytes();
            return Arrays.copyOf(bytes, Math.toIntExact(content.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
