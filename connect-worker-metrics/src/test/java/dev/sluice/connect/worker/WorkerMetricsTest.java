// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.connect.commons.metrics.Counter;
import dev.sluice.connect.commons.metrics.TaskMetrics;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the registry of a real worker. On the class path of the sinks' own tests is an older Kafka, where there is none. */
class WorkerMetricsTest {
    private final Metrics worker = new Metrics();

    @AfterEach
    void close() {
        worker.close();
    }

    private PluginMetricsImpl ofTask(String number) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("connector", "lake");
        tags.put("task", number);
        return new PluginMetricsImpl(worker, tags);
    }

    private Map<String, Object> shown() {
        Map<String, Object> shown = new TreeMap<>();
        for (KafkaMetric metric : worker.metrics().values()) {
            if (metric.metricName().group().equals("plugins")) {
                shown.put(metric.metricName().name() + metric.metricName().tags(), metric.metricValue());
            }
        }
        return shown;
    }

    @Test
    void whatATaskCountsIsAmongTheMetricsOfTheWorkerUntilTheTaskEnds() throws IOException {
        PluginMetricsImpl registry = ofTask("0");
        TaskMetrics metrics = TaskMetrics.of("s3-parquet-sink", "lake", "0");
        Counter records = metrics.counter("records-total", "Records");
        metrics.text("fence", "The fence", () -> "locks");

        WorkerMetrics.show(metrics, new Context(registry));
        records.add(3);

        assertThat(shown())
                .isEqualTo(Map.of(
                        "records-total{connector=lake, task=0, plugin=s3-parquet-sink}",
                        3L,
                        "fence{connector=lake, task=0, plugin=s3-parquet-sink}",
                        "locks"));
        registry.close();
        assertThat(shown()).isEmpty();
    }

    @Test
    void aTaskWhosePredecessorHangsGoesOnWithoutThem() {
        TaskMetrics former = TaskMetrics.of("s3-parquet-sink", "lake", "0");
        former.counter("records-total", "Records").add(1);
        WorkerMetrics.show(former, new Context(ofTask("0")));
        TaskMetrics next = TaskMetrics.of("s3-parquet-sink", "lake", "0");
        next.counter("records-total", "Records").add(2);

        assertThatCode(() -> WorkerMetrics.show(next, new Context(ofTask("0")))).doesNotThrowAnyException();

        assertThat(shown().values()).containsExactly(1L);
    }

    private record Context(PluginMetrics pluginMetrics) implements SinkTaskContext {
        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void offset(TopicPartition partition, long offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void timeout(long timeoutMs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<TopicPartition> assignment() {
            return Set.of();
        }

        @Override
        public void pause(TopicPartition... partitions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resume(TopicPartition... partitions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void requestCommit() {
            throw new UnsupportedOperationException();
        }
    }
}
