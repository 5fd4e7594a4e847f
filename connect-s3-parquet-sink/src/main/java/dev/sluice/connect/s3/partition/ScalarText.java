// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import dev.sluice.connect.commons.data.DecimalSchemas;
import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.commons.data.Temporals;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HexFormat;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a single value as text, the same for equal values and another for every other value of its type: dates and times as ISO-8601,
 * decimals without exponent, bytes as hexadecimal digits.
 */
final class ScalarText {
    /** More digits than any level of a directory can hold. */
    private static final int MAX_DIGITS = 1000;

    private ScalarText() {}

    /**
     * @param type null where there is no schema; then the value's class tells
     * @throws DataException if it is not a single value
     */
    static String of(@Nullable SemanticType type, Object value) {
        return type == null ? schemaless(value) : typed(type, value);
    }

    private static String typed(SemanticType type, Object value) {
        return switch (type) {
            case BOOLEAN,
                    INT8,
                    INT16,
                    INT32,
                    INT64,
                    FLOAT32,
                    FLOAT64,
                    YEAR,
                    DURATION_MICROS,
                    DURATION_NANOS,
                    STRING,
                    ZONED_TIMESTAMP,
                    ZONED_TIME,
                    ISO_DATE,
                    ISO_TIME,
                    ISO_TIMESTAMP,
                    INTERVAL,
                    JSON,
                    XML,
                    UUID,
                    ENUM,
                    ENUM_SET,
                    TSVECTOR,
                    LTREE -> value.toString();
            case BYTES, BITS -> hex(value);
            case DECIMAL -> plain((BigDecimal) value);
            case VARIABLE_SCALE_DECIMAL -> plain(DecimalSchemas.variableScale((Struct) value));
            case CONNECT_DATE, DATE ->
                LocalDate.ofEpochDay(Temporals.epochDay(type, value)).toString();
            case CONNECT_TIME, TIME_MILLIS, TIME_MICROS, TIME_NANOS -> timeOfDay(type, value);
            case CONNECT_TIMESTAMP -> Temporals.instant(type, value).toString();
            case LOCAL_TIMESTAMP_MILLIS, LOCAL_TIMESTAMP_MICROS, LOCAL_TIMESTAMP_NANOS ->
                LocalDateTime.ofInstant(Temporals.instant(type, value), ZoneOffset.UTC)
                        .toString();
            case ARRAY, MAP, STRUCT, FLOAT_VECTOR, DOUBLE_VECTOR, SPARSE_DOUBLE_VECTOR, POINT, GEOMETRY, GEOGRAPHY ->
                throw new DataException(type + " is not a single value");
        };
    }

    private static String schemaless(Object value) {
        if (value instanceof BigDecimal decimal) {
            return plain(decimal);
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime()).toString();
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return hex(value);
        }
        throw new DataException(value.getClass().getSimpleName() + " is not a single value");
    }

    private static String plain(BigDecimal decimal) {
        if (Math.abs((long) decimal.scale()) > MAX_DIGITS || decimal.precision() > MAX_DIGITS) {
            throw new DataException("the decimal has more than " + MAX_DIGITS + " digits");
        }
        return decimal.toPlainString();
    }

    private static String timeOfDay(SemanticType type, Object value) {
        long nanos = Temporals.nanoOfDay(type, value);
        if (nanos < 0 || nanos > LocalTime.MAX.toNanoOfDay()) {
            throw new DataException("the time is not within one day");
        }
        return LocalTime.ofNanoOfDay(nanos).toString();
    }

    private static String hex(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return HexFormat.of().formatHex(bytes);
        }
        return HexFormat.of().formatHex((byte[]) value);
    }
}
