// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import java.util.Arrays;
import org.apache.kafka.connect.data.Struct;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes all fields of a struct, and checks those that need it. */
final class FieldWriters {
    private final FieldWriter[] all;
    private final FieldWriter[] checked;

    FieldWriters(FieldWriter[] all) {
        this.all = all;
        this.checked = Arrays.stream(all).filter(FieldWriter::isChecked).toArray(FieldWriter[]::new);
    }

    boolean isChecked() {
        return checked.length > 0;
    }

    void check(Struct struct) {
        for (FieldWriter field : checked) {
            field.check(struct);
        }
    }

    void write(RecordConsumer out, Struct struct) {
        for (FieldWriter field : all) {
            field.write(out, struct);
        }
    }
}
