// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.commons.data.Temporals;
import java.time.DateTimeException;
import java.util.Date;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A field of the record's value, at whatever precision Connect or Debezium gave it.
 *
 * <p>Numbers without a logical type count in the configured unit, and so do texts that are all digits; other texts are ISO-8601, in
 * UTC unless they carry an offset.
 */
final class RecordFieldExtractor implements TimestampExtractor {
    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,19}");

    private final FieldPath path;
    private final TimestampUnit unit;

    /** @param name the field; dots lead into structs and maps */
    RecordFieldExtractor(String name, TimestampUnit unit) {
        this.path = new FieldPath("timestamp.field", name);
        this.unit = unit;
    }

    @Override
    public long timestamp(SinkRecord record) {
        Object value = path.valueIn(record.value());
        if (value == null) {
            throw new DataException("timestamp field '" + path.name() + "' is null");
        }
        SemanticType type = path.typeIn(record.value());
        String where = "timestamp field '" + path.name() + "'";
        long timestamp;
        try {
            timestamp = type == null ? schemaless(value) : millis(type, value);
        } catch (DataException e) {
            throw new DataException(where + ": " + e.getMessage(), e);
        }
        return TimestampExtractor.withinYears(where, timestamp);
    }

    private long schemaless(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return count(((Number) value).longValue());
        }
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof Date date) {
            return date.getTime();
        }
        throw new DataException(value.getClass().getSimpleName() + " is not a point in time");
    }

    private long count(long number) {
        try {
            return unit.toMillis(number);
        } catch (ArithmeticException e) {
            throw new DataException("the number is out of range for " + unit, e);
        }
    }

    private long millis(SemanticType type, Object value) {
        return switch (type) {
            case INT32, INT64 -> count(((Number) value).longValue());
            case STRING -> text((String) value);
            case CONNECT_DATE, DATE, ISO_DATE -> dayMillis(type, value);
            case CONNECT_TIMESTAMP,
                    LOCAL_TIMESTAMP_MILLIS,
                    LOCAL_TIMESTAMP_MICROS,
                    LOCAL_TIMESTAMP_NANOS,
                    ZONED_TIMESTAMP,
                    ISO_TIMESTAMP -> toMillis(type, value);
            case BOOLEAN,
                    INT8,
                    INT16,
                    FLOAT32,
                    FLOAT64,
                    BYTES,
                    ARRAY,
                    MAP,
                    STRUCT,
                    DECIMAL,
                    CONNECT_TIME,
                    TIME_MILLIS,
                    TIME_MICROS,
                    TIME_NANOS,
                    ZONED_TIME,
                    ISO_TIME,
                    YEAR,
                    INTERVAL,
                    DURATION_MICROS,
                    DURATION_NANOS,
                    JSON,
                    XML,
                    UUID,
                    ENUM,
                    ENUM_SET,
                    BITS,
                    TSVECTOR,
                    LTREE,
                    VARIABLE_SCALE_DECIMAL,
                    FLOAT_VECTOR,
                    DOUBLE_VECTOR,
                    SPARSE_DOUBLE_VECTOR,
                    POINT,
                    GEOMETRY,
                    GEOGRAPHY -> throw new DataException(type + " is not a point in time");
        };
    }

    private static long dayMillis(SemanticType type, Object value) {
        try {
            return Math.multiplyExact(Temporals.epochDay(type, value), MILLIS_PER_DAY);
        } catch (ArithmeticException e) {
            throw new DataException("the date is out of range", e);
        }
    }

    private static long toMillis(SemanticType type, Object value) {
        try {
            return Temporals.instant(type, value).toEpochMilli();
        } catch (ArithmeticException e) {
            throw new DataException("the time is out of range", e);
        }
    }

    private long text(String text) {
        try {
            return NUMBER.matcher(text).matches() ? unit.toMillis(Long.parseLong(text)) : IsoText.toEpochMillis(text);
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            // The cause's message may quote the value, so only its class is told.
            throw new DataException("the text is neither a number of " + unit + " nor ISO-8601 ("
                    + e.getClass().getSimpleName() + ")");
        }
    }
}
