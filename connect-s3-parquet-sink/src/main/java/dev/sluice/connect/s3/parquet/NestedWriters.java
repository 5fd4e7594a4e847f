// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Writers of structs, three-level lists and maps. */
final class NestedWriters {
    private static final int FIRST = 0;
    private static final int SECOND = 1;

    private NestedWriters() {}

    record OfStruct(FieldWriters fields) implements ValueWriter {
        @Override
        public void check(Object value) {
            fields.check((Struct) value);
        }

        @Override
        public boolean isChecked() {
            return fields.isChecked();
        }

        @Override
        public void write(RecordConsumer out, Object value) {
            out.startGroup();
            fields.write(out, (Struct) value);
            out.endGroup();
        }
    }

    record OfList(ValueWriter element, boolean nullable, String where) implements ValueWriter {
        @Override
        public void check(Object value) {
            for (Object item : (List<?>) value) {
                checkItem(element, item, nullable, where + "an element");
            }
        }

        @Override
        public boolean isChecked() {
            return !nullable || element.isChecked();
        }

        @Override
        public void write(RecordConsumer out, Object value) {
            List<?> items = (List<?>) value;
            out.startGroup();
            if (!items.isEmpty()) {
                out.startField("list", FIRST);
                for (Object item : items) {
                    out.startGroup();
                    writeItem(out, "element", FIRST, element, item);
                    out.endGroup();
                }
                out.endField("list", FIRST);
            }
            out.endGroup();
        }
    }

    record OfMap(ValueWriter key, ValueWriter value, boolean nullable, String where) implements ValueWriter {
        @Override
        public void check(Object map) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
                checkItem(key, entry.getKey(), false, where + "a key");
                checkItem(value, entry.getValue(), nullable, where + "a value");
            }
        }

        @Override
        public boolean isChecked() {
            // Connect's maps may hold a null key, which Parquet's may not.
            return true;
        }

        @Override
        public void write(RecordConsumer out, Object map) {
            Map<?, ?> entries = (Map<?, ?>) map;
            out.startGroup();
            if (!entries.isEmpty()) {
                out.startField("key_value", FIRST);
                for (Map.Entry<?, ?> entry : entries.entrySet()) {
                    out.startGroup();
                    writeItem(out, "key", FIRST, key, entry.getKey());
                    writeItem(out, "value", SECOND, value, entry.getValue());
                    out.endGroup();
                }
                out.endField("key_value", FIRST);
            }
            out.endGroup();
        }
    }

    private static void checkItem(ValueWriter writer, @Nullable Object item, boolean nullable, String what) {
        if (item != null) {
            writer.check(item);
        } else if (!nullable) {
            throw new DataException(what + " is null, which its schema does not allow");
        }
    }

    private static void writeItem(
            RecordConsumer out, String name, int index, ValueWriter writer, @Nullable Object item) {
        if (item != null) {
            out.startField(name, index);
            writer.write(out, item);
            out.endField(name, index);
        }
    }
}
