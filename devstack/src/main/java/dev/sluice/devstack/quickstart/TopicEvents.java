// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the broker itself says about topics and about how far each connector has come. */
final class TopicEvents implements AutoCloseable {
    private final String bootstrapServers;
    private final Admin admin;

    TopicEvents(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        this.admin = Admin.create(properties);
    }

    /** The topics among these that exist. */
    Set<String> existing(List<String> topics) throws InterruptedException, ExecutionException {
        Set<String> found = new HashSet<>(admin.listTopics().names().get());
        found.retainAll(topics);
        return found;
    }

    /** The offset after the last record, for each partition of topics that exist. */
    Map<TopicPartition, Long> endOffsets(List<String> topics) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        admin.describeTopics(existing(topics)).allTopicNames().get().forEach((topic, description) -> description
                .partitions()
                .forEach(
                        partition -> asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        return admin.listOffsets(asked).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** How many records of these topics the connector has made final, and how many are still to come. */
    Progress progress(String connector, Map<TopicPartition, Long> endOffsets)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("connect-" + connector)
                .partitionsToOffsetAndMetadata()
                .get();
        long done = 0;
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : endOffsets.entrySet()) {
            OffsetAndMetadata offset = committed.get(end.getKey());
            long position = offset == null ? 0 : offset.offset();
            done += position;
            lag += Math.max(0, end.getValue() - position);
        }
        return new Progress(done, lag);
    }

    /**
     * @param done records before the committed offsets
     * @param lag records after them
     */
    record Progress(long done, long lag) {}

    /** For each partition the offsets of its change events: every record that has a value. Tombstones are no events. */
    Map<Integer, BitSet> changeEvents(String topic) throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> ends = endOffsets(List.of(topic));
        Map<Integer, BitSet> events = new HashMap<>();
        ends.keySet().forEach(partition -> events.put(partition.partition(), new BitSet()));
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value() != null) {
                        events.computeIfAbsent(record.partition(), added -> new BitSet())
                                .set(Math.toIntExact(record.offset()));
                    }
                }
            }
        }
        return events;
    }

    @Override
    public void close() {
        admin.close();
    }
}
