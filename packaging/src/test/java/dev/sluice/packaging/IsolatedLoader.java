// SPDX-License-Identifier: Apache-2.0
package dev.sluice.packaging;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/** Finds what a worker's plugin loader finds: the JDK, the plugin's own jars, and of the worker only Connect's interfaces and the logging. */
final class IsolatedLoader extends URLClassLoader {
    private static final List<String> WORKERS = List.of("org.apache.kafka.", "org.slf4j.");

    IsolatedLoader(List<Path> jars) {
        super(jars.stream().map(IsolatedLoader::url).toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        return WORKERS.stream().anyMatch(name::startsWith)
                ? IsolatedLoader.class.getClassLoader().loadClass(name)
                : super.findClass(name);
    }

    /** A new instance by the constructor without parameters, as the worker makes it. */
    Object instance(String className) throws ReflectiveOperationException {
        return loadClass(className).getDeclaredConstructor().newInstance();
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("no URL for " + jar, e);
        }
    }
}
