// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.chain;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each stored schema says, in its object's user metadata, about the record with which it began to count. */
public final class SchemaMetadata {
    private static final String TIMESTAMP = "sluice-timestamp";
    private static final String NONE = "none";

    private SchemaMetadata() {}

    /** @param timestamp Kafka's timestamp of the record; null if it has none */
    public static Map<String, String> of(@Nullable Long timestamp) {
        return Map.of(TIMESTAMP, text(timestamp));
    }

    /**
     * Whether the schema began to count with another record than the one that is at its offset now; false where the metadata do not tell.
     * Names count without regard to case: some stores change it.
     *
     * @param timestamp of the record that is there now
     */
    public static boolean isOfAnother(Map<String, String> userMetadata, @Nullable Long timestamp) {
        return userMetadata.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(TIMESTAMP))
                .anyMatch(entry -> !entry.getValue().equals(text(timestamp)));
    }

    private static String text(@Nullable Long timestamp) {
        return timestamp == null ? NONE : timestamp.toString();
    }
}
