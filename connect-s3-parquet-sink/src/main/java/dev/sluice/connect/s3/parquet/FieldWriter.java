// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes one field of a struct. */
final class FieldWriter {
    private final Field field;
    private final ValueWriter writer;
    private final String where;
    private final boolean required;

    FieldWriter(Field field, ValueWriter writer, String where) {
        this.field = field;
        this.writer = writer;
        this.where = where;
        required = !field.schema().isOptional();
    }

    boolean isChecked() {
        return required || writer.isChecked();
    }

    void check(Struct struct) {
        Object value = struct.get(field);
        if (value != null) {
            writer.check(value);
        } else if (required) {
            throw new DataException(where + "the value is null, which its schema does not allow");
        }
    }

    void write(RecordConsumer out, Struct struct) {
        Object value = struct.get(field);
        if (value != null) {
            out.startField(field.name(), field.index());
            writer.write(out, value);
            out.endField(field.name(), field.index());
        }
    }
}
