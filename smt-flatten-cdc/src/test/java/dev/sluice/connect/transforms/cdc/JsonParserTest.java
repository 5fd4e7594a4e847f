// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonParserTest {
    @Test
    void everyKindOfValueIsRead() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("a", Arrays.asList(1L, -2L, new BigDecimal("0.5"), null, true, false));
        members.put("b", Map.of("c", "d"));

        assertThat(JsonParser.parse(" { \"a\" : [1, -2,0.5,null , true,false], \"b\":{\"c\":\"d\"} } \n"))
                .isEqualTo(members);
        assertThat(JsonParser.parse("{}")).isEqualTo(Map.of());
        assertThat(JsonParser.parse("[ ]")).isEqualTo(List.of());
        assertThat(JsonParser.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"")).isEqualTo("\"\\/\b\f\n\r\t\u00e9");
    }

    @Test
    void wholeNumbersThatFitAreLongAndOthersLoseNoDigit() {
        assertThat(JsonParser.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(JsonParser.parse("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(JsonParser.parse("9223372036854775808")).isEqualTo(new BigDecimal("9223372036854775808"));
        assertThat(JsonParser.parse("1e400")).isEqualTo(new BigDecimal("1e400"));
        assertThat(JsonParser.parse("-0")).isEqualTo(0L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "{a:1}",
                "tru",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "-",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\n\"",
                "1 2",
                "1e99999999999",
                "NaN"
            })
    void whatIsNoJsonIsRefusedWithItsPlaceAlone(String text) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> JsonParser.parse(text))
                .withMessageContaining("character");
    }

    @Test
    void endlessNestingAndNumbersAreRefused() {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> JsonParser.parse("[".repeat(100_000)));
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> JsonParser.parse("9".repeat(100_000)));
    }

    @Property(tries = 300, seed = "20261120")
    void whatAnotherWriterWroteIsReadBack(@ForAll Map<String, List<String>> value) throws Exception {
        assertThat(JsonParser.parse(new ObjectMapper().writeValueAsString(value)))
                .isEqualTo(value);
    }

    @Property(tries = 500, seed = "20261120")
    void anyTextIsReadOrRefused(@ForAll String text) {
        try {
            JsonParser.parse(text);
        } catch (DataException e) {
            assertThat(e).hasMessageContaining("character");
        }
    }
}
