// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import dev.sluice.connect.s3.storage.ByteChunks;
import org.apache.kafka.connect.sink.SinkRecord;

/** A file that takes in records until it closes. Used by one thread. */
public interface DataFile {
    /**
     * Whether a record can go into this file. If not, a file that begins with it can hold it.
     *
     * @throws org.apache.kafka.connect.errors.DataException if no file can hold the record; names the field, and no value
     */
    boolean fits(SinkRecord record);

    /** Adds a record that fits. */
    void write(SinkRecord record);

    /** What the file would weigh in bytes if it closed now; an estimate, and not free. */
    long estimatedBytes();

    /** Bytes of heap that the file takes up: as allocated, not as used. An estimate from above, and not free. */
    long heldBytes();

    /**
     * Puts what is buffered into its final, smaller form, so that {@link #heldBytes} shrinks. Costs readers something where it comes
     * early.
     *
     * @return whether that was worth its while; false where nothing was done because closing the file is the only way to get memory back
     */
    boolean endRowGroup();

    /** The same for equal schemas of files, in every process. */
    String schemaFingerprint();

    /** Ends the file and answers it whole, also when asked again. */
    ByteChunks close();
}
