// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

/** A kind of files. */
public interface FileFormat {
    /** What follows the offset in the name of a file, from its first dot: {@code .snappy.parquet}. */
    String extension();

    /** The media type of its files. */
    String contentType();

    /**
     * A maker of files for one topic-partition. It remembers the schemas that it has met; those by which it refuses records, as long as
     * the topic-partition lives.
     */
    DataFiles files(SchemaMemory memory);
}
