// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class NoFenceTest {
    @Test
    void theLogSaysOnceThatThereIsNoFenceAndWhatGivesOne() throws SQLException {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
            NoFence fence = new NoFence();
            fence.open(connection, List.of(new TopicPartition("t", 0)));
            fence.open(connection, List.of(new TopicPartition("t", 1)));
        } finally {
            System.setErr(before);
        }

        assertThat(log.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("Zombie fence: none")
                .contains("exactly.once.enabled=true");
    }
}
