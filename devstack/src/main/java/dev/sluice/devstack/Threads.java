// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

/** Threads that do not keep the JVM alive. */
final class Threads {
    private Threads() {}

    static Thread start(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
