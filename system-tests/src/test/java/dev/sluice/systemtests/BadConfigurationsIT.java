// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.devstack.ConnectRest;
import dev.sluice.devstack.ConnectRestException;
import dev.sluice.devstack.ConnectWorker;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.ObjectStore;
import dev.sluice.devstack.WorkerSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a user of the S3 sink is told by {@code PUT /connector-plugins/…/config/validate}, all at once and each on its key. */
class BadConfigurationsIT {
    private static DevStack stack;
    private static ObjectStore store;
    private static ConnectWorker worker;
    private static ConnectRest rest;

    @BeforeAll
    static void start() throws Exception {
        stack = Stacks.named("bad-configurations");
        KafkaBroker broker = stack.startBroker();
        store = stack.startObjectStore();
        store.createBucket("lake");
        worker = stack.startWorker(
                broker.bootstrapServers(), WorkerSettings.named("worker").withPlugins(PackagedPlugins.path()));
        rest = worker.rest();
    }

    @AfterAll
    static void stop() {
        worker.close();
        stack.close();
    }

    @Test
    void aConfigurationThatLeadsToTheBucketIsRight() {
        assertThat(rest.validate(config(Map.of()))).isEmpty();
    }

    @Test
    void everyProblemIsToldAtOnce() {
        Map<String, List<String>> wrong = rest.validate(config(Map.of(
                "partitioner.class", "io.confluent.connect.storage.partitioner.TimeBasedPartitioner",
                "path.format", "'year'=YYYY/LL",
                "timezone", "Mars/Olympus",
                "parquet.codec", "zip",
                "s3.wan.mode", "true",
                "s3.object.tagging", "perhaps")));

        assertThat(wrong)
                .containsOnlyKeys(
                        "path.format",
                        "partition.duration.ms",
                        "timezone",
                        "parquet.codec",
                        "s3.wan.mode",
                        "s3.object.tagging");
        assertThat(wrong.get("path.format")).singleElement().asString().contains("'L' is not a letter");
    }

    @Test
    void aBucketThatIsNotThereIsTheBucketsFault() {
        isToldOn("s3.bucket.name", Map.of("s3.bucket.name", "no-such-bucket"), "Create the bucket");
    }

    @Test
    void aStoreThatIsNotThereIsTheAddresssFault() {
        isToldOn("store.url", Map.of("store.url", "http://127.0.0.1:1"), "check store.url");
    }

    @Test
    void aWrongSecretIsTheCredentialsFaultAndIsNotShown() {
        isToldOn("aws.access.key.id", Map.of("aws.secret.access.key", "wrong-secret"), "aws.secret.access.key");
    }

    @Test
    void whatIsWrongKeepsTheConnectorFromBeingMade() {
        assertThatExceptionOfType(ConnectRestException.class)
                .isThrownBy(() -> rest.putConfig("lake", config(Map.of("s3.bucket.name", "no-such-bucket"))))
                .withMessageContaining("no-such-bucket");
        assertThat(rest.connectors()).isEmpty();
    }

    private static void isToldOn(String key, Map<String, String> settings, String advice) {
        Map<String, List<String>> wrong = rest.validate(config(settings));

        assertThat(wrong).containsOnlyKeys(key);
        assertThat(wrong.get(key)).singleElement().asString().contains(advice).doesNotContain("wrong-secret");
    }

    private static Map<String, String> config(Map<String, String> settings) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "lake");
        config.put("connector.class", "dev.sluice.connect.s3.S3ParquetSinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", "orders");
        config.put("s3.bucket.name", "lake");
        config.put("store.url", store.endpoint().toString());
        config.put("aws.access.key.id", store.accessKey());
        config.put("aws.secret.access.key", store.secretKey());
        config.putAll(settings);
        return config;
    }
}
