// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Writes one field of a struct. */
final class FieldWriter {
    private final Field field;
    private final ValueWriter writer;
    private final String where;
    private final boolean nullStaysNull;
    private final boolean required;

    FieldWriter(Field field, ValueWriter writer, String where) {
        this.field = field;
        this.writer = writer;
        this.where = where;
        required = !field.schema().isOptional();
        // Struct.get puts the default in the place of null. A source that sends null where null is allowed means null.
        nullStaysNull = !required && field.schema().defaultValue() != null;
    }

    boolean isChecked() {
        return required || writer.isChecked();
    }

    void check(Struct struct) {
        Object value = value(struct);
        if (value != null) {
            writer.check(value);
        } else if (required) {
            throw new DataException(where + "the value is null, which its schema does not allow");
        }
    }

    void write(RecordConsumer out, Struct struct) {
        Object value = value(struct);
        if (value != null) {
            out.startField(field.name(), field.index());
            writer.write(out, value);
            out.endField(field.name(), field.index());
        }
    }

    private @Nullable Object value(Struct struct) {
        return nullStaysNull ? struct.getWithoutDefault(field.name()) : struct.get(field);
    }
}
