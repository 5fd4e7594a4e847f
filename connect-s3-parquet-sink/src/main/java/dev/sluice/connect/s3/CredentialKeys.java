// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.s3.storage.CredentialProviders;
import dev.sluice.connect.s3.storage.Credentials;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;

/** Who asks the store. */
final class CredentialKeys {
    private static final String PROVIDER_PREFIX = "s3.credentials.provider.";
    private static final String DEFAULT_CHAIN = "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider";
    private static final String ASSUME_ROLE = "io.confluent.connect.s3.auth.AwsAssumeRoleCredentialsProvider";
    private static final String SHORT_ASSUME_ROLE = "AssumeRole";

    static final ConfigKey<String> ACCESS_KEY = ConfigKey.string("aws.access.key.id")
            .doc(
                    "The access key. Without one, the AWS SDK's default chain is asked: environment, web identity, profile,"
                            + " container, instance.");
    static final ConfigKey<Password> SECRET_KEY =
            ConfigKey.password("aws.secret.access.key").doc("The secret that belongs to aws.access.key.id.");
    static final ConfigKey<String> PROFILE = ConfigKey.string("aws.profile")
            .doc("The profile of the worker's ~/.aws/credentials and ~/.aws/config whose credentials are used.");
    static final ConfigKey<String> PROVIDER = ConfigKey.string("s3.credentials.provider.class")
            .defaultTo(DEFAULT_CHAIN)
            .width(Width.LONG)
            .dependents(
                    "s3.credentials.provider.sts.role.arn",
                    "s3.credentials.provider.sts.role.session.name",
                    "s3.credentials.provider.sts.role.external.id",
                    "s3.credentials.provider.sts.region",
                    "s3.credentials.provider.sts.endpoint")
            .doc(
                    "Who provides credentials: AssumeRole (s3.credentials.provider.sts.*; Confluent's class name is accepted), or an"
                            + " AwsCredentialsProvider of the AWS SDK for Java 2. A class of your own lies in this plugin's folder; if"
                            + " it is Configurable, it gets the keys below s3.credentials.provider. without that prefix, and"
                            + " aws.access.key.id and aws.secret.access.key. Names of the SDK's first version are understood.");
    static final ConfigKey<String> ROLE_ARN = ConfigKey.string("s3.credentials.provider.sts.role.arn")
            .width(Width.LONG)
            .doc("The role to assume, with aws.access.key.id or else with the SDK's default chain.");
    static final ConfigKey<String> SESSION_NAME = ConfigKey.string("s3.credentials.provider.sts.role.session.name")
            .defaultTo("sluice")
            .validatedBy(ConfigParsers.NOT_EMPTY)
            .doc("The name under which the role's actions are logged.");
    static final ConfigKey<String> EXTERNAL_ID = ConfigKey.string("s3.credentials.provider.sts.role.external.id")
            .doc("What the role's owner asks for besides.");
    static final ConfigKey<String> STS_REGION = ConfigKey.string("s3.credentials.provider.sts.region")
            .doc("The region of the token service; empty for s3.region.");
    static final ConfigKey<Optional<URI>> STS_ENDPOINT = ConfigKey.parsed(
                    "s3.credentials.provider.sts.endpoint", StoreRules::stsEndpoint)
            .defaultTo("")
            .width(Width.LONG)
            .doc("The address of the token service, where it is not AWS's public one.");

    private CredentialKeys() {}

    static void declare(ConfigTable.Builder table) {
        table.group(
                        "Credentials",
                        ACCESS_KEY,
                        SECRET_KEY,
                        PROFILE,
                        PROVIDER,
                        ROLE_ARN,
                        SESSION_NAME,
                        EXTERNAL_ID,
                        STS_REGION,
                        STS_ENDPOINT)
                .passedOn(PROVIDER_PREFIX);
    }

    static Stream<Finding> problems(ConfigValues values) {
        return Stream.of(
                        ConfigParsers.problem(SECRET_KEY, () -> StoreRules.keys(values)),
                        ConfigParsers.problem(PROFILE, () -> StoreRules.profile(values)),
                        ConfigParsers.problem(PROVIDER, () -> StoreRules.provider(values)),
                        ConfigParsers.problem(ROLE_ARN, () -> StoreRules.role(values)))
                .flatMap(Optional::stream);
    }

    static boolean isRole(ConfigValues values) {
        String name = values.get(PROVIDER);
        return name.equals(ASSUME_ROLE) || name.equalsIgnoreCase(SHORT_ASSUME_ROLE);
    }

    /** True where a class of the user's, or one of the SDK's other than its default chain, provides credentials. */
    static boolean isCustom(ConfigValues values) {
        String name = values.get(PROVIDER);
        return !name.isBlank() && !isRole(values) && !CredentialProviders.isDefaultChain(name);
    }

    static Credentials credentials(ConfigValues values) {
        if (isRole(values)) {
            return new Credentials.Role(
                    values.get(ROLE_ARN),
                    values.get(SESSION_NAME),
                    values.get(EXTERNAL_ID),
                    values.get(STS_REGION).isBlank() ? values.get(StoreKeys.REGION) : values.get(STS_REGION),
                    values.get(STS_ENDPOINT).orElse(null),
                    ofOwn(values));
        }
        if (isCustom(values)) {
            Map<String, Object> settings = new HashMap<>(values.withPrefix(PROVIDER_PREFIX));
            settings.remove("class");
            settings.put(ACCESS_KEY.name(), values.get(ACCESS_KEY));
            settings.put(SECRET_KEY.name(), values.get(SECRET_KEY).value());
            return new Credentials.Provider(values.get(PROVIDER), settings);
        }
        return ofOwn(values);
    }

    private static Credentials ofOwn(ConfigValues values) {
        if (!values.get(ACCESS_KEY).isBlank()) {
            return new Credentials.Keys(values.get(ACCESS_KEY).trim(), values.get(SECRET_KEY));
        }
        return values.get(PROFILE).isEmpty()
                ? new Credentials.DefaultChain()
                : new Credentials.Profile(values.get(PROFILE));
    }
}
