// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A record as a row of a file's columns: each value is of the type that the file's schema gives its column. Immutable. */
public final class Row {
    private final Cell[] cells;
    private final SinkRecord record;

    Row(Cell[] cells, SinkRecord record) {
        this.cells = cells;
        this.record = record;
    }

    public SinkRecord record() {
        return record;
    }

    /** True for the very record, and not for another that equals it. */
    @SuppressWarnings("ReferenceEquality") // Equality would compare the values.
    public boolean isOf(SinkRecord other) {
        return record == other;
    }

    public @Nullable Object value(int column) {
        return cells[column].read(record);
    }
}
