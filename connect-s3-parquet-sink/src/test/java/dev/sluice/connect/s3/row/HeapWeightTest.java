// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class HeapWeightTest {
    private static final int LONG = 10_000;

    @Test
    void aTextOfLatinLettersTakesOneByteACharacterAndAnyOtherTwo() {
        assertThat(weight("é".repeat(LONG))).isBetween((long) LONG, LONG + 500L);
        assertThat(weight("x".repeat(LONG - 1) + "č")).isBetween(2L * LONG, 2 * LONG + 500L);
    }

    @Test
    void aDecimalWeighsItsDigitsAndMoreThanANumber() {
        assertThat(weight(BigDecimal.ONE)).isGreaterThan(weight(1L) + 40);
        assertThat(weight(new BigDecimal(BigInteger.ONE.shiftLeft(8 * LONG)))).isGreaterThanOrEqualTo(LONG);
    }

    @Test
    void theCheapWeightIsNeverLess() {
        for (Object value : new Object[] {"x".repeat(LONG), "č".repeat(LONG), BigDecimal.TEN, 1, new byte[LONG]}) {
            assertThat(HeapWeight.atMost(record(value))).isGreaterThanOrEqualTo(weight(value));
        }
    }

    private static long weight(Object value) {
        return HeapWeight.of(record(value));
    }

    private static SinkRecord record(Object value) {
        return new SinkRecord("orders", 0, null, null, (Schema) null, value, 0);
    }
}
