// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads what decimal schemas and values say about scale and precision. */
public final class DecimalSchemas {
    /** Debezium and the Avro converters put the precision here; Connect itself knows only a scale. */
    public static final String PRECISION_PARAMETER = "connect.decimal.precision";

    private static final String SCALE_PARAMETER = "scale";

    private DecimalSchemas() {}

    /** The scale of a {@link SemanticType#DECIMAL} schema. */
    public static int scale(Schema schema) {
        String scale = parameter(schema, SCALE_PARAMETER);
        if (scale == null) {
            throw new DataException("a Decimal schema must carry its scale as the parameter '" + SCALE_PARAMETER + "'");
        }
        return parse(scale, SCALE_PARAMETER);
    }

    /** The precision of a {@link SemanticType#DECIMAL} schema, where the source said it. */
    public static OptionalInt precision(Schema schema) {
        String precision = parameter(schema, PRECISION_PARAMETER);
        return precision == null ? OptionalInt.empty() : OptionalInt.of(parse(precision, PRECISION_PARAMETER));
    }

    /** The number in a {@link SemanticType#VARIABLE_SCALE_DECIMAL} struct. */
    public static BigDecimal variableScale(Struct value) {
        Object unscaled = value.getWithoutDefault("value");
        byte[] bytes = unscaled instanceof ByteBuffer buffer ? copy(buffer) : (byte[]) unscaled;
        return new BigDecimal(new BigInteger(bytes), value.getInt32("scale"));
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static @Nullable String parameter(Schema schema, String name) {
        return schema.parameters() == null ? null : schema.parameters().get(name);
    }

    private static int parse(String number, String parameter) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw new DataException(
                    "the parameter '" + parameter + "' of a Decimal schema is not an integer: " + number, e);
        }
    }
}
