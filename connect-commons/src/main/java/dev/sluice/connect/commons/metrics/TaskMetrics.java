// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.metrics;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one task counts, as one MBean: {@code dev.sluice:type=jdbc-upsert-sink,connector=orders,task=0}.
 *
 * <p>Declare the metrics, then {@link #register}. A task that is restarted takes the name over from its predecessor, which may still be
 * about to end, and whose {@link #close} then leaves the new one alone. Nothing here ever fails a task: where JMX refuses, the log says so
 * and the counting goes on unseen.
 */
public final class TaskMetrics implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TaskMetrics.class);

    /** Answered and not listed: whose registration a name stands for. */
    private static final String REGISTRATION = "registration";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final String type;
    private final String connector;
    private final String task;
    private final String registration = UUID.randomUUID().toString();
    private final Map<String, Metric> metrics = new LinkedHashMap<>();

    private record Metric(String description, String type, Supplier<Object> value) {}

    /** Another place than JMX that shows metrics. */
    @FunctionalInterface
    public interface Registry {
        /** @param value asked for by any thread */
        void add(String name, String description, Supplier<Object> value);
    }

    private TaskMetrics(String type, String connector, String task) {
        this.type = type;
        this.connector = connector;
        this.task = task;
    }

    /**
     * @param type the plugin, for example {@code s3-parquet-sink}
     * @param connector the connector's name
     * @param task the number of the task within its connector
     */
    public static TaskMetrics of(String type, String connector, String task) {
        return new TaskMetrics(type, connector, task);
    }

    /** @param name in the way of Kafka's own metrics: {@code rows-upserted-total} */
    public Counter counter(String name, String description) {
        Counter counter = new Counter();
        gauge(name, description, counter::value);
        return counter;
    }

    /** @param value called by threads of JMX: it may only read what is safe to read there */
    public void gauge(String name, String description, LongSupplier value) {
        add(name, new Metric(description, "long", value::getAsLong));
    }

    /** A word that says in which state something is. Called by threads of JMX. */
    public void text(String name, String description, Supplier<String> value) {
        add(name, new Metric(description, String.class.getName(), value::get));
    }

    /** Three attributes: {@code <name>-count}, {@code <name>-total-ms} and {@code <name>-max-ms}. */
    public Latency latency(String name, String description) {
        Latency latency = new Latency();
        gauge(name + "-count", "How often: " + description, latency::count);
        gauge(name + "-total-ms", "In all, in milliseconds: " + description, latency::totalMillis);
        gauge(name + "-max-ms", "At the most, in milliseconds: " + description, latency::maxMillis);
        return latency;
    }

    private void add(String name, Metric metric) {
        if (metrics.putIfAbsent(name, metric) != null) {
            throw new IllegalArgumentException("metric " + name + " is declared twice");
        }
    }

    /** The plugin, as {@link #of} was told. */
    public String type() {
        return type;
    }

    /** Shows what was declared so far in another place as well, which is the one to take it away again. */
    public void addTo(Registry registry) {
        metrics.forEach((name, metric) -> registry.add(name, metric.description, metric.value));
    }

    /** Makes what was declared so far visible through JMX. */
    public TaskMetrics register() {
        try {
            ObjectName name = objectName();
            Bean bean = new Bean(registration, Map.copyOf(metrics), info());
            try {
                server.registerMBean(bean, name);
            } catch (InstanceAlreadyExistsException e) {
                unregister(name);
                server.registerMBean(bean, name);
            }
        } catch (JMException | RuntimeException e) {
            log.warn("The metrics of task {} of connector {} cannot be seen through JMX", task, connector, e);
        }
        return this;
    }

    /** Takes the name away, unless a successor has taken it over. */
    @Override
    public void close() {
        try {
            ObjectName name = objectName();
            if (server.isRegistered(name) && registration.equals(server.getAttribute(name, REGISTRATION))) {
                unregister(name);
            }
        } catch (JMException | RuntimeException e) {
            log.debug("The metrics of task {} of connector {} were not taken away", task, connector, e);
        }
    }

    private void unregister(ObjectName name) throws JMException {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            log.debug("The metrics of the former task {} of connector {} were gone", task, connector, e);
        }
    }

    private ObjectName objectName() throws MalformedObjectNameException {
        return new ObjectName(
                "dev.sluice:type=" + type + ",connector=" + valueOf(connector) + ",task=" + valueOf(task));
    }

    /** Connector names are free text; JMX quotes what it could not parse. */
    private static String valueOf(String text) {
        return text.matches("[\\w.%-]+") ? text : ObjectName.quote(text);
    }

    private MBeanInfo info() {
        List<MBeanAttributeInfo> attributes = new ArrayList<>();
        metrics.forEach((name, metric) ->
                attributes.add(new MBeanAttributeInfo(name, metric.type, metric.description, true, false, false)));
        return new MBeanInfo(
                TaskMetrics.class.getName(),
                "What one task of a Sluice connector counts",
                attributes.toArray(MBeanAttributeInfo[]::new),
                null,
                null,
                null);
    }

    private record Bean(String registration, Map<String, Metric> metrics, MBeanInfo info) implements DynamicMBean {
        @Override
        public Object getAttribute(String name) throws AttributeNotFoundException {
            if (name.equals(REGISTRATION)) {
                return registration;
            }
            Metric metric = metrics.get(name);
            if (metric == null) {
                throw new AttributeNotFoundException(name);
            }
            return metric.value.get();
        }

        @Override
        public AttributeList getAttributes(String[] names) {
            AttributeList values = new AttributeList();
            for (String name : names) {
                Metric metric = metrics.get(name);
                if (metric != null) {
                    values.add(new Attribute(name, metric.value.get()));
                }
            }
            return values;
        }

        @Override
        public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
            throw new AttributeNotFoundException(attribute.getName() + " can only be read");
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            return new AttributeList();
        }

        @Override
        public Object invoke(String action, Object[] parameters, String[] signature) {
            throw new UnsupportedOperationException(action);
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            return info;
        }
    }
}
