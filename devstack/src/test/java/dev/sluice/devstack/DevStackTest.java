// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevStackTest {
    @Test
    void closingEndsTheServersAndRemovesATemporaryDirectory() {
        ObjectStore store;
        Path directory;
        try (DevStack stack = DevStack.inTemporaryDirectory()) {
            store = stack.startObjectStore();
            directory = stack.directory();
            assertThat(directory).isDirectoryRecursivelyContaining("glob:**/object-store.log");
            assertThat(Http.answers(store.endpoint())).isTrue();
        }

        assertThat(Http.answers(store.endpoint())).isFalse();
        assertThat(directory).doesNotExist();
    }

    @Test
    void aDirectoryOfTheCallersStaysWithDataAndLogs(@TempDir Path directory) {
        ObjectStore store;
        try (DevStack stack = DevStack.in(directory)) {
            store = stack.startObjectStore();
            store.createBucket("lake");
        }

        assertThat(store.bucketDirectory("lake")).isDirectory();
        assertThat(store.log()).isNotEmptyFile().startsWith(directory);
    }

    @Test
    void debeziumIsAPluginDirectoryWithItsConnector() {
        assertThat(DevStack.debeziumPlugins().resolve("debezium-connector-postgres"))
                .isDirectoryContaining(file -> Files.isRegularFile(file)
                        && file.getFileName().toString().startsWith("debezium-connector-postgres-"));
    }
}
