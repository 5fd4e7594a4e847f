// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.errors;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a record stands in Kafka: its original topic, partition and offset, whatever a transform has made of the topic since.
 */
public record RecordCoordinates(String topic, int partition, long offset) {
    public static RecordCoordinates of(SinkRecord record) {
        // A record made by a test or by another transform may lack the originals.
        @Nullable String topic = record.originalTopic();
        @Nullable Integer partition = record.originalKafkaPartition();
        return new RecordCoordinates(
                topic == null ? record.topic() : topic,
                partition == null ? record.kafkaPartition() : partition,
                topic == null ? record.kafkaOffset() : record.originalKafkaOffset());
    }

    public TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    /** As error messages say it: {@code orders-3 offset 8812}. */
    @Override
    public String toString() {
        return topic + "-" + partition + " offset " + offset;
    }
}
