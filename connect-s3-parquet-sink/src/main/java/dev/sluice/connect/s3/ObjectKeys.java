// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.s3.storage.NewObjects;
import dev.sluice.connect.s3.storage.NewObjects.Encryption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** What each object is created with, besides its bytes. */
final class ObjectKeys {
    static final String KMS = "aws:kms";

    static final ConfigKey<String> ENCRYPTION = ConfigKey.string("s3.ssea.name")
            .validatedBy(ValidString.in("", "AES256", KMS, "aws:kms:dsse"))
            .dependents("s3.sse.kms.key.id", "s3.sse.customer.key")
            .doc(
                    "How the store encrypts objects: AES256 (SSE-S3), aws:kms (SSE-KMS, s3.sse.kms.key.id), or empty for what the"
                            + " bucket says. With s3.sse.customer.key, leave it empty or say AES256.");
    static final ConfigKey<String> KMS_KEY = ConfigKey.string("s3.sse.kms.key.id")
            .doc(
                    "The key of the key management service; empty for the account's own. The worker needs kms:GenerateDataKey"
                            + " and kms:Decrypt on it.");
    static final ConfigKey<Password> CUSTOMER_KEY = ConfigKey.password("s3.sse.customer.key")
            .doc(
                    "A key that the store encrypts with and does not keep (SSE-C): 256 bits in Base64. Readers need it too, and so"
                            + " does this connector after a restart.");
    static final ConfigKey<String> ACL = ConfigKey.string("s3.acl.canned")
            .validatedBy(ValidString.in(
                    "",
                    "private",
                    "public-read",
                    "public-read-write",
                    "authenticated-read",
                    "log-delivery-write",
                    "bucket-owner-read",
                    "bucket-owner-full-control",
                    "aws-exec-read"))
            .doc("The canned access control list of objects; empty for none. The worker needs s3:PutObjectAcl.");
    static final ConfigKey<String> STORAGE_CLASS = ConfigKey.string("s3.storage.class")
            .validatedBy(ValidString.in(
                    "",
                    "STANDARD",
                    "REDUCED_REDUNDANCY",
                    "STANDARD_IA",
                    "ONEZONE_IA",
                    "INTELLIGENT_TIERING",
                    "GLACIER_IR",
                    "EXPRESS_ONEZONE",
                    "OUTPOSTS",
                    "SNOW"))
            .doc(
                    "The storage class of objects; empty for the bucket's. Classes that cannot be read at once are not offered.");
    static final ConfigKey<Boolean> TAGGING = ConfigKey.bool("s3.object.tagging")
            .defaultTo(false)
            .dependents("s3.object.tagging.key.value.pairs", "s3.object.behavior.on.tagging.error")
            .doc(
                    "Whether objects are tagged with startOffset, endOffset and recordCount, in the request that creates them. The"
                            + " worker needs s3:PutObjectTagging.");
    static final ConfigKey<List<String>> TAGS =
            ConfigKey.list("s3.object.tagging.key.value.pairs").doc("Further tags, as key:value; at most seven.");
    static final ConfigKey<OnTaggingError> ON_TAGGING_ERROR = ConfigKey.oneOf(
                    "s3.object.behavior.on.tagging.error", OnTaggingError.class, '-')
            .defaultTo("ignore")
            .doc(
                    "What happens if the store refuses tags: ignore writes objects without them, with one WARN; fail stops the task.");

    /** The values of {@code s3.object.behavior.on.tagging.error}. */
    enum OnTaggingError {
        IGNORE,
        FAIL
    }

    private ObjectKeys() {}

    static void declare(ConfigTable.Builder table) {
        table.group("Objects", ENCRYPTION, KMS_KEY, CUSTOMER_KEY, ACL, STORAGE_CLASS, TAGGING, TAGS, ON_TAGGING_ERROR);
    }

    static Stream<Finding> problems(ConfigValues values) {
        return Stream.of(
                        ConfigParsers.problem(KMS_KEY, () -> StoreRules.kmsKey(values)),
                        ConfigParsers.problem(CUSTOMER_KEY, () -> StoreRules.customerKey(values)),
                        ConfigParsers.problem(TAGS, () -> StoreRules.tags(values)))
                .flatMap(Optional::stream);
    }

    static NewObjects objects(ConfigValues values, String contentType) {
        boolean tagging = values.get(TAGGING);
        return new NewObjects(
                contentType,
                encryption(values),
                nullIfEmpty(values.get(ACL)),
                nullIfEmpty(values.get(STORAGE_CLASS)),
                new NewObjects.Tags(
                        tagging,
                        tagging ? StoreRules.tags(values.get(TAGS)) : Map.of(),
                        values.get(ON_TAGGING_ERROR) == OnTaggingError.FAIL));
    }

    private static Encryption encryption(ConfigValues values) {
        String algorithm = values.get(ENCRYPTION);
        if (!values.get(CUSTOMER_KEY).value().isEmpty()) {
            return new Encryption.CustomerKey(values.get(CUSTOMER_KEY));
        }
        if (algorithm.startsWith(KMS)) {
            return new Encryption.Kms(algorithm, values.get(KMS_KEY));
        }
        return algorithm.isEmpty() ? new Encryption.ByBucket() : new Encryption.Managed(algorithm);
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
