// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * Whether two schemas are equal, as {@code ConnectSchema.equals} answers it, for a converter that makes a new one for each record: what two
 * neighbours share is not compared twice, as {@code before} and {@code after} of an envelope share the row, and nothing is boxed. A map
 * would need the hash of the whole schema besides.
 */
final class SchemaEquality {
    private SchemaEquality() {}

    static boolean areEqual(Schema one, Schema other) {
        if (one == other) {
            return true;
        }
        if (!(one instanceof ConnectSchema) || !(other instanceof ConnectSchema)) {
            return one.equals(other);
        }
        return one.type() == other.type()
                && one.isOptional() == other.isOptional()
                && Objects.equals(one.name(), other.name())
                && Objects.equals(one.version(), other.version())
                && Objects.equals(one.doc(), other.doc())
                && Objects.equals(one.parameters(), other.parameters())
                && Objects.deepEquals(one.defaultValue(), other.defaultValue())
                && areInside(one, other);
    }

    private static boolean areInside(Schema one, Schema other) {
        return switch (one.type()) {
            case STRUCT -> areFieldsEqual(one.fields(), other.fields());
            case MAP ->
                areEqual(one.keySchema(), other.keySchema()) && areEqual(one.valueSchema(), other.valueSchema());
            case ARRAY -> areEqual(one.valueSchema(), other.valueSchema());
            case BOOLEAN, INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, STRING, BYTES -> true;
        };
    }

    private static boolean areFieldsEqual(List<Field> ones, List<Field> others) {
        int size = ones.size();
        if (others.size() != size) {
            return false;
        }
        Schema lastOne = null;
        Schema lastOther = null;
        for (int i = 0; i < size; i++) {
            Field one = ones.get(i);
            Field other = others.get(i);
            // The index of a field is its place in the list.
            if (!one.name().equals(other.name())) {
                return false;
            }
            boolean known = one.schema() == lastOne && other.schema() == lastOther;
            if (!known && !areEqual(one.schema(), other.schema())) {
                return false;
            }
            lastOne = one.schema();
            lastOther = other.schema();
        }
        return true;
    }
}
