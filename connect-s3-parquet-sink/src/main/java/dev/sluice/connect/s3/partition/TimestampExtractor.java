// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import org.apache.kafka.connect.sink.SinkRecord;

/** Reads the time that a record counts as of. */
@FunctionalInterface
interface TimestampExtractor {
    /**
     * Milliseconds since 1970-01-01T00:00Z.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the record does not carry a time
     */
    long timestamp(SinkRecord record);
}
