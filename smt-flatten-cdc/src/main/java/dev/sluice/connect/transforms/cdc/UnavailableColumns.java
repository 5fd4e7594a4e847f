// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** The columns of a row that can hold a placeholder, and how it is told in each. */
record UnavailableColumns(List<Check> checks) {
    record Check(Field column, Predicate<Object> isUnavailable) {}

    /** @param columns the fields of the row that come from the source's row, and not from metadata */
    static UnavailableColumns among(List<Field> columns, UnavailableValue unavailable) {
        List<Check> checks = new ArrayList<>();
        for (Field column : columns) {
            unavailable.testFor(column.schema()).ifPresent(test -> checks.add(new Check(column, test)));
        }
        return new UnavailableColumns(List.copyOf(checks));
    }

    /** The names of those columns whose value in this row the source did not send. */
    List<String> in(Struct row) {
        List<String> found = List.of();
        for (Check check : checks) {
            Object value = row.get(check.column());
            if (value != null && check.isUnavailable().test(value)) {
                if (found.isEmpty()) {
                    found = new ArrayList<>();
                }
                found.add(check.column().name());
            }
        }
        return found;
    }
}
