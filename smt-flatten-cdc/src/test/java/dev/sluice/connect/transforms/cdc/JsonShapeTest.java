// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonShapeTest {
    @Test
    void fieldsAreAddedAndTypesWidened() {
        assertThat(union("{\"a\":1}", "{\"b\":true}").schema().fields())
                .extracting(field -> field.name() + ":" + field.schema().type())
                .containsExactly("a:INT64", "b:BOOLEAN");
        assertThat(union("1", "0.5").schema()).isEqualTo(Schema.OPTIONAL_FLOAT64_SCHEMA);
        assertThat(union("null", "\"a\"").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(union("[1]", "[]").schema().valueSchema()).isEqualTo(Schema.OPTIONAL_INT64_SCHEMA);
    }

    @Test
    void whereTypesDisagreeThereIsJson() {
        for (JsonShape shape : List.of(union("1", "\"a\""), union("{}", "[]"), union("[1]", "1"), union("true", "1"))) {
            assertThat(shape.schema().name()).isEqualTo("io.debezium.data.Json");
        }
        JsonShape shape = union("1", "{\"a\":[true]}");
        assertThat(shape.shaped(shape.schema(), JsonParser.parse("{\"a\":[true]}")))
                .isEqualTo("{\"a\":[true]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "1e400", "1e-400", "0.12345678901234567890", "9007199254740993.0"})
    void numbersThatNoTypeHoldsExactlyAreJson(String number) {
        assertThat(shape(number).schema().name()).isEqualTo("io.debezium.data.Json");
        assertThat(union("0.5", number).schema().name()).isEqualTo("io.debezium.data.Json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0E10", "1e10", "-2.5e-7", "0.1", "1e22", "10000000000000000000000", "9007199254740992"})
    void aNumberThatADoubleHoldsStaysOneBesideOthersHoweverItIsWritten(String number) {
        assertThat(union("0.5", number).schema()).isEqualTo(Schema.OPTIONAL_FLOAT64_SCHEMA);
        assertThat(union(number, "0.5").schema()).isEqualTo(Schema.OPTIONAL_FLOAT64_SCHEMA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993", "-9007199254740993", "9223372036854775807"})
    void aWholeNumberThatADoubleWouldRoundIsAnInt64AndBesideFractionsJson(String number) {
        assertThat(union("1", number).schema()).isEqualTo(Schema.OPTIONAL_INT64_SCHEMA);
        assertThat(union("0.5", number).schema().name()).isEqualTo("io.debezium.data.Json");
        assertThat(union("1", number).union(shape("0.5")).schema().name()).isEqualTo("io.debezium.data.Json");
        JsonShape int64 = JsonShape.named("int64").orElseThrow();
        assertThat(int64.shaped(int64.schema(), 1L)).isEqualTo(1L);
        assertThat(int64.shaped(int64.schema(), Long.parseLong(number))).isEqualTo(Long.parseLong(number));
    }

    @Property(tries = 500, seed = "20261120")
    void noNumberLosesADigitWhateverItStandsBeside(@ForAll long seed) {
        Random random = new Random(seed);
        Object first = number(random);
        Object second = number(random);
        JsonShape union = JsonShape.of(first).union(JsonShape.of(second));

        for (Object number : List.of(first, second)) {
            Object shaped = union.shaped(union.schema(), number);
            assertThat(new BigDecimal(shaped.toString())).isEqualByComparingTo(number.toString());
        }
    }

    private static Object number(Random random) {
        String digits = String.valueOf(random.nextLong()).substring(0, 2 + random.nextInt(15));
        return JsonParser.parse(digits.replaceFirst("^(-?)0", "$11")
                + switch (random.nextInt(3)) {
                    case 0 -> "";
                    case 1 -> "." + random.nextInt(1_000_000);
                    default -> "e" + random.nextInt(-30, 30);
                });
    }

    @Test
    void whatIsUnknownIsNoColumn() {
        for (String text : List.of("null", "{}", "[]", "{\"a\":null}", "[null]", "[{}]")) {
            assertThat(shape(text).schema()).isNull();
        }
    }

    @Test
    void anObjectWhoseKeysAreDataDoesNotGrowForEver() {
        Map<String, Object> many = new HashMap<>();
        for (int i = 0; i <= JsonShape.MOST_MEMBERS; i++) {
            many.put("k" + i, 1L);
        }

        assertThat(JsonShape.of(many).schema().name()).isEqualTo("io.debezium.data.Json");
    }

    @Property(tries = 500, seed = "20261120")
    void theUnionHoldsBothAndDoesNotDependOnWhatCameAgain(@ForAll long seed) {
        Random random = new Random(seed);
        Object first = value(random, 3);
        Object second = value(random, 3);
        JsonShape union = JsonShape.of(first).union(JsonShape.of(second));

        assertThat(union.union(JsonShape.of(first))).isEqualTo(union);
        assertThat(union.union(JsonShape.of(second))).isEqualTo(union);
        assertThat(JsonShape.of(second).union(JsonShape.of(first))).isEqualTo(union);
        Schema schema = union.schema();
        if (schema != null) {
            ConnectSchema.validateValue(schema, union.shaped(schema, first));
            ConnectSchema.validateValue(schema, union.shaped(schema, second));
        }
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 9)) {
            case 0 -> null;
            case 1 -> random.nextLong() >> random.nextInt(Long.SIZE);
            case 2 -> JsonParser.parse("0." + (1 + random.nextInt(9)));
            case 3 -> random.nextBoolean();
            case 4 -> "text";
            case 5, 6 -> {
                List<@Nullable Object> list = new ArrayList<>();
                list.add(value(random, depth - 1));
                list.add(value(random, depth - 1));
                yield list;
            }
            default -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                map.put(random.nextBoolean() ? "a" : "b", value(random, depth - 1));
                map.put("c", value(random, depth - 1));
                yield map;
            }
        };
    }

    private static JsonShape union(String first, String second) {
        return shape(first).union(shape(second));
    }

    private static JsonShape shape(String text) {
        return JsonShape.of(JsonParser.parse(text));
    }
}
