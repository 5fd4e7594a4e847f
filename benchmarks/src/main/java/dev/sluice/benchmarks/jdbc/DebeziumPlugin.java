// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkTask;

/** Debezium's JDBC sink as its plugin archive has it, with its own driver and libraries, apart from ours as in a worker. */
final class DebeziumPlugin {
    private static final String TASK = "io.debezium.connector.jdbc.JdbcSinkConnectorTask";

    private final ClassLoader loader;

    private DebeziumPlugin(ClassLoader loader) {
        this.loader = loader;
    }

    /** From where the build has unpacked it, beside the benchmarks' own classes. */
    static DebeziumPlugin beside(Class<?> benchmark) {
        try {
            Path target = Path.of(benchmark
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolveSibling("debezium-connector-jdbc");
            try (Stream<Path> jars = Files.list(target)) {
                URL[] urls = jars.filter(file -> file.toString().endsWith(".jar"))
                        .map(DebeziumPlugin::url)
                        .toArray(URL[]::new);
                ClassLoader loader = new PluginLoader(urls, benchmark.getClassLoader());
                // A worker loads the drivers of its plugins when it looks for them; loaded, they are known to
                // DriverManager.
                Class.forName("org.postgresql.Driver", true, loader);
                return new DebeziumPlugin(loader);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Debezium's plugin is not there. Build with -Pbenchmarks first", e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("Debezium's plugin has no driver for PostgreSQL", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where the benchmarks were loaded from", e);
        }
    }

    /** A new task. */
    SinkTask task() {
        try {
            return (SinkTask) loader.loadClass(TASK).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Debezium's plugin has no task " + TASK, e);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(file + " has no URL", e);
        }
    }

    /** The plugin's classes before the worker's, those apart that a worker shares with its plugins. */
    private static final class PluginLoader extends URLClassLoader {
        static {
            registerAsParallelCapable();
        }

        PluginLoader(URL[] jars, ClassLoader worker) {
            super(jars, worker);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("java.") || name.startsWith("org.apache.kafka.") || name.startsWith("org.slf4j.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                try {
                    return findClass(name);
                } catch (ClassNotFoundException e) {
                    return super.loadClass(name, resolve);
                }
            }
        }
    }
}
