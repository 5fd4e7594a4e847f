// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.chain;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What each file says about itself in its object's user metadata. Together with the name it is all the state there is.
 *
 * @param nextOffset the offset after the last record's: where the chain goes on
 * @param firstTimestamp Kafka's timestamp of the first record, in epoch milliseconds; null if it has none
 * @param lastTimestamp the same of the last record
 * @param origin who wrote it, and under which layout
 * @param schema a fingerprint of the file's schema
 * @param tag unlike any other file's: tells whether an object that is already there is this very file
 */
public record FileMetadata(
        long nextOffset,
        long records,
        @Nullable Long firstTimestamp,
        @Nullable Long lastTimestamp,
        Origin origin,
        String schema,
        String tag) {
    private static final String NEXT_OFFSET = "sluice-next-offset";
    private static final String RECORDS = "sluice-records";
    private static final String FIRST_TIMESTAMP = "sluice-first-timestamp";
    private static final String LAST_TIMESTAMP = "sluice-last-timestamp";
    private static final String CONNECTOR = "sluice-connector";
    private static final String LAYOUT = "sluice-layout";
    private static final String SCHEMA = "sluice-schema";
    private static final String TAG = "sluice-tag";

    /**
     * What makes two tasks agree about which records belong into a chain.
     *
     * @param connector the connector's name
     * @param layout a fingerprint of all that decides about directories
     */
    public record Origin(String connector, String layout) {}

    public Map<String, String> toUserMetadata() {
        Map<String, String> metadata = new HashMap<>();
        metadata.put(NEXT_OFFSET, Long.toString(nextOffset));
        metadata.put(RECORDS, Long.toString(records));
        if (firstTimestamp != null) {
            metadata.put(FIRST_TIMESTAMP, firstTimestamp.toString());
        }
        if (lastTimestamp != null) {
            metadata.put(LAST_TIMESTAMP, lastTimestamp.toString());
        }
        // User metadata travels in HTTP headers, which are ASCII; a connector's name need not be.
        metadata.put(CONNECTOR, URLEncoder.encode(origin.connector(), StandardCharsets.UTF_8));
        metadata.put(LAYOUT, origin.layout());
        metadata.put(SCHEMA, schema);
        metadata.put(TAG, tag);
        return Map.copyOf(metadata);
    }

    /** Empty where another writer made the object. Names count without regard to case: some stores change it. */
    public static Optional<FileMetadata> parse(Map<String, String> userMetadata) {
        Map<String, String> metadata = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        metadata.putAll(userMetadata);
        String nextOffset = metadata.get(NEXT_OFFSET);
        String tag = metadata.get(TAG);
        if (nextOffset == null || tag == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FileMetadata(
                    Long.parseLong(nextOffset),
                    Long.parseLong(metadata.getOrDefault(RECORDS, "0")),
                    number(metadata.get(FIRST_TIMESTAMP)),
                    number(metadata.get(LAST_TIMESTAMP)),
                    new Origin(
                            URLDecoder.decode(metadata.getOrDefault(CONNECTOR, ""), StandardCharsets.UTF_8),
                            metadata.getOrDefault(LAYOUT, "")),
                    metadata.getOrDefault(SCHEMA, ""),
                    tag));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Long number(@Nullable String text) {
        return text == null ? null : Long.valueOf(text);
    }
}
