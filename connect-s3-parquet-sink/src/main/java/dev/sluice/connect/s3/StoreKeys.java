// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.s3.storage.ConditionalWrites;
import dev.sluice.connect.s3.storage.Connection;
import dev.sluice.connect.s3.storage.S3Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;

/** Where files go: the bucket, and how it is reached. */
final class StoreKeys {
    private static final int MIN_PART = 5 << 20;

    static final ConfigKey<String> BUCKET = ConfigKey.string("s3.bucket.name")
            .required()
            .validatedBy(ConfigParsers.NOT_EMPTY)
            .doc("The bucket that files are written to. It must exist.");
    static final ConfigKey<String> REGION = ConfigKey.string("s3.region")
            .defaultTo("us-west-2")
            .validatedBy(ConfigParsers.NOT_EMPTY)
            .doc("The region of the bucket. Stores other than AWS mostly take any.");
    static final ConfigKey<Optional<URI>> ENDPOINT = ConfigKey.parsed("store.url", StoreRules::endpoint)
            .defaultTo("")
            .width(Width.LONG)
            .doc(
                    "The address of a store other than AWS, for example http://minio:9000. Without a scheme, https is meant.");
    static final ConfigKey<Boolean> PATH_STYLE = ConfigKey.bool("s3.path.style.access.enabled")
            .defaultTo(true)
            .doc("Whether the bucket stands in the path of requests (true) or in their host name (false).");
    static final ConfigKey<Boolean> ACCELERATED = ConfigKey.bool("s3.wan.mode")
            .defaultTo(false)
            .doc("Whether requests take Amazon's transfer acceleration. The bucket must allow it, and"
                    + " s3.path.style.access.enabled must be false.");
    static final ConfigKey<Optional<URI>> PROXY_URL = ConfigKey.parsed("s3.proxy.url", StoreRules::proxy)
            .defaultTo("")
            .width(Width.LONG)
            .dependents("s3.proxy.user", "s3.proxy.password")
            .doc("The HTTP proxy that requests go through, for example http://proxy.example:3128.");
    static final ConfigKey<String> PROXY_USER =
            ConfigKey.string("s3.proxy.user").doc("Who asks the proxy, if it wants to know.");
    static final ConfigKey<Password> PROXY_PASSWORD =
            ConfigKey.password("s3.proxy.password").doc("The password that belongs to s3.proxy.user.");
    static final ConfigKey<Boolean> VALIDATE_BUCKET = ConfigKey.bool("validate.bucket")
            .defaultTo(true)
            .doc(
                    "Whether a configuration that is validated, or put, is tried on the bucket: one name is listed, within five"
                            + " seconds. Set it to false where the worker that validates cannot reach the store, and for a standalone"
                            + " worker that must start while the store is away.");
    static final ConfigKey<Integer> PART_SIZE = ConfigKey.integer("s3.part.size")
            .defaultTo(25 << 20)
            .validatedBy(Range.between(MIN_PART, Integer.MAX_VALUE))
            .doc(
                    "Bytes of one request. A file up to this size is written with one request, a larger one with a multipart"
                            + " upload of parts of this size.");
    static final ConfigKey<Integer> PART_RETRIES = ConfigKey.integer("s3.part.retries")
            .defaultTo(3)
            .validatedBy(Range.atLeast(0))
            .doc("How often a request is repeated at once. After that it is tried again after retry.backoff.ms, without"
                    + " end.");
    static final ConfigKey<Long> S3_BACKOFF = ConfigKey.longInteger("s3.retry.backoff.ms")
            .defaultTo(200L)
            .validatedBy(Range.between(1, Duration.ofDays(1).toMillis()))
            .doc("The pause in milliseconds before the first repetition of a request; it doubles from there, up to 20"
                    + " seconds, and varies at random.");
    static final ConfigKey<Long> RETRY_BACKOFF = ConfigKey.longInteger("retry.backoff.ms")
            .defaultTo(5000L)
            .validatedBy(Range.atLeast(1))
            .doc(
                    "How long in milliseconds the task waits at the most before it tries again what the store refused for now; at random"
                            + " not less than half of it. It goes on with what it can do meanwhile.");
    static final ConfigKey<ConditionalWrites> CONDITIONAL_WRITES = ConfigKey.oneOf(
                    "conditional.writes", ConditionalWrites.class, '-')
            .defaultTo("auto")
            .doc(
                    "Whether the store is asked to refuse a second object of one name (If-None-Match), which fences off a task"
                            + " that its worker has given up on and that is still running. auto tries at start whether the store"
                            + " honours it, with one small object that stays; on relies on it; off looks for the object before"
                            + " creating it.");

    private StoreKeys() {}

    static void declare(ConfigTable.Builder table) {
        table.group(
                        "Store",
                        BUCKET,
                        REGION,
                        ENDPOINT,
                        PATH_STYLE,
                        ACCELERATED,
                        PROXY_URL,
                        PROXY_USER,
                        PROXY_PASSWORD,
                        PART_SIZE,
                        PART_RETRIES,
                        S3_BACKOFF,
                        RETRY_BACKOFF,
                        CONDITIONAL_WRITES,
                        VALIDATE_BUCKET)
                .acceptedWithoutEffect("storage.class", "there is one storage")
                .acceptedWithoutEffect("s3.http.send.expect.continue", "the HTTP client decides")
                .acceptedWithoutEffect("s3.elastic.buffer.enable", "buffers always grow as needed")
                .acceptedWithoutEffect("s3.elastic.buffer.init.capacity", "buffers always grow as needed")
                .acceptedWithoutEffect("s3.send.digest", "requests are signed with a hash of their payload")
                .acceptedWithoutEffect("enable.conditional.writes", "see conditional.writes")
                .acceptedWithoutEffect("max.write.duration.ms", "a late writer cannot overwrite anything");
    }

    static Stream<Finding> problems(ConfigValues values) {
        return Stream.of(
                        ConfigParsers.problem(ACCELERATED, () -> StoreRules.acceleration(values)),
                        ConfigParsers.problem(PROXY_USER, () -> StoreRules.proxyUser(values)))
                .flatMap(Optional::stream);
    }

    /** False for keys that a request to the bucket does not depend on. */
    static boolean leadsToTheBucket(String key) {
        return key.startsWith("s3.") || key.startsWith("aws.") || key.equals(ENDPOINT.name());
    }

    /** @param contentType the media type of what is to be stored */
    static S3Settings settings(ConfigValues values, String contentType) {
        String top = values.get(NameKeys.TOPICS_DIR);
        String delimiter = values.get(NameKeys.DIRECTORY_DELIMITER);
        return new S3Settings(
                values.get(BUCKET),
                connection(values),
                CredentialKeys.credentials(values),
                ObjectKeys.objects(values, contentType),
                values.get(CONDITIONAL_WRITES),
                // Readers of lakes pass over names that begin with an underscore.
                (top.isEmpty() ? "" : top + delimiter) + "_sluice" + delimiter + "conditional-writes-probe");
    }

    private static Connection connection(ConfigValues values) {
        return new Connection(
                values.get(REGION),
                values.get(ENDPOINT).orElse(null),
                values.get(PATH_STYLE),
                values.get(ACCELERATED),
                values.get(PROXY_URL)
                        .map(address ->
                                new Connection.Proxy(address, values.get(PROXY_USER), values.get(PROXY_PASSWORD)))
                        .orElse(null),
                values.get(PART_RETRIES),
                Duration.ofMillis(values.get(S3_BACKOFF)));
    }
}
