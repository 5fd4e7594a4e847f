// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.fence;

import java.sql.Connection;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Nothing keeps a zombie out. */
public final class NoFence implements Fence {
    @Override
    public String description() {
        return "none";
    }

    @Override
    public Map<TopicPartition, Long> open(Connection connection, Collection<TopicPartition> partitions) {
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
