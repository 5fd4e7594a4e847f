// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.DecimalSchemas;
import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.commons.data.UnavailableValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Finds how the values of a type go on; empty where as they are.
 *
 * @param unavailable what the source sends in place of an array, of which the elements cannot be converted
 */
record TypeConversions(TypeSettings settings, UnavailableValue unavailable) {
    /** Leaves all values as they are. */
    static final TypeConversions NONE = new TypeConversions(TypeSettings.KEEP, new UnavailableValue(""));

    Optional<Converted> of(Schema source) {
        return settings.convert() ? of(source, 0) : Optional.empty();
    }

    /** @param depth how many arrays, maps and structs are around it */
    Optional<Converted> of(Schema source, int depth) {
        SemanticType type = SemanticType.of(source);
        return switch (type) {
            case DECIMAL -> decimal(source, value -> (BigDecimal) value);
            case VARIABLE_SCALE_DECIMAL -> variableScale(source);
            case UUID -> plain(PlainType.UUID, source, SchemaBuilder.string(), Conversion.NONE);
            case ENUM, ENUM_SET -> plain(PlainType.ENUM, source, SchemaBuilder.string(), Conversion.NONE);
            case BITS -> plain(PlainType.BITS, source, SchemaBuilder.string(), PlainForms.bits(source));
            case POINT, GEOMETRY, GEOGRAPHY ->
                plain(PlainType.GEOMETRY, source, SchemaBuilder.string(), PlainForms::ewkb);
            case FLOAT_VECTOR, DOUBLE_VECTOR ->
                plain(PlainType.VECTOR, source, SchemaBuilder.array(source.valueSchema()), Conversion.NONE);
            case SPARSE_DOUBLE_VECTOR ->
                plain(PlainType.VECTOR, source, SchemaBuilder.string(), PlainForms::sparseVector);
            case CONNECT_DATE,
                    CONNECT_TIME,
                    CONNECT_TIMESTAMP,
                    DATE,
                    TIME_MILLIS,
                    TIME_MICROS,
                    TIME_NANOS,
                    LOCAL_TIMESTAMP_MILLIS,
                    LOCAL_TIMESTAMP_MICROS,
                    LOCAL_TIMESTAMP_NANOS,
                    ZONED_TIMESTAMP,
                    ZONED_TIME,
                    ISO_DATE,
                    ISO_TIME,
                    ISO_TIMESTAMP -> TemporalForms.of(type, source, settings);
            case ARRAY -> new NestedConversions(this, depth).ofArray(source);
            case MAP -> new NestedConversions(this, depth).ofMap(source);
            case STRUCT -> new NestedConversions(this, depth).ofStruct(source);
            case BOOLEAN,
                    INT8,
                    INT16,
                    INT32,
                    INT64,
                    FLOAT32,
                    FLOAT64,
                    STRING,
                    BYTES,
                    YEAR,
                    INTERVAL,
                    DURATION_MICROS,
                    DURATION_NANOS,
                    JSON,
                    XML,
                    TSVECTOR,
                    LTREE -> Optional.empty();
        };
    }

    private Optional<Converted> plain(PlainType type, Schema source, SchemaBuilder target, Conversion conversion) {
        return settings.plain().contains(type)
                ? Optional.of(Converted.of(source, target, conversion))
                : Optional.empty();
    }

    /** Reads a decimal from its form in the source. */
    @FunctionalInterface
    private interface Reader {
        BigDecimal read(Object value);
    }

    private Optional<Converted> decimal(Schema source, Reader reader) {
        return switch (settings.decimals()) {
            case KEEP, DECIMAL -> Optional.empty();
            case STRING ->
                Optional.of(Converted.of(source, SchemaBuilder.string(), value -> reader.read(value)
                        .toPlainString()));
            case DOUBLE ->
                Optional.of(Converted.of(source, SchemaBuilder.float64(), value -> reader.read(value)
                        .doubleValue()));
        };
    }

    private Optional<Converted> variableScale(Schema source) {
        Reader reader = value -> DecimalSchemas.variableScale((Struct) value);
        if (settings.decimals() != DecimalMode.DECIMAL) {
            return decimal(source, reader);
        }
        return Optional.of(
                Converted.of(source, Decimal.builder(settings.decimalScale()), value -> rescaled(reader.read(value))));
    }

    private BigDecimal rescaled(BigDecimal value) {
        int scale = settings.decimalScale();
        if (value.stripTrailingZeros().scale() > scale) {
            throw new DataException("a decimal has more than decimal.scale=" + scale
                    + " digits behind its point. Raise decimal.scale, or set decimal.mode=string");
        }
        return value.setScale(scale, RoundingMode.UNNECESSARY);
    }
}
