// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import dev.sluice.connect.s3.chain.FileMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * What every object is created with.
 *
 * @param contentType the media type of their content
 * @param acl a canned list by its name; null for none
 * @param storageClass by its name; null for the bucket's
 */
public record NewObjects(
        String contentType,
        Encryption encryption,
        @Nullable String acl,
        @Nullable String storageClass,
        Tags tags) {

    /** How the store encrypts what it keeps. */
    public sealed interface Encryption {
        /** As the bucket says. */
        record ByBucket() implements Encryption {}

        /** Keys of the store. */
        record Managed(String algorithm) implements Encryption {}

        /** A key of the key management service; an empty id is that of the account's own. */
        record Kms(String algorithm, String keyId) implements Encryption {}

        /** A key that comes with each request, 256 bits in Base64. */
        record CustomerKey(Password key) implements Encryption {}
    }

    /**
     * The tags of objects.
     *
     * @param ofFile whether there are tags of the file's first and last offset and its count of records
     * @param always further ones
     * @param required whether a store that refuses tags refuses the object; otherwise it is created without
     */
    public record Tags(boolean ofFile, Map<String, String> always, boolean required) {
        /** The digits before the extensions. */
        private static final Pattern FIRST_OFFSET = Pattern.compile("(\\d{1,19})(\\.[A-Za-z][A-Za-z0-9_]*)+$");

        public static final Tags NONE = new Tags(false, Map.of(), false);

        public Tags {
            always = Map.copyOf(always);
        }

        Map<String, String> of(String key, Map<String, String> userMetadata) {
            Map<String, String> tags = new HashMap<>(always);
            if (ofFile) {
                FileMetadata.parse(userMetadata).ifPresent(file -> {
                    Matcher name = FIRST_OFFSET.matcher(key);
                    if (name.find()) {
                        tags.put("startOffset", Long.toString(Long.parseLong(name.group(1))));
                    }
                    tags.put("endOffset", Long.toString(file.nextOffset() - 1));
                    tags.put("recordCount", Long.toString(file.records()));
                });
            }
            return tags;
        }
    }
}
