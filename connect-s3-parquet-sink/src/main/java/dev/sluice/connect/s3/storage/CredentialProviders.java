// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Map;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Builds the SDK's provider of credentials. */
public final class CredentialProviders {
    private static final Logger log = LoggerFactory.getLogger(CredentialProviders.class);
    private static final String KEY = "s3.credentials.provider.class";
    private static final String OF_SDK_1 = "com.amazonaws.auth.";
    private static final String OF_SDK_2 = "software.amazon.awssdk.auth.credentials.";

    /** Configurations of older connectors name the classes of the SDK's first version. */
    private static final Map<String, String> SUCCESSORS = Map.of(
            OF_SDK_1 + "DefaultAWSCredentialsProviderChain", OF_SDK_2 + "DefaultCredentialsProvider",
            OF_SDK_1 + "EnvironmentVariableCredentialsProvider", OF_SDK_2 + "EnvironmentVariableCredentialsProvider",
            OF_SDK_1 + "SystemPropertiesCredentialsProvider", OF_SDK_2 + "SystemPropertyCredentialsProvider",
            OF_SDK_1 + "WebIdentityTokenCredentialsProvider", OF_SDK_2 + "WebIdentityTokenFileCredentialsProvider",
            OF_SDK_1 + "InstanceProfileCredentialsProvider", OF_SDK_2 + "InstanceProfileCredentialsProvider",
            OF_SDK_1 + "EC2ContainerCredentialsProviderWrapper", OF_SDK_2 + "ContainerCredentialsProvider",
            OF_SDK_1 + "ContainerCredentialsProvider", OF_SDK_2 + "ContainerCredentialsProvider",
            OF_SDK_1 + "profile.ProfileCredentialsProvider", OF_SDK_2 + "ProfileCredentialsProvider");

    private CredentialProviders() {}

    /** True where the class is the one that is used when nothing is configured. */
    public static boolean isDefaultChain(String className) {
        return successor(className).equals(DefaultCredentialsProvider.class.getName());
    }

    /** @throws ConfigException if there is no such class, or it provides no credentials */
    public static void verify(String className) {
        Class<?> unused = load(className);
    }

    /** The provider, which is to be closed with the client. */
    static AwsCredentialsProvider create(Credentials credentials, Connection connection) {
        if (credentials instanceof Credentials.Keys keys) {
            return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                    keys.accessKeyId(), keys.secretAccessKey().value()));
        }
        if (credentials instanceof Credentials.Profile profile) {
            return ProfileCredentialsProvider.create(profile.name());
        }
        if (credentials instanceof Credentials.Role role) {
            return assumed(role, connection);
        }
        if (credentials instanceof Credentials.Provider provider) {
            return custom(provider);
        }
        return DefaultCredentialsProvider.builder().build();
    }

    private static AwsCredentialsProvider assumed(Credentials.Role role, Connection connection) {
        AwsCredentialsProvider base = create(role.base(), connection);
        SdkHttpClient http = S3Clients.http(connection).build();
        StsClientBuilder sts = StsClient.builder()
                .region(Region.of(role.region()))
                .credentialsProvider(base)
                .overrideConfiguration(override -> override.apiCallTimeout(RequestTimes.USUAL.waitedFor()))
                .httpClient(http);
        URI endpoint = role.endpoint();
        if (endpoint != null) {
            sts.endpointOverride(endpoint);
        }
        StsClient client = sts.build();
        StsAssumeRoleCredentialsProvider provider = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(client)
                .refreshRequest(request -> request.roleArn(role.arn())
                        .roleSessionName(role.sessionName())
                        .externalId(role.externalId().isEmpty() ? null : role.externalId()))
                .build();
        return new Closing(provider, provider, client, http, base);
    }

    /** Closes what a provider was built on together with it. */
    private static final class Closing implements AwsCredentialsProvider, SdkAutoCloseable {
        private final AwsCredentialsProvider provider;
        private final Object[] resources;

        Closing(AwsCredentialsProvider provider, Object... resources) {
            this.provider = provider;
            this.resources = resources;
        }

        @Override
        public AwsCredentials resolveCredentials() {
            return provider.resolveCredentials();
        }

        @Override
        public void close() {
            for (Object resource : resources) {
                closeQuietly(resource);
            }
        }
    }

    static void closeQuietly(@Nullable Object provider) {
        if (provider instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                log.debug("Could not close {}", provider.getClass().getName(), e);
            }
        }
    }

    private static AwsCredentialsProvider custom(Credentials.Provider settings) {
        AwsCredentialsProvider provider = instance(load(settings.className()));
        if (provider instanceof Configurable configurable) {
            configurable.configure(settings.settings());
        }
        return provider;
    }

    private static Class<?> load(String className) {
        try {
            // The plugin's loader: the user's jar lies in the plugin's folder.
            Class<?> type = Class.forName(successor(className), true, CredentialProviders.class.getClassLoader());
            if (AwsCredentialsProvider.class.isAssignableFrom(type)) {
                return type;
            }
            throw new ConfigException(
                    KEY,
                    className,
                    "does not implement software.amazon.awssdk.auth.credentials.AwsCredentialsProvider (SDK for Java 2)");
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ConfigException(
                    KEY,
                    className,
                    "cannot be loaded (" + e.getClass().getSimpleName()
                            + "). Put its jar into the folder of this plugin");
        }
    }

    /** Providers of the SDK have a static create(), those of users mostly a constructor. */
    private static AwsCredentialsProvider instance(Class<?> type) {
        try {
            for (var method : type.getMethods()) {
                if (method.getName().equals("create")
                        && method.getParameterCount() == 0
                        && Modifier.isStatic(method.getModifiers())
                        && AwsCredentialsProvider.class.isAssignableFrom(method.getReturnType())) {
                    return (AwsCredentialsProvider) method.invoke(null);
                }
            }
            return (AwsCredentialsProvider) type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new ConfigException(KEY, type.getName(), "cannot be created: " + e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw new ConfigException(
                    KEY, type.getName(), "has neither a public constructor without arguments nor a static create()");
        }
    }

    private static String successor(String className) {
        return SUCCESSORS.getOrDefault(className, className);
    }
}
