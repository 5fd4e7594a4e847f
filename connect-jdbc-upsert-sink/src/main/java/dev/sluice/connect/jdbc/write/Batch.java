// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.TableChange;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What is written in one transaction.
 *
 * @param changes in the order of arrival
 * @param next the offset after the last record of each partition, records that change nothing included
 */
public record Batch(List<TableChange> changes, Map<TopicPartition, Long> next) {
    public Batch {
        changes = List.copyOf(changes);
        next = Map.copyOf(next);
    }
}
