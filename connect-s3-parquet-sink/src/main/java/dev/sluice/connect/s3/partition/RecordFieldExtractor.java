// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.commons.data.Temporals;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A field of the record's value, at whatever precision Connect or Debezium gave it.
 *
 * <p>Integers without a logical name count as milliseconds; texts as milliseconds if they are all digits, else as ISO-8601, in UTC
 * unless they carry an offset.
 */
final class RecordFieldExtractor implements TimestampExtractor {
    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .optionalEnd()
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .toFormatter();

    private final String name;
    private final List<String> path;
    private @Nullable Plan plan;

    /** @param name the field; dots lead into structs */
    RecordFieldExtractor(String name) {
        this.name = name;
        this.path = List.of(name.split("\\."));
    }

    @Override
    public long timestamp(SinkRecord record) {
        if (!(record.value() instanceof Struct struct)) {
            throw new DataException("the value is not a struct, so it has no timestamp field '" + name + "'");
        }
        Plan current = plan;
        if (current == null || current.schema != struct.schema()) {
            current = plan(struct.schema());
            plan = current;
        }
        Object value = struct;
        for (Field field : current.fields) {
            value = ((Struct) value).get(field);
            if (value == null) {
                throw new DataException("timestamp field '" + name + "' is null");
            }
        }
        try {
            return millis(current.type, value);
        } catch (DataException e) {
            throw new DataException("timestamp field '" + name + "': " + e.getMessage(), e);
        }
    }

    /** The way to the field in one schema, so that no name is looked up per record. */
    private record Plan(Schema schema, List<Field> fields, SemanticType type) {}

    private Plan plan(Schema schema) {
        List<Field> fields = new ArrayList<>();
        Schema at = schema;
        for (String step : path) {
            Field field = at.type() == Schema.Type.STRUCT ? at.field(step) : null;
            if (field == null) {
                throw new DataException("the value has no timestamp field '" + name
                        + "'. Correct timestamp.field, or set timestamp.extractor=Record");
            }
            fields.add(field);
            at = field.schema();
        }
        return new Plan(schema, fields, SemanticType.of(at));
    }

    private static long millis(SemanticType type, Object value) {
        return switch (type) {
            case INT32, INT64 -> ((Number) value).longValue();
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

    private static long text(String text) {
        try {
            return isNumber(text) ? Long.parseLong(text) : isoMillis(text);
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            // The cause's message quotes the value, so only its class is told.
            throw new DataException("the text is neither milliseconds nor ISO-8601 ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static long isoMillis(String text) {
        TemporalAccessor parsed = ISO.parse(text);
        ZoneOffset offset = parsed.query(TemporalQueries.offset());
        return LocalDateTime.from(parsed)
                .toInstant(offset == null ? ZoneOffset.UTC : offset)
                .toEpochMilli();
    }
}
