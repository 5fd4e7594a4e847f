// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import java.time.Instant;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Reads the time that a record counts as of. */
@FunctionalInterface
interface TimestampExtractor {
    /** The years 1 to 9999, which every pattern and reader can write, in any time zone. */
    long EARLIEST = Instant.parse("0001-01-02T00:00:00Z").toEpochMilli();

    long LATEST = Instant.parse("9999-12-30T23:59:59.999Z").toEpochMilli();

    /**
     * Milliseconds since 1970-01-01T00:00Z, not before {@link #EARLIEST} nor after {@link #LATEST}.
     *
     * @throws DataException if the record does not carry a time
     */
    long timestamp(SinkRecord record);

    /**
     * Answers a time that can be a directory.
     *
     * @param where what carries it
     * @throws DataException if it cannot
     */
    static long withinYears(String where, long timestamp) {
        if (timestamp < EARLIEST || timestamp > LATEST) {
            throw new DataException(
                    where + ": the time lies outside the years 1 to 9999, so no directory can be named after it");
        }
        return timestamp;
    }
}
