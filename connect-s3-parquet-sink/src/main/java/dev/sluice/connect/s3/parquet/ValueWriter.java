// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import org.apache.parquet.io.api.RecordConsumer;

/** Writes values of one schema. Compiled once; nothing of the schema is looked at per value. */
interface ValueWriter {
    /**
     * Finds out whether the value can be written, before any part of its record is: a record that is given up half-way would spoil
     * the file.
     *
     * @throws org.apache.kafka.connect.errors.DataException if not; the message does not contain the value
     */
    default void check(Object value) {}

    /** True where {@link #check} can throw, so that the others need not be asked. */
    default boolean isChecked() {
        return false;
    }

    /** Writes a value that was checked, and is not null. */
    void write(RecordConsumer out, Object value);
}
