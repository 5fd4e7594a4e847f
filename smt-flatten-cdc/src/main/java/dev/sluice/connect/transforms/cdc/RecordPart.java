// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** The part of a record that a transform is for. */
public enum RecordPart {
    KEY {
        @Override
        @Nullable Schema schema(ConnectRecord<?> record) {
            return record.keySchema();
        }

        @Override
        @Nullable Object value(ConnectRecord<?> record) {
            return record.key();
        }

        @Override
        <R extends ConnectRecord<R>> R replace(R record, @Nullable Schema schema, @Nullable Object value) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    schema,
                    value,
                    record.valueSchema(),
                    record.value(),
                    record.timestamp());
        }
    },
    VALUE {
        @Override
        @Nullable Schema schema(ConnectRecord<?> record) {
            return record.valueSchema();
        }

        @Override
        @Nullable Object value(ConnectRecord<?> record) {
            return record.value();
        }

        @Override
        <R extends ConnectRecord<R>> R replace(R record, @Nullable Schema schema, @Nullable Object value) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    schema,
                    value,
                    record.timestamp());
        }
    };

    abstract @Nullable Schema schema(ConnectRecord<?> record);

    abstract @Nullable Object value(ConnectRecord<?> record);

    /** A copy of the record, with headers of its own, in which this part is another. */
    abstract <R extends ConnectRecord<R>> R replace(R record, @Nullable Schema schema, @Nullable Object value);
}
