// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.GuardTypes;
import dev.sluice.connect.jdbc.change.RecordPlan;

/** In which columns a database tells the newer of two values. */
public final class GuardColumns {
    private GuardColumns() {}

    /**
     * Whether the column compares values of the field as what they are. Times are texts on some databases, in a form that sorts as they do; numbers that are texts
     * sort otherwise.
     *
     * @param given a number or a time
     */
    public static boolean areCompared(TableColumn column, RecordPlan.Column given) {
        boolean textByNature = TextTypes.isText(given.mapping().columnType());
        return textByNature ? !GuardTypes.isNumber(given.schema()) : !TextTypes.isText(column.type());
    }
}
