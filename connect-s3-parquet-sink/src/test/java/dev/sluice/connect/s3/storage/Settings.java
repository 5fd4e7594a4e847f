// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.net.URI;
import java.time.Duration;
import org.apache.kafka.common.config.types.Password;

/** Settings that differ from each other in what a test is about. */
final class Settings {
    static final Credentials KEYS = new Credentials.Keys("key-id", new Password("secret-key"));
    static final NewObjects PLAIN = new NewObjects(
            "application/vnd.apache.parquet", new NewObjects.Encryption.ByBucket(), null, null, NewObjects.Tags.NONE);
    static final String PROBE = "topics/_sluice/conditional-writes-probe";

    private Settings() {}

    static S3Settings of(URI endpoint, Credentials credentials, NewObjects objects, ConditionalWrites conditional) {
        return new S3Settings("lake", connection(endpoint), credentials, objects, conditional, PROBE);
    }

    /** Two repetitions, without a pause to speak of. */
    static Connection connection(URI endpoint) {
        return new Connection("us-east-1", endpoint, true, false, null, 2, Duration.ofMillis(1));
    }
}
