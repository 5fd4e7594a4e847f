// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;

import dev.sluice.connect.s3.row.DecimalDigits;
import java.math.BigInteger;
import java.util.Arrays;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;

/** Decimals in the narrowest form that holds their digits. */
final class DecimalColumn {
    private static final int MAX_INT_PRECISION = 9;
    private static final int MAX_LONG_PRECISION = 18;

    private DecimalColumn() {}

    static Column of(Columns.Leaf leaf, Schema schema) {
        DecimalDigits digits = digits(leaf, schema);
        LogicalTypeAnnotation type = decimalType(digits.scale(), digits.precision());
        if (digits.precision() <= MAX_INT_PRECISION) {
            return leaf.ints(type, value -> digits.unscaled(value).intValueExact());
        }
        if (digits.precision() <= MAX_LONG_PRECISION) {
            return leaf.longs(type, value -> digits.unscaled(value).longValueExact());
        }
        int length = bytesFor(digits.precision());
        return leaf.fixed(length, type, value -> fixed(digits.unscaled(value), length));
    }

    private static DecimalDigits digits(Columns.Leaf leaf, Schema schema) {
        try {
            return DecimalDigits.of(schema);
        } catch (DataException e) {
            throw new DataException(leaf.where() + e.getMessage(), e);
        }
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
