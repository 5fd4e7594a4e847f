// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.net.URI;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Who asks. */
public sealed interface Credentials {
    /** What the AWS SDK finds: system properties, environment, web identity of a pod, profile, container, instance. */
    record DefaultChain() implements Credentials {}

    record Keys(String accessKeyId, Password secretAccessKey) implements Credentials {}

    /** A section of the files {@code ~/.aws/credentials} and {@code ~/.aws/config}. */
    record Profile(String name) implements Credentials {}

    /**
     * A role that is assumed with other credentials, and assumed again before it expires.
     *
     * @param externalId empty for none
     * @param region of the token service
     * @param endpoint of the token service; null for AWS
     * @param base who assumes it
     */
    record Role(
            String arn,
            String sessionName,
            String externalId,
            String region,
            @Nullable URI endpoint,
            Credentials base) implements Credentials {}

    /**
     * A class of the user's.
     *
     * @param settings handed to it if it is {@code Configurable}; may hold secrets
     */
    record Provider(String className, Map<String, Object> settings) implements Credentials {
        public Provider {
            settings = Map.copyOf(settings);
        }

        @Override
        public String toString() {
            return "Provider[" + className + "]";
        }
    }
}
