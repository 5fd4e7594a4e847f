// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.worker;

import dev.sluice.connect.commons.metrics.TaskMetrics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of plugins that workers have since Kafka 4.1 (KIP-877): what is in there reaches the worker's own metrics reporters.
 *
 * <p>Compiled against an API that older workers lack. The name of the missing class and method is all that this class holds of them until
 * they are called, so older workers load it, and learn at the call that there is nothing.
 */
public final class WorkerMetrics {
    private static final Logger log = LoggerFactory.getLogger(WorkerMetrics.class);

    /** Beside {@code connector} and {@code task}, which the worker adds: many plugins share the group. */
    private static final String TAG = "plugin";

    private WorkerMetrics() {}

    /** Shows the metrics there, where the worker has such a place. It takes them away itself when the task has ended. */
    public static void show(TaskMetrics metrics, SinkTaskContext context) {
        try {
            PluginMetrics registry = context.pluginMetrics();
            LinkedHashMap<String, String> tags = new LinkedHashMap<>(Map.of(TAG, metrics.type()));
            metrics.addTo((name, description, value) -> registry.addMetric(
                    registry.metricName(name, description, tags), (Gauge<Object>) (config, now) -> value.get()));
        } catch (LinkageError e) {
            // Older workers lack the method or its classes; a context that somebody compiled for one lacks the body.
            log.debug("The worker is older than Kafka 4.1 and has no place for metrics of plugins", e);
        } catch (RuntimeException e) {
            log.warn(
                    "The worker does not take the metrics of this task, which its MBean still has: {}", e.getMessage());
        }
    }
}
