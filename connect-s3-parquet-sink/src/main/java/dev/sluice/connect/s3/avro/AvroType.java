// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.avro;

/** An Avro type, as JSON, together with what writes it: one decision, so that the two cannot disagree. */
record AvroType(String json, ValueWriter writer) {
    /** Writes a value that is not null. */
    @FunctionalInterface
    interface ValueWriter {
        /** @throws org.apache.kafka.connect.errors.DataException naming the field that cannot be written; never with a value */
        void write(AvroOutput out, Object value);
    }

    static AvroType plain(String name, ValueWriter writer) {
        return new AvroType('"' + name + '"', writer);
    }

    static AvroType logical(String name, String logicalType, ValueWriter writer) {
        return new AvroType("{\"type\":\"" + name + "\",\"logicalType\":\"" + logicalType + "\"}", writer);
    }
}
