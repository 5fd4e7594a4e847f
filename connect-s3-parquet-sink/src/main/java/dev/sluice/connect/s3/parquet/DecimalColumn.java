// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;

import dev.sluice.connect.commons.data.DecimalSchemas;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.Binary;

/**
 * Decimals at the precision their schema names, or at 38 where it names none, in the narrowest form that holds it.
 *
 * <p>Connect allows a negative scale and Parquet does not; such a column gets scale 0 and the digits to go with it.
 */
final class DecimalColumn {
    /** What every reader takes. */
    private static final int MAX_PRECISION = 38;

    private static final int MAX_INT_PRECISION = 9;
    private static final int MAX_LONG_PRECISION = 18;

    private final int precision;
    private final int scale;

    private DecimalColumn(int precision, int scale) {
        this.precision = precision;
        this.scale = scale;
    }

    static Column of(Columns.Leaf leaf, Schema schema) {
        int declared = DecimalSchemas.scale(schema);
        int scale = Math.max(0, declared);
        int integerDigits = Math.max(0, -declared);
        int precision =
                Math.max(scale, DecimalSchemas.precision(schema).orElse(MAX_PRECISION - integerDigits) + integerDigits);
        if (precision > MAX_PRECISION || precision < 1) {
            throw new DataException(leaf.where() + "a decimal of precision " + precision + " and scale " + scale
                    + " does not fit Parquet readers, which take 1 to " + MAX_PRECISION
                    + " digits. Convert the field to a string or a narrower decimal with a transform, or set"
                    + " decimal.handling.mode=string at the source");
        }
        DecimalColumn column = new DecimalColumn(precision, scale);
        if (precision <= MAX_INT_PRECISION) {
            return leaf.ints(decimalType(scale, precision), value -> column.unscaled(value)
                    .intValueExact());
        }
        if (precision <= MAX_LONG_PRECISION) {
            return leaf.longs(decimalType(scale, precision), value -> column.unscaled(value)
                    .longValueExact());
        }
        int length = bytesFor(precision);
        return leaf.fixed(length, decimalType(scale, precision), value -> fixed(column.unscaled(value), length));
    }

    private BigInteger unscaled(Object value) {
        BigDecimal decimal = (BigDecimal) value;
        BigDecimal scaled;
        try {
            scaled = decimal.setScale(scale, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new DataException(
                    "the value has more than " + scale + " digits after the point, the scale of its" + " schema", e);
        }
        if (scaled.precision() > precision) {
            throw new DataException("the value has more than the " + precision + " digits of its schema");
        }
        return scaled.unscaledValue();
    }

    /** Two's complement, big-endian, with the sign drawn out to the full length. */
    private static Binary fixed(BigInteger unscaled, int length) {
        byte[] bytes = unscaled.toByteArray();
        byte[] padded = new byte[length];
        Arrays.fill(padded, 0, length - bytes.length, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(bytes, 0, padded, length - bytes.length, bytes.length);
        return Binary.fromConstantByteArray(padded);
    }

    /** The fewest bytes that hold every number of that many digits. */
    private static int bytesFor(int precision) {
        return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / Byte.SIZE + 1;
    }
}
