// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.fence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which topic-partitions a task may write, as the database sees it.
 *
 * <p>The offsets that methods answer and take are those of the next record to write. Used by one task thread.
 */
public interface Fence {

    /** Which fence is in force, in a few words. */
    String description();

    /**
     * These have just been assigned to the task: takes them from whoever had them.
     *
     * @return where to begin, for partitions of which the database knows it
     */
    Map<TopicPartition, Long> open(Connection connection, Collection<TopicPartition> partitions) throws SQLException;

    /**
     * These were lost, or could not be taken when they were assigned. That was some time ago, so that somebody else may rightly have them.
     *
     * @return where to begin, for partitions of which the database knows it
     * @throws org.apache.kafka.connect.errors.RetriableException if somebody else has them
     */
    Map<TopicPartition, Long> reopen(Connection connection, Collection<TopicPartition> partitions) throws SQLException;

    /**
     * Called before each transaction; does nothing while the connection stays the same.
     *
     * @return after a new connection, how far the database has come, for partitions of which it knows it
     * @throws FencedException if somebody else has taken partitions over for good
     * @throws org.apache.kafka.connect.errors.RetriableException if somebody else has them now
     */
    Map<TopicPartition, Long> ready(Connection connection) throws SQLException;

    /**
     * Called first in each transaction.
     *
     * @param next where the transaction will have brought its partitions
     * @throws FencedException if somebody else has taken partitions over
     */
    void enter(Connection connection, Map<TopicPartition, Long> next) throws SQLException;

    /** The transaction is committed. */
    void committed(Map<TopicPartition, Long> next);

    /** The task gives these up. */
    void close(Collection<TopicPartition> partitions);

    /**
     * Sets, from outside of any task, where tasks are to begin.
     *
     * @param offsets null to let Kafka say
     */
    void alter(Connection connection, Map<TopicPartition, @Nullable Long> offsets) throws SQLException;
}
