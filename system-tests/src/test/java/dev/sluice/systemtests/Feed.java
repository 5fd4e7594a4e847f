// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Records that flow into Kafka, steadily, until they are told to end.
 *
 * <p>One idempotent producer sends them in order, so the n-th record of a partition has the offset n.
 */
final class Feed implements AutoCloseable {
    private static final long NANOS_PER_BURST = 20_000_000;
    private static final int BURSTS_PER_SECOND = 50;

    private final KafkaProducer<String, String> producer;
    private final Supplier<ProducerRecord<String, String>> records;
    private final int burst;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> running;
    private volatile boolean ended;

    /** @param records asked by one thread */
    Feed(String bootstrapServers, int recordsPerSecond, Supplier<ProducerRecord<String, String>> records) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer());
        this.records = records;
        this.burst = recordsPerSecond / BURSTS_PER_SECOND;
        this.running = thread.submit(this::run);
    }

    /** Sends no more, and returns how many records are in Kafka once all that were sent are. */
    int end() throws InterruptedException, ExecutionException {
        ended = true;
        running.get();
        for (Future<RecordMetadata> record : sent) {
            record.get();
        }
        return sent.size();
    }

    @Override
    public void close() {
        ended = true;
        thread.shutdown();
        producer.close();
    }

    private void run() {
        while (!ended) {
            for (int i = 0; i < burst; i++) {
                sent.add(producer.send(records.get()));
            }
            LockSupport.parkNanos(NANOS_PER_BURST);
        }
        producer.flush();
    }
}
