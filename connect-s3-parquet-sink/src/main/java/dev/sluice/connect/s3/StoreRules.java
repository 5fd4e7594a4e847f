// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.s3.storage.BucketCheck;
import dev.sluice.connect.s3.storage.CredentialProviders;
import dev.sluice.connect.s3.storage.Credentials;
import dev.sluice.connect.s3.storage.S3Settings;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/** What the texts about the store mean, and whether they go together. */
final class StoreRules {
    private static final int CUSTOMER_KEY_BYTES = 32;
    private static final int MAX_TAGS = 10;
    private static final int TAGS_OF_FILE = 3;
    private static final int MAX_TAG_KEY = 128;
    private static final int MAX_TAG_VALUE = 256;

    private StoreRules() {}

    static Optional<URI> endpoint(String text) {
        return address("store.url", text, "https", "https://minio.example:9000");
    }

    static Optional<URI> proxy(String text) {
        return address("s3.proxy.url", text, "http", "http://proxy.example:3128");
    }

    static Optional<URI> stsEndpoint(String text) {
        return address("s3.credentials.provider.sts.endpoint", text, "https", "https://sts.eu-central-1.amazonaws.com");
    }

    private static Optional<URI> address(String key, String text, String scheme, String example) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(text.contains("://") ? text : scheme + "://" + text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException e) {
            // Told below, like an address without a host.
        }
        throw new ConfigException(key, text, "is not an address; name one like " + example);
    }

    static void acceleration(ConfigValues values) {
        if (values.get(StoreKeys.ACCELERATED)) {
            if (values.get(StoreKeys.PATH_STYLE)) {
                throw new ConfigException("s3.wan.mode needs the bucket in the host name: set"
                        + " s3.path.style.access.enabled=false, or s3.wan.mode=false");
            }
            if (values.get(StoreKeys.ENDPOINT).isPresent()) {
                throw new ConfigException(
                        "s3.wan.mode is Amazon's, and store.url names another store: remove one of the two");
            }
        }
    }

    static void proxyUser(ConfigValues values) {
        boolean asks = !values.get(StoreKeys.PROXY_USER).isEmpty();
        if (asks != !values.get(StoreKeys.PROXY_PASSWORD).value().isEmpty()) {
            throw new ConfigException("s3.proxy.user and s3.proxy.password go together: set both, or neither");
        }
        if (asks && values.get(StoreKeys.PROXY_URL).isEmpty()) {
            throw new ConfigException("s3.proxy.user needs a proxy: set s3.proxy.url");
        }
    }

    static void keys(ConfigValues values) {
        if (values.get(CredentialKeys.ACCESS_KEY).isBlank()
                != values.get(CredentialKeys.SECRET_KEY).value().isBlank()) {
            throw new ConfigException(
                    "aws.access.key.id and aws.secret.access.key go together: set both, or neither for"
                            + " the SDK's default chain");
        }
    }

    static void profile(ConfigValues values) {
        if (!values.get(CredentialKeys.PROFILE).isEmpty()
                && (!values.get(CredentialKeys.ACCESS_KEY).isBlank() || CredentialKeys.isCustom(values))) {
            throw new ConfigException("aws.profile is one source of credentials too many: remove it, or"
                    + " aws.access.key.id and s3.credentials.provider.class");
        }
    }

    static void provider(ConfigValues values) {
        if (CredentialKeys.isCustom(values)) {
            CredentialProviders.verify(values.get(CredentialKeys.PROVIDER));
        }
    }

    static void role(ConfigValues values) {
        if (CredentialKeys.isRole(values) && values.get(CredentialKeys.ROLE_ARN).isBlank()) {
            throw new ConfigException("s3.credentials.provider.sts.role.arn is missing: name the role that"
                    + " s3.credentials.provider.class is to assume");
        }
    }

    static void customerKey(ConfigValues values) {
        String key = values.get(ObjectKeys.CUSTOMER_KEY).value();
        if (key.isEmpty()) {
            return;
        }
        if (values.get(ObjectKeys.ENCRYPTION).startsWith(ObjectKeys.KMS)) {
            throw new ConfigException(
                    "s3.sse.customer.key and s3.ssea.name=aws:kms are two ways to encrypt: choose one");
        }
        if (!isKey(key)) {
            // Without the value: it is a secret.
            throw new ConfigException("s3.sse.customer.key must be 256 bits in Base64, which are 44 characters");
        }
        if (values.get(StoreKeys.ENDPOINT)
                .map(URI::getScheme)
                .filter("http"::equals)
                .isPresent()) {
            throw new ConfigException(
                    "s3.sse.customer.key travels with each request, and stores take it over https only:"
                            + " change store.url");
        }
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text).length == CUSTOMER_KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static void kmsKey(ConfigValues values) {
        if (!values.get(ObjectKeys.KMS_KEY).isEmpty()
                && !values.get(ObjectKeys.ENCRYPTION).startsWith(ObjectKeys.KMS)) {
            throw new ConfigException(
                    "s3.sse.kms.key.id has no effect without s3.ssea.name=aws:kms: set that, or remove it");
        }
    }

    static void tags(ConfigValues values) {
        Map<String, String> tags = tags(values.get(ObjectKeys.TAGS));
        if (!tags.isEmpty() && !values.get(ObjectKeys.TAGGING)) {
            throw new ConfigException(
                    "s3.object.tagging.key.value.pairs has no effect without s3.object.tagging=true: set that, or remove it");
        }
        if (tags.size() > MAX_TAGS - TAGS_OF_FILE) {
            throw new ConfigException("s3.object.tagging.key.value.pairs holds " + tags.size() + " tags, and "
                    + (MAX_TAGS - TAGS_OF_FILE) + " are the most: an object may have " + MAX_TAGS + ", and startOffset,"
                    + " endOffset and recordCount are three");
        }
    }

    /** The key that a user should look at first. */
    static String keyAtFault(BucketCheck.Fault fault, S3Settings settings) {
        return switch (fault) {
            case ENDPOINT -> StoreKeys.ENDPOINT.name();
            case REGION -> StoreKeys.REGION.name();
            case BUCKET -> StoreKeys.BUCKET.name();
            case CREDENTIALS -> keyOf(settings.credentials());
        };
    }

    private static String keyOf(Credentials credentials) {
        if (credentials instanceof Credentials.Role || credentials instanceof Credentials.Provider) {
            return CredentialKeys.PROVIDER.name();
        }
        return credentials instanceof Credentials.Profile
                ? CredentialKeys.PROFILE.name()
                : CredentialKeys.ACCESS_KEY.name();
    }

    /** The value begins after the first colon. */
    static Map<String, String> tags(List<String> pairs) {
        Map<String, String> tags = new HashMap<>();
        for (String pair : pairs) {
            int colon = pair.indexOf(':');
            if (colon < 1 || colon > MAX_TAG_KEY || pair.length() - colon - 1 > MAX_TAG_VALUE) {
                throw new ConfigException(
                        "s3.object.tagging.key.value.pairs",
                        pair,
                        "must be key:value, with at most " + MAX_TAG_KEY + " characters before the colon and "
                                + MAX_TAG_VALUE + " after it");
            }
            tags.put(pair.substring(0, colon), pair.substring(colon + 1));
        }
        return tags;
    }
}
