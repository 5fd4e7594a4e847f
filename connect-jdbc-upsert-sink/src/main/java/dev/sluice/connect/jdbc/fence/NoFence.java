// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.fence;

import java.sql.Connection;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nothing keeps a zombie out. */
public final class NoFence implements Fence {
    private static final Logger log = LoggerFactory.getLogger(NoFence.class);

    private boolean announced;

    @Override
    public String description() {
        return "none";
    }

    @Override
    public Map<TopicPartition, Long> open(Connection connection, Collection<TopicPartition> partitions) {
        if (!announced) {
            announced = true;
            log.warn(
                    "Zombie fence: none. This kind of database has no locks that a session holds. A task that was thrown out of"
                            + " its group may write late over newer rows. Set exactly.once.enabled=true");
        }
        return Map.of();
    }

    @Override
    public Map<TopicPartition, Long> reopen(Connection connection, Collection<TopicPartition> partitions) {
        return Map.of();
    }

    @Override
    public Map<TopicPartition, Long> ready(Connection connection) {
        return Map.of();
    }

    @Override
    public void enter(Connection connection, Map<TopicPartition, Long> next) {}

    @Override
    public void committed(Map<TopicPartition, Long> next) {}

    @Override
    public void close(Collection<TopicPartition> partitions) {}

    /** The database keeps no offsets. */
    @Override
    public void alter(Connection connection, Map<TopicPartition, @Nullable Long> offsets) {}
}
