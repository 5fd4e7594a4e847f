// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import org.apache.kafka.connect.sink.SinkRecord;

/** Begins the files of one topic-partition. Used by one thread. */
public interface DataFiles {
    /**
     * An empty file that a record fits. The record is not written yet.
     *
     * @throws org.apache.kafka.connect.errors.DataException if no file can hold the record; names the field, and no value
     */
    DataFile begin(SinkRecord first);

    /** Learns from a record that is passed over, because it was written, or set aside, when it was first read. */
    default void passOver(SinkRecord record) {}
}
