// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Where the value of one column is found in a record. Compiled once; nothing of the schema is looked at per record. */
@FunctionalInterface
interface Cell {
    @Nullable Object read(SinkRecord record);
}
