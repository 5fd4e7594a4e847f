// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import org.apache.kafka.connect.data.Schema;

/** A kind of files that hold rows of one schema each. */
public interface RowFormat {
    /** What tells it from other formats: which schemas can be written hangs on it. The same in every process. */
    String name();

    /** See {@link FileFormat#extension}. */
    String extension();

    /** See {@link FileFormat#contentType}. */
    String contentType();

    /**
     * An encoder for rows of a schema.
     *
     * @param row a struct: a field for each column
     * @throws org.apache.kafka.connect.errors.DataException naming the field whose schema cannot be written
     */
    RowEncoder encoder(Schema row);
}
