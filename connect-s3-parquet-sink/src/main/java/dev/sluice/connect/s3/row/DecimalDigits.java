// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import dev.sluice.connect.commons.data.DecimalSchemas;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * The digits of a column of decimals: as many as the schema names, or 38 where it names none.
 *
 * <p>Connect allows a negative scale and files do not; such a column gets scale 0 and the digits to go with it.
 */
public record DecimalDigits(int precision, int scale) {
    /** What every reader takes. */
    private static final int MAX_PRECISION = 38;

    /** @throws DataException if no reader would take such a column */
    public static DecimalDigits of(Schema schema) {
        int declared = DecimalSchemas.scale(schema);
        int scale = Math.max(0, declared);
        int integerDigits = Math.max(0, -declared);
        int precision =
                Math.max(scale, DecimalSchemas.precision(schema).orElse(MAX_PRECISION - integerDigits) + integerDigits);
        if (precision > MAX_PRECISION || precision < 1) {
            throw new DataException("a decimal of precision " + precision + " and scale " + scale
                    + " does not fit readers, which take 1 to " + MAX_PRECISION
                    + " digits. Convert the field to a string or a narrower decimal with a transform, or set"
                    + " decimal.handling.mode=string at the source");
        }
        return new DecimalDigits(precision, scale);
    }

    /** @throws DataException if the value has more digits than the column */
    public BigInteger unscaled(Object value) {
        BigDecimal decimal = (BigDecimal) value;
        BigDecimal scaled;
        try {
            scaled = decimal.setScale(scale, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new DataException(
                    "the value has more than " + scale + " digits after the point, the scale of its schema", e);
        }
        if (scaled.precision() > precision) {
            throw new DataException("the value has more than the " + precision + " digits of its schema");
        }
        return scaled.unscaledValue();
    }
}
