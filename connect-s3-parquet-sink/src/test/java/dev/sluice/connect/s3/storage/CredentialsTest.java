// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.connect.s3.storage.ScriptedStore.Answer;
import dev.sluice.connect.s3.storage.ScriptedStore.Operation;
import dev.sluice.connect.s3.storage.ScriptedStore.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** As whom requests are signed. */
class CredentialsTest {
    private final ScriptedStore script = new ScriptedStore();
    private final Map<String, String> properties = new HashMap<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        script.close();
        properties.forEach((name, before) -> {
            if (before == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, before);
            }
        });
    }

    @Test
    void keysSign() {
        assertThat(signer(Settings.KEYS)).isEqualTo("key-id");
    }

    @Test
    void aProfileOfTheWorkersFilesSigns() throws IOException {
        Path file = Files.writeString(directory.resolve("credentials"), """
                [default]
                aws_access_key_id=other
                aws_secret_access_key=x
                [lake]
                aws_access_key_id=of-profile
                aws_secret_access_key=y
                """);
        set("aws.sharedCredentialsFile", file.toString());

        assertThat(signer(new Credentials.Profile("lake"))).isEqualTo("of-profile");
    }

    @Test
    void aProfileThatIsNotThereIsTold() throws IOException {
        Path file = Files.writeString(directory.resolve("credentials"), "");
        set("aws.sharedCredentialsFile", file.toString());

        assertThat(catchThrowable(() -> signer(new Credentials.Profile("lake"))))
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("no credentials")
                .hasMessageContaining("aws.profile");
    }

    @Test
    void theDefaultChainFindsSystemProperties() {
        set("aws.accessKeyId", "of-property");
        set("aws.secretAccessKey", "x");

        assertThat(signer(new Credentials.DefaultChain())).isEqualTo("of-property");
    }

    @Test
    void noCredentialsAtAllStopTheTaskAndNameTheKeys() throws IOException {
        set("aws.disableEc2Metadata", "true");
        set("aws.sharedCredentialsFile", directory.resolve("nothing").toString());
        set("aws.configFile", directory.resolve("nothing").toString());

        assertThat(catchThrowable(() -> signer(new Credentials.DefaultChain())))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("bucket 'lake'")
                .hasMessageContaining("aws.access.key.id and aws.secret.access.key")
                .hasMessageContaining("s3.credentials.provider.class");
        assertThat(script.operations()).isEmpty();
    }

    @Test
    void aRoleIsAssumedWithItsBaseAndSigns() {
        assertThat(signer(role())).isEqualTo("OFROLE");

        Request assumed = script.requests(Operation.ASSUME_ROLE).get(0);
        assertThat(signer(assumed)).isEqualTo("key-id");
        assertThat(assumed.header("authorization")).contains("/eu-central-1/sts/");
        assertThat(assumed.body())
                .contains("RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fsink")
                .contains("RoleSessionName=session")
                .contains("ExternalId=external");
        assertThat(script.requests(Operation.LIST).get(0).header("x-amz-security-token"))
                .isEqualTo("token-of-role");
    }

    @Test
    void aRoleThatMayNotBeAssumedStopsTheTask() {
        script.answer(
                Operation.ASSUME_ROLE,
                Answer.body(
                        403,
                        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"));

        assertThat(catchThrowable(() -> signer(role())))
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("s3.credentials.provider.class and its role");
    }

    @Test
    void aTokenServiceThatIsAwayIsWaitedFor() {
        script.answer(Operation.ASSUME_ROLE, Answer.status(503));
        try (S3ObjectStore store = open(role())) {
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> store.list("topics/", null));

            script.answer(
                    Operation.ASSUME_ROLE,
                    Answer.body(
                            200,
                            "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>LATE</AccessKeyId>"
                                    + "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
                                    + "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"));
            assertThat(store.list("topics/", null).keys()).isEmpty();
        }
        assertThat(signer(script.requests(Operation.LIST).get(0))).isEqualTo("LATE");
    }

    @Test
    void aClassOfTheUsersIsConfiguredSignsAndIsClosed() {
        Map<String, Object> settings = Map.of("vault.path", "of-class");

        assertThat(signer(new Credentials.Provider(Vault.class.getName(), settings)))
                .isEqualTo("of-class");
        assertThat(Vault.closed).isEqualTo("of-class");
    }

    @Test
    void aClassOfTheSdkIsMadeByItsFactoryAlsoByItsOlderName() {
        set("aws.accessKeyId", "of-property");
        set("aws.secretAccessKey", "x");

        for (String name : new String[] {
            "software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider",
            "com.amazonaws.auth.SystemPropertiesCredentialsProvider"
        }) {
            assertThat(signer(new Credentials.Provider(name, Map.of()))).isEqualTo("of-property");
        }
    }

    @Test
    void aClassThatCannotBeMadeIsNamed() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> signer(new Credentials.Provider(Secretive.class.getName(), Map.of())))
                .withMessageContaining("s3.credentials.provider.class")
                .withMessageContaining("neither a public constructor without arguments nor a static create()");
    }

    @Test
    void requestsGoThroughTheProxyWhichIsToldWhoAsks() {
        Connection proxied = new Connection(
                "us-east-1",
                URI.create("http://store.invalid"),
                true,
                false,
                new Connection.Proxy(script.endpoint(), "me", new Password("hush")),
                0,
                Duration.ofMillis(1));
        S3ObjectStore.open(new S3Settings(
                        "lake", proxied, Settings.KEYS, Settings.PLAIN, ConditionalWrites.ON, Settings.PROBE))
                .close();

        Request request = script.requests(Operation.LIST).get(0);
        assertThat(request.uri().toString()).startsWith("http://store.invalid/lake?");
        assertThat(request.header("proxy-authorization")).isEqualTo("Basic bWU6aHVzaA==");
    }

    private Credentials role() {
        return new Credentials.Role(
                "arn:aws:iam::1:role/sink", "session", "external", "eu-central-1", script.endpoint(), Settings.KEYS);
    }

    /** The access key with which the first request was signed. */
    private String signer(Credentials credentials) {
        script.forget();
        open(credentials).close();
        return signer(script.requests(Operation.LIST).get(0));
    }

    private static String signer(Request request) {
        return request.header("authorization").replaceAll(".*Credential=([^/]+)/.*", "$1");
    }

    private S3ObjectStore open(Credentials credentials) {
        return S3ObjectStore.open(Settings.of(script.endpoint(), credentials, Settings.PLAIN, ConditionalWrites.ON));
    }

    private void set(String name, String value) {
        properties.putIfAbsent(name, System.getProperty(name));
        System.setProperty(name, value);
    }

    /** What a user may put into the plugin's folder. */
    public static final class Vault implements AwsCredentialsProvider, Configurable, AutoCloseable {
        private static String closed = "";

        private String path = "";

        @Override
        public void configure(Map<String, ?> configs) {
            path = String.valueOf(configs.get("vault.path"));
        }

        @Override
        public AwsCredentials resolveCredentials() {
            return AwsBasicCredentials.create(path, "secret");
        }

        @Override
        public void close() {
            closed = path;
        }
    }

    /** Cannot be made from outside. */
    public static final class Secretive implements AwsCredentialsProvider {
        private Secretive() {}

        @Override
        public AwsCredentials resolveCredentials() {
            throw new UnsupportedOperationException();
        }
    }
}
