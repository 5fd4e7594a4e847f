// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import org.apache.kafka.connect.sink.SinkRecord;

/** Turns records of one schema into rows of one file's columns. Compiled once, and immutable. */
public final class Projection {
    private final Cell[] cells;

    Projection(Cell[] cells) {
        this.cells = cells;
    }

    public Row row(SinkRecord record) {
        return new Row(cells, record);
    }
}
