// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import dev.sluice.connect.commons.errors.RecordCoordinates;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Says of an error of the engine, which knows fields only, at which record it occurred. */
final class BadRecord {
    private BadRecord() {}

    static DataException located(ConnectRecord<?> record, DataException error) {
        String where = record instanceof SinkRecord sinkRecord
                ? RecordCoordinates.of(sinkRecord).toString()
                : "record for the topic " + record.topic();
        return new DataException(where + ": " + error.getMessage(), error);
    }
}
