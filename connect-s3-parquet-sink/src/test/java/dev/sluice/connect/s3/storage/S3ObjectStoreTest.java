// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class S3ObjectStoreTest {
    @ParameterizedTest
    @EnumSource
    void aStoreThatIsAwayStopsNoTaskFromStartingAndEveryRequestMayBeTriedAgain(ConditionalWrites conditionalWrites)
            throws IOException {
        try (S3ObjectStore store = S3ObjectStore.open(settings(portWithoutServer(), conditionalWrites))) {
            assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> store.list("topics/"));
            assertThatExceptionOfType(RetriableException.class)
                    .isThrownBy(() -> store.createExclusive("topics/file", new ByteChunks(), Map.of()));
        }
    }

    private static int portWithoutServer() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static S3Settings settings(int port, ConditionalWrites conditionalWrites) {
        return new S3Settings(
                "lake",
                "us-east-1",
                URI.create("http://127.0.0.1:" + port),
                true,
                "key",
                new Password("secret"),
                0,
                Duration.ofMillis(1),
                conditionalWrites,
                "probe");
    }
}
