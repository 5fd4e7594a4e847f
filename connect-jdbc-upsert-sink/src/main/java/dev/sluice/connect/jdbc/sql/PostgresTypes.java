// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.commons.data.DecimalSchemas;
import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.commons.data.Temporals;
import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.ColumnMapping;
import dev.sluice.connect.jdbc.change.ColumnMapping.Encoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * What each Connect and Debezium type is in PostgreSQL: the column that the sink makes, and the value it sends.
 *
 * <p>To add a type, add it to {@link SemanticType}; the compiler leads here. Texts are in the form that PostgreSQL reads into the type
 * whatever the session's settings, times and timestamps in UTC.
 */
final class PostgresTypes {
    private static final int MAX_NUMERIC_PRECISION = 1_000;
    /** Debezium gives this and more where the source sets no length. */
    private static final int MAX_BIT_LENGTH = 83_886_080;

    private PostgresTypes() {}

    static ColumnMapping mapping(Schema schema) {
        SemanticType type = SemanticType.of(schema);
        return switch (type) {
            case BOOLEAN -> new ColumnMapping("boolean", Carrier.BOOLEAN, value -> value);
            case INT8, INT16 -> integer("smallint");
            case INT32, YEAR -> integer("integer");
            case INT64 -> integer("bigint");
            case FLOAT32 -> new ColumnMapping("real", Carrier.FLOAT, value -> value);
            case FLOAT64 -> new ColumnMapping("double precision", Carrier.DOUBLE, value -> value);
            case BYTES -> new ColumnMapping("bytea", Carrier.BYTES, PostgresTypes::bytes);
            case STRING, ENUM, ENUM_SET -> text("text", value -> value);
            case DECIMAL -> text(decimalType(schema), value -> value);
            case VARIABLE_SCALE_DECIMAL -> text("numeric", value -> DecimalSchemas.variableScale((Struct) value));
            case CONNECT_DATE, DATE, ISO_DATE ->
                text("date", value -> PostgresText.date(Temporals.epochDay(type, value)));
            case CONNECT_TIME, TIME_MILLIS, TIME_MICROS, TIME_NANOS, ISO_TIME ->
                text("time", value -> PostgresText.time(Temporals.nanoOfDay(type, value)));
            // The text of Debezium is what PostgreSQL reads, and says 24:00 where java.time cannot.
            case ZONED_TIME -> text("time with time zone", value -> value);
            case CONNECT_TIMESTAMP,
                    LOCAL_TIMESTAMP_MILLIS,
                    LOCAL_TIMESTAMP_MICROS,
                    LOCAL_TIMESTAMP_NANOS,
                    ISO_TIMESTAMP ->
                text("timestamp", value -> PostgresText.timestamp(Temporals.epochMicros(type, value)));
            case ZONED_TIMESTAMP ->
                text(
                        "timestamp with time zone",
                        value -> PostgresText.isInfinity(value)
                                ? value
                                : PostgresText.zoned(Temporals.instant(type, value)));
            case INTERVAL -> text("interval", value -> value);
            case DURATION_MICROS -> text("interval", value -> value + " microseconds");
            case DURATION_NANOS ->
                text("interval", value -> Math.floorDiv(((Number) value).longValue(), 1_000L) + " microseconds");
            case JSON -> text("jsonb", value -> value);
            case XML -> text("xml", value -> value);
            // Equal UUIDs are then equal keys, whatever the source's spelling.
            case UUID -> text("uuid", value -> ((String) value).toLowerCase(Locale.ROOT));
            case BITS -> bits(schema);
            case TSVECTOR -> text("tsvector", value -> value);
            case LTREE -> text("ltree", value -> value);
            // These columns need the extensions pgvector and PostGIS in the database.
            case FLOAT_VECTOR -> text("halfvec", value -> PostgresText.vector((List<?>) value));
            case DOUBLE_VECTOR -> text("vector", value -> PostgresText.vector((List<?>) value));
            case SPARSE_DOUBLE_VECTOR -> text("sparsevec", value -> PostgresText.sparseVector((Struct) value));
            case GEOMETRY -> text("geometry", value -> PostgresText.geometry((Struct) value));
            case GEOGRAPHY -> text("geography", value -> PostgresText.geometry((Struct) value));
            case POINT -> text("point", value -> PostgresText.point((Struct) value));
            case ARRAY -> array(schema);
            case MAP, STRUCT -> json(schema);
        };
    }

    private static ColumnMapping integer(String columnType) {
        return new ColumnMapping(
                columnType, Carrier.INTEGER, value -> value instanceof Long ? value : ((Number) value).longValue());
    }

    private static ColumnMapping text(String columnType, Encoder encoder) {
        return new ColumnMapping(columnType, Carrier.TEXT, encoder);
    }

    private static Object bytes(Object value) {
        return value instanceof byte[] array ? ByteBuffer.wrap(array) : value;
    }

    private static String decimalType(Schema schema) {
        OptionalInt precision = DecimalSchemas.precision(schema);
        int scale = DecimalSchemas.scale(schema);
        boolean fits = precision.isPresent()
                && precision.getAsInt() >= Math.max(1, scale)
                && precision.getAsInt() <= MAX_NUMERIC_PRECISION
                && scale >= 0;
        return fits ? "numeric(" + precision.getAsInt() + "," + scale + ")" : "numeric";
    }

    private static ColumnMapping bits(Schema schema) {
        String length = schema.parameters() == null ? null : schema.parameters().get("length");
        int digits = length == null ? Integer.MAX_VALUE : Integer.parseInt(length);
        return digits > MAX_BIT_LENGTH
                ? text("bit varying", value -> PostgresText.bits((ByteBuffer) bytes(value), OptionalInt.empty()))
                : text(
                        "bit varying(" + digits + ")",
                        value -> PostgresText.bits((ByteBuffer) bytes(value), OptionalInt.of(digits)));
    }

    /** An array of single values is an array in PostgreSQL; what nests deeper is JSON, as arrays of arrays must be rectangular there. */
    private static ColumnMapping array(Schema schema) {
        SemanticType element = SemanticType.of(schema.valueSchema());
        if (element == SemanticType.ARRAY || element == SemanticType.MAP || element == SemanticType.STRUCT) {
            return json(schema);
        }
        ColumnMapping mapping = mapping(schema.valueSchema());
        return text(mapping.columnType() + "[]", value -> PostgresText.array((List<?>) value, mapping.encoder()));
    }

    private static ColumnMapping json(Schema schema) {
        JsonText writer = JsonText.of(schema);
        return text("jsonb", writer::write);
    }
}
