// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.devstack.ConnectRest.Plugin;
import dev.sluice.devstack.ConnectWorker;
import dev.sluice.devstack.DevStack;
import dev.sluice.devstack.KafkaBroker;
import dev.sluice.devstack.KafkaVersion;
import dev.sluice.devstack.WorkerSettings;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker that finds a plugin without its discovery file would not start here (hybrid_fail). */
class PluginsLoadIT {
    private static DevStack stack;
    private static KafkaBroker broker;

    @BeforeAll
    static void start() {
        stack = DevStack.inTemporaryDirectory();
        broker = stack.startBroker();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @EnumSource
    void aStockWorkerOffersOurPluginsInOurVersion(KafkaVersion version) {
        String name = "worker-" + version;
        WorkerSettings settings =
                WorkerSettings.named(name).inGroup(name).on(version).withPlugins(PackagedPlugins.path());
        try (ConnectWorker worker = stack.startWorker(broker.bootstrapServers(), settings)) {
            List<Plugin> plugins = worker.rest().plugins();

            assertThat(plugins)
                    .filteredOn(plugin -> plugin.className().startsWith("dev.sluice."))
                    .containsExactlyInAnyOrder(
                            plugin("dev.sluice.connect.s3.S3ParquetSinkConnector", "sink"),
                            plugin("dev.sluice.connect.jdbc.JdbcUpsertSinkConnector", "sink"),
                            plugin("dev.sluice.connect.transforms.DebeziumTypes$Key", "transformation"),
                            plugin("dev.sluice.connect.transforms.DebeziumTypes$Value", "transformation"),
                            plugin("dev.sluice.connect.transforms.ExpandJson$Key", "transformation"),
                            plugin("dev.sluice.connect.transforms.ExpandJson$Value", "transformation"),
                            plugin("dev.sluice.connect.transforms.Flatten$Key", "transformation"),
                            plugin("dev.sluice.connect.transforms.Flatten$Value", "transformation"),
                            plugin("dev.sluice.connect.transforms.FlattenCdc", "transformation"),
                            plugin("dev.sluice.connect.transforms.predicates.CdcControlRecord", "predicate"),
                            plugin("dev.sluice.connect.transforms.predicates.CdcOperation", "predicate"),
                            plugin("dev.sluice.connect.transforms.predicates.CdcSnapshot", "predicate"),
                            plugin("dev.sluice.connect.transforms.predicates.HasField", "predicate"));
            // A converter or transform of Kafka's own in one of our folders would be offered a second time.
            assertThat(plugins).extracting(Plugin::className, Plugin::type).doesNotHaveDuplicates();
        }
    }

    private static Plugin plugin(String className, String type) {
        return new Plugin(className, type, PackagedPlugins.version());
    }
}
