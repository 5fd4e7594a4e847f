// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

/**
 * How values of one Connect schema become values of a column.
 *
 * @param columnType the type of the column when the sink makes it
 * @param carrier the Java type that {@code encoder} answers
 */
public record ColumnMapping(String columnType, Carrier carrier, Encoder encoder) {

    /** Turns a Connect value into its carrier. */
    @FunctionalInterface
    public interface Encoder {
        /** @throws org.apache.kafka.connect.errors.DataException if the value has no form in the database */
        Object encode(Object connectValue);
    }
}
