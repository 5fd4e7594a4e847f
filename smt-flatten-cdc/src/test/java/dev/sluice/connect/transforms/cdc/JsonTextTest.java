// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void structsListsAndMapsNest() {
        Schema struct = SchemaBuilder.struct()
                .field("a", Schema.INT32_SCHEMA)
                .field("b", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema map = SchemaBuilder.map(
                        Schema.INT32_SCHEMA, SchemaBuilder.array(struct).build())
                .build();

        assertThat(JsonText.of(map, Map.of(7, List.of(new Struct(struct).put("a", 1)))))
                .isEqualTo("{\"7\":[{\"a\":1,\"b\":null}]}");
        assertThat(JsonText.of(null, Arrays.asList(null, true, Map.of(), List.of())))
                .isEqualTo("[null,true,{},[]]");
    }

    @Test
    void valuesKeepAllTheirDigits() {
        assertThat(JsonText.of(Decimal.schema(2), new BigDecimal("12345678901234567890.10")))
                .isEqualTo("12345678901234567890.10");
        assertThat(JsonText.of(null, Long.MAX_VALUE)).isEqualTo("9223372036854775807");
        assertThat(JsonText.of(null, Double.NaN)).isEqualTo("\"NaN\"");
    }

    @Test
    void bytesAreBase64AndTemporalValuesTheirNumbersOnTheWire() {
        assertThat(JsonText.of(null, new byte[] {7})).isEqualTo("\"Bw==\"");
        assertThat(JsonText.of(null, ByteBuffer.wrap(new byte[] {7}))).isEqualTo("\"Bw==\"");
        assertThat(JsonText.of(Date.SCHEMA, new java.util.Date(2 * 86_400_000L)))
                .isEqualTo("2");
        assertThat(JsonText.of(Timestamp.SCHEMA, new java.util.Date(1234L))).isEqualTo("1234");
    }

    @Property(tries = 300, seed = "20261120")
    void anyTextIsReadBackByAnotherParser(@ForAll String text) throws Exception {
        Map<String, Object> value = new TreeMap<>(Map.of("k" + text, List.of(text)));

        Object read = new ObjectMapper().readValue(JsonText.of(null, value), Object.class);

        assertThat(read).isEqualTo(value);
    }

    @Test
    void aListThatContainsItselfIsAnError() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);

        assertThatExceptionOfType(DataException.class).isThrownBy(() -> JsonText.of(null, endless));
    }
}
