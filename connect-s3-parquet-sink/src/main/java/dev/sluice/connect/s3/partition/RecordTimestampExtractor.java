// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** The timestamp that Kafka keeps with the record. */
final class RecordTimestampExtractor implements TimestampExtractor {
    @Override
    public long timestamp(SinkRecord record) {
        Long timestamp = record.timestamp();
        if (timestamp == null) {
            throw new DataException("the record has no Kafka timestamp, which timestamp.extractor=Record needs. Set"
                    + " timestamp.extractor=RecordField and name a field");
        }
        return TimestampExtractor.withinYears("the record's Kafka timestamp", timestamp);
    }
}
