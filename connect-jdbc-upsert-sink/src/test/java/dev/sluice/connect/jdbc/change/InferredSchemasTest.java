// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.commons.data.UnavailableValue;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InferredSchemasTest {
    private final InferredSchemas inferred = new InferredSchemas(new UnavailableValue("nothing here"));

    private Object only(Object value) {
        return inferred.struct(Map.of("x", value)).get("x");
    }

    private Schema schema(Object value) {
        return inferred.struct(Map.of("x", value)).schema().field("x").schema();
    }

    @Test
    void eachValueSaysItsOwnType() {
        Date date = new Date(0);

        assertThat(schema("a")).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(schema(true)).isEqualTo(Schema.OPTIONAL_BOOLEAN_SCHEMA);
        assertThat(schema(new byte[0])).isEqualTo(Schema.OPTIONAL_BYTES_SCHEMA);
        assertThat(schema(ByteBuffer.allocate(0))).isEqualTo(Schema.OPTIONAL_BYTES_SCHEMA);
        assertThat(schema(date)).isEqualTo(Timestamp.builder().optional().build());
        assertThat(schema(new BigDecimal("1.50")))
                .isEqualTo(Decimal.builder(2).optional().build());
        assertThat(List.of(only("a"), only(true), only(date), only(new BigDecimal("1.50"))))
                .isEqualTo(List.of("a", true, date, new BigDecimal("1.50")));
    }

    @Test
    void integersOfEveryWidthAreOneTypeAndSoAreNumbersOfFloatingPoint() {
        for (Number number : List.of((byte) 7, (short) 7, 7, 7L)) {
            assertThat(schema(number)).isEqualTo(Schema.OPTIONAL_INT64_SCHEMA);
            assertThat(only(number)).isEqualTo(7L);
        }
        for (Number number : List.of(0.5f, 0.5)) {
            assertThat(schema(number)).isEqualTo(Schema.OPTIONAL_FLOAT64_SCHEMA);
            assertThat(only(number)).isEqualTo(0.5);
        }
    }

    @Test
    void aNullIsTakenForAText() {
        Struct struct = inferred.struct(Collections.singletonMap("x", null));

        assertThat(struct.schema().field("x").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(struct.get("x")).isNull();
    }

    @Test
    void mapsAndListsWithinAreJson() {
        for (Object nested : List.of(Map.of("a", 1), List.of(Map.of("a", 1)))) {
            assertThat(schema(nested).name()).isEqualTo("io.debezium.data.Json");
            assertThat(schema(nested).isOptional()).isTrue();
        }
        assertThat(only(Map.of("a", 1))).isEqualTo("{\"a\":1}");
        assertThat(only(List.of(Map.of("a", 1)))).isEqualTo("[{\"a\":1}]");
    }

    @Test
    void whatWasNotReadIsKnownByOneTextWhateverItsForm() {
        List<Object> forms = List.of(
                "nothing here",
                "bm90aGluZyBoZXJl", // base64
                List.of("nothing here"),
                Map.of("nothing here", "nothing here"));

        assertThat(forms).extracting(this::only).containsOnly("nothing here");
        assertThat(only(List.of("something here"))).isEqualTo("[\"something here\"]");
        assertThat(only(Map.of("nothing here", "something"))).isEqualTo("{\"nothing here\":\"something\"}");
    }

    @Test
    void aValueOfAnotherKindIsABadRecordThatNamesItsField() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> only(new Object()))
                .withMessage("field 'x': a value of java.lang.Object came without a schema, and has no form in the"
                        + " database. Use a converter with schemas");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> only(List.of(new Object())))
                .withMessageStartingWith("field 'x': a value of java.lang.Object in a map or list");
    }

    @Test
    void mapsOfTheSameNamesAndTypesShareASchema() {
        Map<String, @Nullable Object> turned = new LinkedHashMap<>();
        turned.put("b", "two");
        turned.put("a", 2L);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("a", 1);
        map.put("b", "one");
        Struct first = inferred.struct(map);
        Struct second = inferred.struct(turned);

        assertThat(first.schema().fields()).extracting(Field::name).containsExactly("a", "b");
        assertThat(first.schema().isOptional()).isTrue();
        assertThat(second.schema()).isSameAs(first.schema());
        assertThat(second.get("a")).isEqualTo(2L);
        assertThat(inferred.struct(Map.of("a", 1.5, "b", "one")).schema()).isNotEqualTo(first.schema());
    }

    @Test
    void schemasThatAreUsedAreKeptAndOthersMakeRoom() {
        Schema used = inferred.struct(Map.of("used", 1)).schema();
        Schema unused = inferred.struct(Map.of("unused", 1)).schema();
        for (int i = 0; i < 998; i++) {
            inferred.struct(Map.of("other " + i, 1));
        }
        assertThat(inferred.struct(Map.of("used", 1)).schema()).isSameAs(used);
        assertThat(inferred.struct(Map.of("other 0", 1)).schema())
                .isSameAs(inferred.struct(Map.of("other 0", 2)).schema());

        inferred.struct(Map.of("one too many", 1));

        assertThat(inferred.struct(Map.of("used", 1)).schema()).isSameAs(used);
        assertThat(inferred.struct(Map.of("unused", 1)).schema()).isNotSameAs(unused);
    }
}
