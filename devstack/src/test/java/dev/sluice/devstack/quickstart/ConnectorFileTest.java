// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorFileTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = directory.resolve("sink.json");
        Files.writeString(
                file, "{\"name\": \"lake\", \"config\": {\"store.url\": \"http://minio:9000\", \"topics\": \"a\"}}");
    }

    @Test
    void onlyTheEndpointsChange() throws Exception {
        ConnectorFile connector = ConnectorFile.read(file, Map.of("store.url", "http://127.0.0.1:1"));

        assertThat(connector.name()).isEqualTo("lake");
        assertThat(connector.json())
                .isEqualTo("{\"name\":\"lake\",\"config\":{\"store.url\":\"http://127.0.0.1:1\",\"topics\":\"a\"}}");
    }

    @Test
    void anEndpointThatTheFileDoesNotHaveIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectorFile.read(file, Map.of("endpoint", "x")))
                .withMessageContaining("has no key endpoint");
    }
}
