// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import dev.sluice.connect.commons.data.SemanticType;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;

/** By values of which types databases tell the newer row: numbers and times. Among texts, 9 comes after 10. */
public final class GuardTypes {
    private static final Set<SemanticType> NUMBERS = Set.of(
            SemanticType.INT8,
            SemanticType.INT16,
            SemanticType.INT32,
            SemanticType.INT64,
            SemanticType.FLOAT32,
            SemanticType.FLOAT64,
            SemanticType.DECIMAL,
            SemanticType.VARIABLE_SCALE_DECIMAL,
            SemanticType.YEAR,
            SemanticType.DURATION_MICROS,
            SemanticType.DURATION_NANOS);

    private static final Set<SemanticType> TIMES = Set.of(
            SemanticType.CONNECT_DATE,
            SemanticType.CONNECT_TIME,
            SemanticType.CONNECT_TIMESTAMP,
            SemanticType.DATE,
            SemanticType.TIME_MILLIS,
            SemanticType.TIME_MICROS,
            SemanticType.TIME_NANOS,
            SemanticType.LOCAL_TIMESTAMP_MILLIS,
            SemanticType.LOCAL_TIMESTAMP_MICROS,
            SemanticType.LOCAL_TIMESTAMP_NANOS,
            SemanticType.ZONED_TIMESTAMP,
            SemanticType.ISO_DATE,
            SemanticType.ISO_TIME,
            SemanticType.ISO_TIMESTAMP);

    private GuardTypes() {}

    static boolean areOrdered(Schema schema) {
        return isNumber(schema) || TIMES.contains(SemanticType.of(schema));
    }

    public static boolean isNumber(Schema schema) {
        return NUMBERS.contains(SemanticType.of(schema));
    }
}
