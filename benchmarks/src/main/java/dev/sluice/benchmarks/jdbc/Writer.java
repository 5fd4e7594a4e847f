// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import java.util.List;

/** Brings changes into the table. */
interface Writer extends AutoCloseable {
    /**
     * The next changes, in the form in which they reach the writer; running it writes them.
     *
     * <p>Only the running is timed: records come to a sink as the worker's converter has made them.
     */
    Runnable prepared(List<Change> batch);

    /** Returns once everything is committed. */
    void finish();

    @Override
    void close();
}
