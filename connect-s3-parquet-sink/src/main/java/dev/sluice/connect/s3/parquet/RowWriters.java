// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import dev.sluice.connect.s3.row.Row;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes all columns of a row, and checks those that need it. */
final class RowWriters {
    private final OfColumn[] all;
    private final OfColumn[] checked;

    private record OfColumn(String name, int index, ValueWriter writer, boolean required) {
        boolean isChecked() {
            return required || writer.isChecked();
        }

        void check(Row row) {
            Object value = row.value(index);
            if (value != null) {
                writer.check(value);
            } else if (required) {
                throw new DataException("field '" + name + "': the value is null, which its schema does not allow");
            }
        }

        void write(RecordConsumer out, Row row) {
            Object value = row.value(index);
            if (value != null) {
                out.startField(name, index);
                writer.write(out, value);
                out.endField(name, index);
            }
        }
    }

    RowWriters(Schema schema, List<Column> columns) {
        all = schema.fields().stream()
                .map(field -> writer(field, columns.get(field.index()).writer()))
                .toArray(OfColumn[]::new);
        checked = Arrays.stream(all).filter(OfColumn::isChecked).toArray(OfColumn[]::new);
    }

    private static OfColumn writer(Field field, ValueWriter writer) {
        return new OfColumn(field.name(), field.index(), writer, !field.schema().isOptional());
    }

    void check(Row row) {
        for (OfColumn column : checked) {
            column.check(row);
        }
    }

    void write(RecordConsumer out, Row row) {
        for (OfColumn column : all) {
            column.write(out, row);
        }
    }
}
