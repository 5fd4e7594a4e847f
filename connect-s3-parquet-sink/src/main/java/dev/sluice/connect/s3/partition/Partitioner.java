// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import java.util.OptionalLong;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Says in which directory a record belongs.
 *
 * <p>The answer is a function of the record and the configuration alone (unless the timestamps are the wall clock's): exactly-once
 * delivery rests on a record that is read again going to the same directory again.
 *
 * <p>Called by one task thread; implementations may remember their last answer.
 */
public interface Partitioner {
    /**
     * The time that the record counts as of, in milliseconds since 1970-01-01T00:00Z.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the record does not carry it
     */
    long timestamp(SinkRecord record);

    /**
     * The directory below the topic's, without delimiters at its ends.
     *
     * @param timestamp what {@link #timestamp} answered for this record
     */
    String directory(SinkRecord record, long timestamp);

    /**
     * When the time ends that the directory of a record stands for, in milliseconds since 1970-01-01T00:00Z; empty where directories
     * stand for no time.
     *
     * @param timestamp what {@link #timestamp} answered for the record
     */
    default OptionalLong windowEnd(long timestamp) {
        return OptionalLong.empty();
    }
}
