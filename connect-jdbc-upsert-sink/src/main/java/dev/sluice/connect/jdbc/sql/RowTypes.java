// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.commons.data.DecimalSchemas;
import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.commons.data.Temporals;
import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.ColumnMapping;
import dev.sluice.connect.jdbc.change.ColumnMapping.Encoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * What each Connect and Debezium type is in a database that is written row by row: the column that the sink makes, and the value it sends.
 *
 * <p>What the database has no type for is a text, in the form that PostgreSQL writes; what nests is JSON.
 *
 * @param names the database's type for each kind of value
 * @param decimals which decimals it keeps
 * @param floats which floating-point numbers it keeps
 * @param time the text of a time, from its nanoseconds since midnight
 * @param zoned the text of an instant
 */
record RowTypes(
        Map<Kind, String> names,
        Decimals decimals,
        Floats floats,
        LongFunction<String> time,
        Function<Instant, String> zoned) {

    /** The kinds of columns that the sink makes. */
    enum Kind {
        BOOLEAN,
        INT8,
        INT16,
        INT32,
        INT64,
        FLOAT32,
        FLOAT64,
        BYTES,
        TEXT,
        DATE,
        TIME,
        TIMESTAMP,
        ZONED_TIMESTAMP,
        JSON,
        UUID
    }

    enum Floats {
        ALL,
        /** NaN would become NULL, or an error. */
        NOT_NAN,
        FINITE
    }

    /**
     * @param type the name, to which precision and scale are added
     * @param ofAnyScale the type of a decimal that brings its scale with each value
     */
    record Decimals(String type, int maxPrecision, int maxScale, String ofAnyScale) {
        private String of(OptionalInt precision, int scale) {
            int digits = precision.orElse(maxPrecision);
            boolean fits = digits >= Math.max(1, scale) && digits <= maxPrecision && scale >= 0 && scale <= maxScale;
            return fits ? type + "(" + digits + "," + scale + ")" : ofAnyScale;
        }
    }

    RowTypes {
        names = Map.copyOf(names);
        if (!names.keySet().equals(EnumSet.allOf(Kind.class))) {
            throw new IllegalArgumentException("a kind of column has no type: " + names.keySet());
        }
    }

    ColumnMapping mapping(Schema schema) {
        SemanticType type = SemanticType.of(schema);
        return switch (type) {
            case BOOLEAN -> new ColumnMapping(name(Kind.BOOLEAN), Carrier.BOOLEAN, value -> value);
            case INT8 -> integer(Kind.INT8);
            case INT16 -> integer(Kind.INT16);
            case INT32, YEAR -> integer(Kind.INT32);
            case INT64, DURATION_MICROS, DURATION_NANOS -> integer(Kind.INT64);
            case FLOAT32 -> new ColumnMapping(name(Kind.FLOAT32), Carrier.FLOAT, this::kept);
            case FLOAT64 -> new ColumnMapping(name(Kind.FLOAT64), Carrier.DOUBLE, this::kept);
            case BYTES -> new ColumnMapping(name(Kind.BYTES), Carrier.BYTES, RowTypes::bytes);
            case DECIMAL ->
                text(decimals.of(DecimalSchemas.precision(schema), DecimalSchemas.scale(schema)), value -> value);
            case VARIABLE_SCALE_DECIMAL ->
                text(decimals.ofAnyScale, value -> DecimalSchemas.variableScale((Struct) value));
            case CONNECT_DATE, DATE, ISO_DATE ->
                text(Kind.DATE, value -> RowText.date(Temporals.epochDay(type, value)));
            case CONNECT_TIME, TIME_MILLIS, TIME_MICROS, TIME_NANOS, ISO_TIME ->
                text(Kind.TIME, value -> time.apply(Temporals.nanoOfDay(type, value)));
            case CONNECT_TIMESTAMP,
                    LOCAL_TIMESTAMP_MILLIS,
                    LOCAL_TIMESTAMP_MICROS,
                    LOCAL_TIMESTAMP_NANOS,
                    ISO_TIMESTAMP ->
                text(Kind.TIMESTAMP, value -> RowText.timestamp(Temporals.epochMicros(type, value)));
            case ZONED_TIMESTAMP -> text(Kind.ZONED_TIMESTAMP, value -> zoned.apply(RowText.finite(type, value)));
            case JSON -> text(Kind.JSON, value -> value);
            // Equal UUIDs are then equal keys, whatever the source's spelling.
            case UUID -> text(Kind.UUID, value -> ((String) value).toLowerCase(Locale.ROOT));
            case ARRAY, MAP, STRUCT -> text(Kind.JSON, JsonText.of(schema)::write);
            case STRING,
                    ENUM,
                    ENUM_SET,
                    XML,
                    TSVECTOR,
                    LTREE,
                    INTERVAL,
                    ZONED_TIME,
                    BITS,
                    FLOAT_VECTOR,
                    DOUBLE_VECTOR,
                    SPARSE_DOUBLE_VECTOR,
                    POINT,
                    GEOMETRY,
                    GEOGRAPHY -> text(Kind.TEXT, PostgresTypes.mapping(schema).encoder());
        };
    }

    private String name(Kind kind) {
        return names.getOrDefault(kind, "");
    }

    private ColumnMapping integer(Kind kind) {
        return new ColumnMapping(name(kind), Carrier.INTEGER, value -> ((Number) value).longValue());
    }

    private ColumnMapping text(Kind kind, Encoder encoder) {
        return text(name(kind), encoder);
    }

    private static ColumnMapping text(String columnType, Encoder encoder) {
        return new ColumnMapping(columnType, Carrier.TEXT, encoder);
    }

    private Object kept(Object value) {
        double number = ((Number) value).doubleValue();
        boolean isKept =
                switch (floats) {
                    case ALL -> true;
                    case NOT_NAN -> !Double.isNaN(number);
                    case FINITE -> Double.isFinite(number);
                };
        if (!isKept) {
            throw new DataException("the number is infinite or NaN, which this database cannot store");
        }
        return value;
    }

    private static Object bytes(Object value) {
        return value instanceof byte[] array ? ByteBuffer.wrap(array) : value;
    }
}
