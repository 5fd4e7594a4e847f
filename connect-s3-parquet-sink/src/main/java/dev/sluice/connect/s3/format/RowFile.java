// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import dev.sluice.connect.s3.row.Row;
import dev.sluice.connect.s3.storage.ByteChunks;

/** A file of rows of one schema. Used by one thread. */
public interface RowFile {
    /** Adds a row that {@link RowEncoder#check} let pass. */
    void write(Row row);

    /** See {@link DataFile#estimatedBytes}. */
    long estimatedBytes();

    /** See {@link DataFile#heldBytes}. */
    long heldBytes();

    /** See {@link DataFile#endRowGroup}. */
    boolean endRowGroup();

    /** Ends the file and answers it whole, also when asked again. */
    ByteChunks close();
}
