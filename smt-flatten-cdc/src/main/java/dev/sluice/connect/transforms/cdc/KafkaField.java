// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.errors.RecordCoordinates;
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The record's place in Kafka: in a sink the one it was read from, whatever transforms have made of the topic since; in a source the one
 * it is meant for, as far as that is known.
 */
enum KafkaField {
    TOPIC(Schema.OPTIONAL_STRING_SCHEMA) {
        @Override
        @Nullable Object read(ConnectRecord<?> record) {
            return record instanceof SinkRecord read
                    ? RecordCoordinates.of(read).topic()
                    : record.topic();
        }
    },
    PARTITION(Schema.OPTIONAL_INT32_SCHEMA) {
        @Override
        @Nullable Object read(ConnectRecord<?> record) {
            // No conditional expression: one of an int and an Integer would unbox the null of a source record.
            if (record instanceof SinkRecord read) {
                return RecordCoordinates.of(read).partition();
            }
            return record.kafkaPartition();
        }
    },
    OFFSET(Schema.OPTIONAL_INT64_SCHEMA) {
        @Override
        @Nullable Object read(ConnectRecord<?> record) {
            return record instanceof SinkRecord read
                    ? RecordCoordinates.of(read).offset()
                    : null;
        }
    },
    TIMESTAMP(Timestamp.builder().optional().build()) {
        @Override
        @Nullable Object read(ConnectRecord<?> record) {
            return record.timestamp() == null ? null : new Date(record.timestamp());
        }
    };

    // Schema is an interface; a built one does not change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Schema schema;

    KafkaField(Schema schema) {
        this.schema = schema;
    }

    abstract @Nullable Object read(ConnectRecord<?> record);

    Schema schema() {
        return schema;
    }

    String reference() {
        return "kafka." + name().toLowerCase(Locale.ROOT);
    }

    static Optional<KafkaField> of(String reference) {
        return Arrays.stream(values())
                .filter(field -> field.reference().equals(reference))
                .findFirst();
    }
}
