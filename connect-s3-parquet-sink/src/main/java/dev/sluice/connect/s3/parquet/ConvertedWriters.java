// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Writers of values that must be converted first, which not every value survives. */
final class ConvertedWriters {
    private ConvertedWriters() {}

    @FunctionalInterface
    interface ToInt {
        int convert(Object value);
    }

    @FunctionalInterface
    interface ToLong {
        long convert(Object value);
    }

    @FunctionalInterface
    interface ToBinary {
        Binary convert(Object value);
    }

    record OfInt(ToInt conversion, String where) implements ValueWriter {
        @Override
        public void check(Object value) {
            checked(where, () -> conversion.convert(value));
        }

        @Override
        public boolean isChecked() {
            return true;
        }

        @Override
        public void write(RecordConsumer out, Object value) {
            out.addInteger(conversion.convert(value));
        }
    }

    record OfLong(ToLong conversion, String where) implements ValueWriter {
        @Override
        public void check(Object value) {
            checked(where, () -> conversion.convert(value));
        }

        @Override
        public boolean isChecked() {
            return true;
        }

        @Override
        public void write(RecordConsumer out, Object value) {
            out.addLong(conversion.convert(value));
        }
    }

    record OfBinary(ToBinary conversion, String where) implements ValueWriter {
        @Override
        public void check(Object value) {
            checked(where, () -> conversion.convert(value));
        }

        @Override
        public boolean isChecked() {
            return true;
        }

        @Override
        public void write(RecordConsumer out, Object value) {
            out.addBinary(conversion.convert(value));
        }
    }

    private static void checked(String where, Runnable conversion) {
        try {
            conversion.run();
        } catch (DataException e) {
            throw new DataException(where + e.getMessage(), e);
        } catch (ArithmeticException e) {
            throw new DataException(where + "the value is out of the range of its column", e);
        }
    }
}
