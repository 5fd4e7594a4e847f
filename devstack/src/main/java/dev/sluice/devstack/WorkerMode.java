// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

/** The two ways to run a worker. */
public enum WorkerMode {
    /** Workers of one group share connectors and keep everything in topics. */
    DISTRIBUTED("org.apache.kafka.connect.cli.ConnectDistributed"),
    /** One worker by itself, the offsets of its source connectors in a file. */
    STANDALONE("org.apache.kafka.connect.cli.ConnectStandalone");

    private final String mainClass;

    WorkerMode(String mainClass) {
        this.mainClass = mainClass;
    }

    String mainClass() {
        return mainClass;
    }
}
