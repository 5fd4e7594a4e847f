// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What benchmarks/ measures in earnest, as a limit that a build notices. */
class AllocationTest {
    private static final int COLUMNS = 20;
    private static final int RECORDS = 2_000;

    /**
     * The row and the record are 224 bytes. With the probes that measure coverage the compiler does not spare the iterator that Connect makes for
     * each field to look at its class: 32 bytes for each of the 20. Another one of our own for each field would be as much again.
     */
    private static final long LIMIT = 1_000;

    @Test
    void aRecordCostsItsRowAndNeitherSchemasNorTexts() {
        FlattenCdc<SinkRecord> transform = Transforms.flattenCdc(
                "delete.tombstone.handling.mode", "rewrite", "add.fields", "op,source.ts_ms,source.lsn");
        SinkRecord insert = insert();
        transform.apply(insert);

        assertThat(bytesPerRecord(transform, insert)).isLessThan(LIMIT);
    }

    private static long bytesPerRecord(FlattenCdc<SinkRecord> transform, SinkRecord record) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < RECORDS; i++) {
            transform.apply(record);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / RECORDS;
    }

    private static SinkRecord insert() {
        Schema schema = Envelopes.struct(fields -> {
            for (int i = 0; i < COLUMNS; i++) {
                fields.field("column_" + i, Schema.OPTIONAL_STRING_SCHEMA);
            }
        });
        Struct row = new Struct(schema);
        for (Field column : schema.fields()) {
            row.put(column, "a value");
        }
        return Envelopes.insert(row);
    }
}
