// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class TaskMetricsTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private static ObjectName name(String connector) throws JMException {
        return new ObjectName("dev.sluice:type=test-sink,connector=" + connector + ",task=0");
    }

    private Object value(String connector, String attribute) throws JMException {
        return server.getAttribute(name(connector), attribute);
    }

    @Test
    void whatATaskCountsIsSeenThroughJmxUntilItEnds() throws JMException {
        TaskMetrics metrics = TaskMetrics.of("test-sink", "orders", "0");
        Counter rows = metrics.counter("rows-total", "rows");
        Latency batches = metrics.latency("batch", "a batch");
        metrics.gauge("held", "what is held", () -> 7);
        metrics.text("state", "what it does", () -> "busy");
        metrics.register();

        rows.add(2);
        rows.increment();
        batches.record(Duration.ofMillis(30));
        batches.record(Duration.ofMillis(20));

        assertThat(value("orders", "rows-total")).isEqualTo(3L);
        assertThat(value("orders", "batch-count")).isEqualTo(2L);
        assertThat(value("orders", "batch-total-ms")).isEqualTo(50L);
        assertThat(value("orders", "batch-max-ms")).isEqualTo(30L);
        assertThat(value("orders", "held")).isEqualTo(7L);
        assertThat(value("orders", "state")).isEqualTo("busy");
        assertThat(server.getMBeanInfo(name("orders")).getAttributes()).hasSize(6);

        metrics.close();
        assertThat(server.isRegistered(name("orders"))).isFalse();
    }

    @Test
    void aRestartedTaskTakesTheNameOverAndKeepsItWhenItsPredecessorEnds() throws JMException {
        TaskMetrics former = TaskMetrics.of("test-sink", "restarted", "0");
        former.counter("rows-total", "rows").add(5);
        former.register();
        TaskMetrics next = TaskMetrics.of("test-sink", "restarted", "0");
        next.counter("rows-total", "rows").add(1);
        next.register();

        former.close();

        assertThat(value("restarted", "rows-total")).isEqualTo(1L);
        next.close();
        next.close();
        assertThat(server.isRegistered(name("restarted"))).isFalse();
    }

    @Test
    void aConnectorMayBeCalledAnything() throws JMException {
        String odd = "orders, \"eu\"=*?";
        try (TaskMetrics metrics = TaskMetrics.of("test-sink", odd, "0")) {
            metrics.counter("rows-total", "rows").increment();
            metrics.register();

            assertThat(value(ObjectName.quote(odd), "rows-total")).isEqualTo(1L);
        }
    }

    @Test
    void anotherRegistryGetsEachMetricAndAsksForItsValueWhenItWants() {
        TaskMetrics metrics = TaskMetrics.of("test-sink", "elsewhere", "0");
        Counter rows = metrics.counter("rows-total", "Rows");
        metrics.text("state", "What it does", () -> "busy");
        Map<String, Supplier<Object>> shown = new LinkedHashMap<>();

        metrics.addTo((name, description, value) -> shown.put(name + ": " + description, value));
        rows.add(2);

        assertThat(shown).containsOnlyKeys("rows-total: Rows", "state: What it does");
        assertThat(shown.values()).extracting(Supplier::get).containsExactly(2L, "busy");
    }

    @Test
    void aNameIsDeclaredOnce() {
        TaskMetrics metrics = TaskMetrics.of("test-sink", "twice", "0");
        metrics.counter("rows-total", "rows");

        assertThatIllegalArgumentException().isThrownBy(() -> metrics.gauge("rows-total", "rows", () -> 0));
    }
}
