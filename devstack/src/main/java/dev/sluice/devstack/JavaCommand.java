// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.util.ArrayList;
import java.util.List;

/**
 * One JVM to start.
 *
 * @param name the log file's name, and what errors call the process
 * @param classPath as {@code java} takes it; {@code dir/*} is all jars of a directory
 */
record JavaCommand(
        JavaHome java,
        String name,
        String classPath,
        String mainClass,
        List<String> jvmOptions,
        List<String> arguments) {
    JavaCommand {
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
    }

    /** With the Java that runs this JVM. */
    JavaCommand(String name, String classPath, String mainClass, List<String> jvmOptions, List<String> arguments) {
        this(JavaHome.current(), name, classPath, mainClass, jvmOptions, arguments);
    }

    /** The same with another Java. */
    JavaCommand on(JavaHome other) {
        return new JavaCommand(other, name, classPath, mainClass, jvmOptions, arguments);
    }

    /** The command line. */
    List<String> line() {
        var line = new ArrayList<String>();
        line.add(java.launcher().toString());
        line.addAll(jvmOptions);
        line.add("-cp");
        line.add(classPath);
        line.add(mainClass);
        line.addAll(arguments);
        return line;
    }
}
