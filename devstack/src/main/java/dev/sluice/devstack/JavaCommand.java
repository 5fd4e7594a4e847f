// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One JVM to start.
 *
 * @param name the log file's name, and what errors call the process
 * @param classPath as {@code java} takes it; {@code dir/*} is all jars of a directory
 */
record JavaCommand(String name, String classPath, String mainClass, List<String> jvmOptions, List<String> arguments) {
    JavaCommand {
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
    }

    /** The command line, with the Java that runs this JVM. */
    List<String> line() {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvmOptions);
        line.add("-cp");
        line.add(classPath);
        line.add(mainClass);
        line.addAll(arguments);
        return line;
    }
}
