// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.data;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a Connect schema means: its type together with the logical name that Connect or Debezium gave it.
 *
 * <p>A logical name on another type than its own means nothing, so {@link #of} then answers the plain type. Switch over this enum
 * without a {@code default}: a type added here makes the compiler name each place that has to decide about it.
 *
 * <p>Value shapes are those of the Connect data API: {@code java.util.Date} for Connect's own temporal types, {@code BigDecimal} for
 * {@link #DECIMAL}, and the wire type (INT32, INT64, STRING, ...) for everything of Debezium's. {@link Temporals} reads the
 * temporal ones.
 */
public enum SemanticType {
    // Plain
    BOOLEAN(Schema.Type.BOOLEAN),
    INT8(Schema.Type.INT8),
    INT16(Schema.Type.INT16),
    INT32(Schema.Type.INT32),
    INT64(Schema.Type.INT64),
    FLOAT32(Schema.Type.FLOAT32),
    FLOAT64(Schema.Type.FLOAT64),
    STRING(Schema.Type.STRING),
    BYTES(Schema.Type.BYTES),
    ARRAY(Schema.Type.ARRAY),
    MAP(Schema.Type.MAP),
    STRUCT(Schema.Type.STRUCT),

    // Connect's logical types
    /** {@code BigDecimal}; the scale is a schema parameter, the precision one only if the source set it. */
    DECIMAL("org.apache.kafka.connect.data.Decimal", Schema.Type.BYTES),
    /** {@code java.util.Date} at midnight UTC. */
    CONNECT_DATE("org.apache.kafka.connect.data.Date", Schema.Type.INT32),
    /** {@code java.util.Date} on 1970-01-01 UTC: milliseconds of the day. */
    CONNECT_TIME("org.apache.kafka.connect.data.Time", Schema.Type.INT32),
    /** {@code java.util.Date}: an instant, in milliseconds. */
    CONNECT_TIMESTAMP("org.apache.kafka.connect.data.Timestamp", Schema.Type.INT64),

    // Debezium's temporal types. "Local" ones carry no zone: the wall-clock fields counted as if they were UTC.
    /** Days since 1970-01-01. */
    DATE("io.debezium.time.Date", Schema.Type.INT32),
    TIME_MILLIS("io.debezium.time.Time", Schema.Type.INT32),
    TIME_MICROS("io.debezium.time.MicroTime", Schema.Type.INT64),
    TIME_NANOS("io.debezium.time.NanoTime", Schema.Type.INT64),
    LOCAL_TIMESTAMP_MILLIS("io.debezium.time.Timestamp", Schema.Type.INT64),
    LOCAL_TIMESTAMP_MICROS("io.debezium.time.MicroTimestamp", Schema.Type.INT64),
    LOCAL_TIMESTAMP_NANOS("io.debezium.time.NanoTimestamp", Schema.Type.INT64),
    /** ISO-8601 with an offset, for example {@code 2026-11-20T08:00:00.123456Z}; PostgreSQL's infinities arrive as words or as far dates. */
    ZONED_TIMESTAMP("io.debezium.time.ZonedTimestamp", Schema.Type.STRING),
    /** ISO-8601 time with an offset, for example {@code 08:00:00.123456Z}. */
    ZONED_TIME("io.debezium.time.ZonedTime", Schema.Type.STRING),
    ISO_DATE("io.debezium.time.IsoDate", Schema.Type.STRING),
    ISO_TIME("io.debezium.time.IsoTime", Schema.Type.STRING),
    ISO_TIMESTAMP("io.debezium.time.IsoTimestamp", Schema.Type.STRING),
    YEAR("io.debezium.time.Year", Schema.Type.INT32),
    /** ISO-8601 duration, for example {@code P1Y2M3DT4H5M6.78S}. */
    INTERVAL("io.debezium.time.Interval", Schema.Type.STRING),
    DURATION_MICROS("io.debezium.time.MicroDuration", Schema.Type.INT64),
    DURATION_NANOS("io.debezium.time.NanoDuration", Schema.Type.INT64),

    // Debezium's data types
    JSON("io.debezium.data.Json", Schema.Type.STRING),
    XML("io.debezium.data.Xml", Schema.Type.STRING),
    UUID("io.debezium.data.Uuid", Schema.Type.STRING),
    /** One of the strings in the parameter {@code allowed}. */
    ENUM("io.debezium.data.Enum", Schema.Type.STRING),
    ENUM_SET("io.debezium.data.EnumSet", Schema.Type.STRING),
    /** Little-endian bits; the number of bits is the parameter {@code length}. */
    BITS("io.debezium.data.Bits", Schema.Type.BYTES),
    TSVECTOR("io.debezium.data.Tsvector", Schema.Type.STRING),
    LTREE("io.debezium.data.Ltree", Schema.Type.STRING),
    /** {@code {scale: INT32, value: BYTES}}: a decimal that brings its scale with each value. */
    VARIABLE_SCALE_DECIMAL("io.debezium.data.VariableScaleDecimal", Schema.Type.STRUCT),
    FLOAT_VECTOR("io.debezium.data.FloatVector", Schema.Type.ARRAY),
    DOUBLE_VECTOR("io.debezium.data.DoubleVector", Schema.Type.ARRAY),
    SPARSE_DOUBLE_VECTOR("io.debezium.data.SparseDoubleVector", Schema.Type.STRUCT),
    POINT("io.debezium.data.geometry.Point", Schema.Type.STRUCT),
    GEOMETRY("io.debezium.data.geometry.Geometry", Schema.Type.STRUCT),
    GEOGRAPHY("io.debezium.data.geometry.Geography", Schema.Type.STRUCT);

    private static final Map<String, SemanticType> BY_NAME = byName();
    private static final Map<Schema.Type, SemanticType> PLAIN = plain();

    private final @Nullable String logicalName;
    private final Schema.Type wireType;

    SemanticType(Schema.Type wireType) {
        this(null, wireType);
    }

    SemanticType(@Nullable String logicalName, Schema.Type wireType) {
        this.logicalName = logicalName;
        this.wireType = wireType;
    }

    public static SemanticType of(Schema schema) {
        String name = schema.name();
        SemanticType named = name == null ? null : BY_NAME.get(name);
        return named != null && named.wireType == schema.type() ? named : plain(schema.type());
    }

    /** The schema name that marks this type, or null for a plain one. */
    public @Nullable String logicalName() {
        return logicalName;
    }

    public Schema.Type wireType() {
        return wireType;
    }

    /** True where the value is a struct or an array that stands for one value, which flattening must not take apart. */
    public boolean isCompositeValue() {
        return logicalName != null && (wireType == Schema.Type.STRUCT || wireType == Schema.Type.ARRAY);
    }

    private static SemanticType plain(Schema.Type type) {
        SemanticType plain = PLAIN.get(type);
        if (plain == null) {
            throw new IllegalArgumentException("Connect type without a meaning here: " + type);
        }
        return plain;
    }

    private static Map<String, SemanticType> byName() {
        Map<String, SemanticType> types = new HashMap<>();
        for (SemanticType type : values()) {
            if (type.logicalName != null) {
                types.put(type.logicalName, type);
            }
        }
        return Map.copyOf(types);
    }

    private static Map<Schema.Type, SemanticType> plain() {
        Map<Schema.Type, SemanticType> types = new HashMap<>();
        for (SemanticType type : values()) {
            if (type.logicalName == null) {
                types.put(type.wireType, type);
            }
        }
        return Map.copyOf(types);
    }
}
