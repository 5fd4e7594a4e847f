// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Nested values of records that came without a schema, as a JSON column holds them. */
class PlainJsonTest {
    @Test
    void mapsKeepTheOrderOfTheirNamesAndListsThatOfTheirElements() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("b", List.of(1L, "two", Map.of("three", true)));
        map.put("a", null);

        assertThat(PlainJson.of(map)).isEqualTo("{\"b\":[1,\"two\",{\"three\":true}],\"a\":null}");
        assertThat(PlainJson.of(Arrays.asList(null, false))).isEqualTo("[null,false]");
    }

    @Test
    void whatIsEmptyStaysSo() {
        assertThat(PlainJson.of(Map.of())).isEqualTo("{}");
        assertThat(PlainJson.of(List.of())).isEqualTo("[]");
        assertThat(PlainJson.of(List.of(Map.of(), List.of(), ""))).isEqualTo("[{},[],\"\"]");
    }

    @Test
    void numbersStayExactNumbers() {
        assertThat(PlainJson.of(List.of(1, 2L, 0.5, 0.25f, new BigDecimal("1.10"), BigInteger.TEN.pow(20))))
                .isEqualTo("[1,2,0.5,0.25,1.10,100000000000000000000]");
        assertThat(PlainJson.of(List.of(new BigDecimal("1E+400")))).isEqualTo("[1E+400]");
    }

    @Test
    void whatJsonHasNoNumberForIsAText() {
        assertThat(PlainJson.of(List.of(Double.NaN, Float.POSITIVE_INFINITY))).isEqualTo("[\"NaN\",\"Infinity\"]");
    }

    @Test
    void quotesBackslashesAndControlCharactersAreEscapedAndNothingElse() {
        assertThat(PlainJson.of(Map.of("a\"b", "c\\d"))).isEqualTo("{\"a\\\"b\":\"c\\\\d\"}");
        assertThat(PlainJson.of(List.of("\n\u0000\u001f /é😀\u007f")))
                .isEqualTo("[\"\\u000a\\u0000\\u001f /é😀\u007f\"]");
    }

    @Test
    void bytesAreBase64() {
        assertThat(PlainJson.of(List.of(new byte[] {1, 2, 3}, ByteBuffer.wrap(new byte[] {0, 1, 2, 3}, 1, 3))))
                .isEqualTo("[\"AQID\",\"AQID\"]");
    }

    @Test
    void aPointInTimeIsItsIsoText() {
        assertThat(PlainJson.of(List.of(new java.util.Date(1500)))).isEqualTo("[\"1970-01-01T00:00:01.500Z\"]");
    }

    @Test
    void whatJsonHasNoFormForIsABadRecord() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> PlainJson.of(List.of(new Object())))
                .withMessageContaining("java.lang.Object")
                .withMessageContaining("schema");
    }
}
