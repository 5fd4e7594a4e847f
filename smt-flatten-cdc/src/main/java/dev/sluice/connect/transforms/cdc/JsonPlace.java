// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Where in a row there is JSON text.
 *
 * @param column of the row
 * @param inside the names that lead from the column, a struct that is kept, to the text; empty where the column is the text
 * @param way the names that lead to it in the source's row
 */
record JsonPlace(Field column, List<String> inside, List<String> way) {
    JsonPlace {
        inside = List.copyOf(inside);
        way = List.copyOf(way);
    }

    boolean isColumn() {
        return inside.isEmpty();
    }

    @Nullable String read(Struct row) {
        Object value = row.getWithoutDefault(column.name());
        for (String name : inside) {
            value = value == null ? null : ((Struct) value).getWithoutDefault(name);
        }
        return (String) value;
    }

    /** As error messages name it. */
    String origin() {
        return inside.isEmpty() ? column.name() : column.name() + "." + String.join(".", inside);
    }

    /** Where its value stands until the new row is put together; no column is called like what is inside another. */
    String slot() {
        return inside.isEmpty() ? column.name() : column.name() + '\0' + String.join("\0", inside);
    }
}
