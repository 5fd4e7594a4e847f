// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import dev.sluice.connect.s3.row.Row;

/** Writes rows of one schema, into any number of files. Compiled once a schema. Used by one thread. */
public interface RowEncoder {
    /**
     * Finds out whether a row can be written, before any part of it is.
     *
     * @throws org.apache.kafka.connect.errors.DataException naming the field that cannot; never with a value
     */
    void check(Row row);

    /** An empty file. */
    RowFile begin();

    /** The same for equal schemas of files, in every process. */
    String fingerprint();
}
