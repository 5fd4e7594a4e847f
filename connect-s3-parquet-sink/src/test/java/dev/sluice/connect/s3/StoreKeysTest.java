// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.s3.storage.Connection;
import dev.sluice.connect.s3.storage.Credentials;
import dev.sluice.connect.s3.storage.NewObjects;
import dev.sluice.connect.s3.storage.NewObjects.Encryption;
import dev.sluice.connect.s3.storage.S3Settings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreKeysTest {
    private static final String ASSUME_ROLE = "io.confluent.connect.s3.auth.AwsAssumeRoleCredentialsProvider";
    private static final String CUSTOMER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    @Test
    void everyKeyOfTheConnectionIsRead() {
        Connection connection = settings(Map.of(
                        "s3.region", "eu-central-1",
                        "s3.path.style.access.enabled", "false",
                        "s3.wan.mode", "true",
                        "s3.proxy.url", "proxy:3128",
                        "s3.proxy.user", "me",
                        "s3.proxy.password", "hush",
                        "s3.part.retries", "9",
                        "s3.retry.backoff.ms", "11"))
                .connection();

        assertThat(connection)
                .isEqualTo(new Connection(
                        "eu-central-1",
                        null,
                        false,
                        true,
                        new Connection.Proxy(URI.create("http://proxy:3128"), "me", new Password("hush")),
                        9,
                        Duration.ofMillis(11)));
    }

    @Test
    void everyKeyOfObjectsIsRead() {
        NewObjects objects = settings(Map.of(
                        "s3.ssea.name", "aws:kms",
                        "s3.sse.kms.key.id", "key-1",
                        "s3.acl.canned", "bucket-owner-full-control",
                        "s3.storage.class", "STANDARD_IA",
                        "s3.object.tagging", "true",
                        "s3.object.tagging.key.value.pairs", "team:data,url:http://x",
                        "s3.object.behavior.on.tagging.error", "fail"))
                .objects();

        assertThat(objects)
                .isEqualTo(new NewObjects(
                        "application/vnd.apache.parquet",
                        new Encryption.Kms("aws:kms", "key-1"),
                        "bucket-owner-full-control",
                        "STANDARD_IA",
                        // The incumbent cuts a value at its colon.
                        new NewObjects.Tags(true, Map.of("team", "data", "url", "http://x"), true)));
    }

    @Test
    void objectsBearTheMediaTypeOfTheirFormat() {
        assertThat(contentType(Map.of())).isEqualTo("application/vnd.apache.parquet");
        assertThat(contentType(Map.of("format.class", "avro"))).isEqualTo("application/avro");
        assertThat(contentType(Map.of("format.class", "json"))).isEqualTo("application/x-ndjson");
        assertThat(contentType(Map.of("format.class", "json", "s3.compression.type", "gzip")))
                .isEqualTo("application/gzip");
    }

    private static String contentType(Map<String, String> changes) {
        return settings(changes).objects().contentType();
    }

    @Test
    void everyWayToEncryptIsOne() {
        assertThat(encryption(Map.of())).isEqualTo(new Encryption.ByBucket());
        assertThat(encryption(Map.of("s3.ssea.name", "AES256"))).isEqualTo(new Encryption.Managed("AES256"));
        assertThat(encryption(Map.of("s3.ssea.name", "aws:kms"))).isEqualTo(new Encryption.Kms("aws:kms", ""));
        assertThat(encryption(Map.of("s3.sse.customer.key", CUSTOMER_KEY)))
                .isEqualTo(new Encryption.CustomerKey(new Password(CUSTOMER_KEY)));
        assertThat(encryption(Map.of("s3.ssea.name", "AES256", "s3.sse.customer.key", CUSTOMER_KEY)))
                .isEqualTo(new Encryption.CustomerKey(new Password(CUSTOMER_KEY)));
    }

    @Test
    void withoutKeysTheSdkLooksForThem() {
        for (String name : new String[] {
            "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider",
            "com.amazonaws.auth.DefaultAWSCredentialsProviderChain"
        }) {
            assertThat(credentials(Map.of("s3.credentials.provider.class", name)))
                    .isEqualTo(new Credentials.DefaultChain());
        }
    }

    @Test
    void keysGoBeforeTheDefaultChain() {
        assertThat(credentials(Map.of(
                        "aws.access.key.id", "id",
                        "aws.secret.access.key", "secret",
                        "s3.credentials.provider.class", "com.amazonaws.auth.DefaultAWSCredentialsProviderChain")))
                .isEqualTo(new Credentials.Keys("id", new Password("secret")));
    }

    @Test
    void aProfileIsNamed() {
        assertThat(credentials(Map.of("aws.profile", "lake"))).isEqualTo(new Credentials.Profile("lake"));
    }

    @ParameterizedTest
    @ValueSource(strings = {ASSUME_ROLE, "AssumeRole"})
    void aRoleIsAssumedWithKeys(String provider) {
        assertThat(credentials(Map.of(
                        "s3.region", "eu-central-1",
                        "aws.access.key.id", "id",
                        "aws.secret.access.key", "secret",
                        "s3.credentials.provider.class", provider,
                        "s3.credentials.provider.sts.role.arn", "arn:aws:iam::1:role/sink",
                        "s3.credentials.provider.sts.role.session.name", "session",
                        "s3.credentials.provider.sts.role.external.id", "external",
                        "s3.credentials.provider.sts.endpoint", "http://sts:80")))
                .isEqualTo(new Credentials.Role(
                        "arn:aws:iam::1:role/sink",
                        "session",
                        "external",
                        "eu-central-1",
                        URI.create("http://sts:80"),
                        new Credentials.Keys("id", new Password("secret"))));
    }

    @Test
    void aRoleIsAssumedWithTheDefaultChainInARegionOfItsOwn() {
        assertThat(credentials(Map.of(
                        "s3.credentials.provider.class", ASSUME_ROLE,
                        "s3.credentials.provider.sts.role.arn", "arn",
                        "s3.credentials.provider.sts.region", "us-east-1")))
                .isEqualTo(
                        new Credentials.Role("arn", "sluice", "", "us-east-1", null, new Credentials.DefaultChain()));
    }

    @Test
    void aClassOfTheUsersGetsWhatIsBelowThePrefix() {
        Credentials credentials = credentials(Map.of(
                "s3.credentials.provider.class", "com.example.Vault",
                "s3.credentials.provider.vault.token", "hush",
                "aws.access.key.id", "id",
                "aws.secret.access.key", "secret"));

        assertThat(credentials)
                .isEqualTo(new Credentials.Provider(
                        "com.example.Vault",
                        Map.of("vault.token", "hush", "aws.access.key.id", "id", "aws.secret.access.key", "secret")));
        assertThat(credentials.toString()).doesNotContain("hush").doesNotContain("secret");
        assertThat(S3ParquetSinkConfig.TABLE.withoutEffect(Map.of("s3.credentials.provider.vault.token", "hush")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3.wan.mode=true | s3.wan.mode | s3.path.style.access.enabled=false",
                "s3.wan.mode=true;s3.path.style.access.enabled=false;store.url=http://x | s3.wan.mode | store.url",
                "s3.proxy.user=me | s3.proxy.user | s3.proxy.password",
                "s3.proxy.user=me;s3.proxy.password=x | s3.proxy.user | s3.proxy.url",
                "aws.access.key.id=id | aws.secret.access.key | go together",
                "aws.profile=p;aws.access.key.id=id;aws.secret.access.key=x | aws.profile | one source of credentials too many",
                "s3.credentials.provider.class=com.example.Vault | s3.credentials.provider.class | cannot be loaded",
                "s3.credentials.provider.class=java.lang.String | s3.credentials.provider.class | does not implement",
                "s3.credentials.provider.class=AssumeRole | s3.credentials.provider.sts.role.arn | is missing",
                "s3.sse.kms.key.id=k | s3.sse.kms.key.id | s3.ssea.name=aws:kms",
                "s3.sse.customer.key=short | s3.sse.customer.key | 256 bits in Base64",
                "s3.sse.customer.key=" + CUSTOMER_KEY
                        + ";s3.ssea.name=aws:kms | s3.sse.customer.key | two ways to encrypt",
                "s3.sse.customer.key=" + CUSTOMER_KEY + ";store.url=http://x | s3.sse.customer.key | https only",
                "s3.object.tagging.key.value.pairs=a:b | s3.object.tagging.key.value.pairs | s3.object.tagging=true",
                "s3.object.tagging=true;s3.object.tagging.key.value.pairs=ab | s3.object.tagging.key.value.pairs | must be key:value",
                "s3.object.tagging=true;s3.object.tagging.key.value.pairs=a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1"
                        + " | s3.object.tagging.key.value.pairs | 7 are the most"
            })
    void whatDoesNotGoTogetherIsToldOnTheKeyToChange(String configuration, String key, String message) {
        Map<String, String> given = new HashMap<>();
        for (String entry : configuration.split(";")) {
            given.put(entry.substring(0, entry.indexOf('=')), entry.substring(entry.indexOf('=') + 1));
        }
        Map<String, String> problems = new HashMap<>();
        S3ParquetSinkConfig.problems(given, Set.of())
                .forEach(finding -> problems.put(finding.key(), finding.message()));

        assertThat(problems).containsOnlyKeys(key);
        assertThat(problems.get(key)).contains(message);
    }

    @Test
    void aSecretIsInNoMessageAndInNoText() {
        Map<String, String> secrets = Map.of(
                "aws.secret.access.key", "hush",
                "s3.proxy.password", "hush",
                "s3.sse.customer.key", "hush");

        assertThat(S3ParquetSinkConfig.problems(secrets, Set.of()))
                .hasSize(3)
                .noneSatisfy(finding -> assertThat(finding.message()).contains("hush"));
        assertThat(settings(Map.of("aws.access.key.id", "id", "aws.secret.access.key", "hush"))
                        .toString())
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource({
        "s3.ssea.name, AES128",
        "s3.acl.canned, everybody",
        "s3.storage.class, GLACIER",
        "s3.proxy.url, ftp://x",
        "store.url, ftp://x",
        "s3.object.behavior.on.tagging.error, shrug"
    })
    void aValueThatNothingStandsForIsRefused(String key, String value) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> settings(Map.of(key, value)))
                .withMessageContaining(key);
    }

    private static Encryption encryption(Map<String, String> configuration) {
        return settings(configuration).objects().encryption();
    }

    private static Credentials credentials(Map<String, String> configuration) {
        return settings(configuration).credentials();
    }

    private static S3Settings settings(Map<String, String> configuration) {
        Map<String, String> complete = new HashMap<>(configuration);
        complete.put("s3.bucket.name", "lake");
        return S3ParquetSinkConfig.parse(complete).store();
    }
}
