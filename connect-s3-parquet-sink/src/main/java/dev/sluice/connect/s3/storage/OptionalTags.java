// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The tags of new objects, which travel with the request that creates one. Where they are refused and not required, it goes without, and
 * so do all that follow. Safe for any thread.
 */
final class OptionalTags {
    private static final Logger log = LoggerFactory.getLogger(OptionalTags.class);

    private final String bucket;
    private final NewObjects.Tags settings;
    private volatile boolean refused;

    OptionalTags(String bucket, NewObjects.Tags settings) {
        this.bucket = bucket;
        this.settings = settings;
    }

    <T> T with(String key, Map<String, String> userMetadata, Function<Map<String, String>, T> request) {
        Map<String, String> tags = refused ? Map.of() : settings.of(key, userMetadata);
        try {
            return request.apply(tags);
        } catch (S3Exception e) {
            boolean maybeTags =
                    e.statusCode() == StoreFailures.FORBIDDEN || e.statusCode() == StoreFailures.NOT_IMPLEMENTED;
            if (tags.isEmpty() || settings.required() || !maybeTags) {
                throw e;
            }
            T answer = request.apply(Map.of());
            refused = true;
            log.warn(
                    "The store takes objects in bucket '{}' without tags only ({}), so this task writes none from now on. Give"
                            + " it the right s3:PutObjectTagging, or set s3.object.tagging=false",
                    bucket,
                    e.getMessage());
            return answer;
        }
    }
}
