// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.fence;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;

/** Another task has taken partitions over. Nothing was written; what this task holds of them is void. */
public final class FencedException extends RetriableException {
    private final transient Set<TopicPartition> lost;

    FencedException(Set<TopicPartition> lost) {
        super("another task of this connector has taken over " + lost);
        this.lost = Set.copyOf(lost);
    }

    public Set<TopicPartition> lost() {
        return lost;
    }
}
